import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials as StsCredentials,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { MetadataBearer } from '@smithy/types';
import { withDeadline } from '../../base/deadline.ts';
import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import type { SessionPolicy } from '../../plan/plan.ts';
import { Credentials, type RevealedCredentials } from '../credentials.ts';
import { clientConfig, type Connecting, emptyAnswer } from './clientConfig.ts';
import { watchClock } from './clock.ts';
import type { Sts, WebIdentityRequest } from './sts.ts';

export { getSigninToken } from './federationClient.ts';
export { createIam } from './iamClient.ts';
export { createIdentityCenter } from './identityCenterClient.ts';
export { createSignin } from './signinClient.ts';

/**
 * STS through the AWS SDK. This file is built as `dist/aws.js` and loaded for the first session. Everything that the
 * SDK would look up itself (region, endpoint, profile, retries) is set, so that only the plan decides.
 */
export function createSts(endpoint: StsEndpoint, credentials: Credentials, connecting: Connecting): Sts {
  const { callMs } = connecting.limits;
  const config = clientConfig(endpoint, credentials, connecting);
  const retrying = new STSClient(config);
  // An MFA code works for one call and is never sent twice. The clock offset is copied from the other client.
  const singleAttempt = new STSClient({ ...config, maxAttempts: 1 });
  const clock = watchClock(retrying, singleAttempt);
  return {
    clockOffsetMs: clock.offsetMs,
    hasClockMoved: clock.hasMoved,
    async getCallerIdentity(signal) {
      // The SDK does not retry if the offset that it has measured makes a clock wrong that was set right since.
      if (clock.hasMoved()) retrying.config.systemClockOffset = 0;
      const output = await withDeadline(callMs, signal, (abortSignal) =>
        retrying.send(new GetCallerIdentityCommand({}), { abortSignal }),
      );
      const { Account, Arn, UserId } = output;
      if (!Arn) throw emptyAnswer(output);
      singleAttempt.config.systemClockOffset = retrying.config.systemClockOffset;
      return { account: Account ?? '', arn: Arn, userId: UserId ?? '' };
    },
    async getSessionToken(mfa, durationSeconds, signal) {
      const command = new GetSessionTokenCommand({
        SerialNumber: mfa?.serial,
        TokenCode: mfa?.code,
        DurationSeconds: durationSeconds,
      });
      const client = mfa ? singleAttempt : retrying;
      return revealed(
        await withDeadline(callMs, signal, (abortSignal) => client.send(command, { abortSignal })),
      );
    },
    async assumeRole(request, signal) {
      const { roleArn, sessionName, externalId, sourceIdentity, tags, transitiveTagKeys, mfa } = request;
      const command = new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ExternalId: externalId,
        DurationSeconds: request.durationSeconds,
        SourceIdentity: sourceIdentity,
        Tags: tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value })),
        TransitiveTagKeys: transitiveTagKeys.length === 0 ? undefined : [...transitiveTagKeys],
        SerialNumber: mfa?.serial,
        TokenCode: mfa?.code,
        ...policyInput(request.sessionPolicy),
      });
      const client = mfa ? singleAttempt : retrying;
      return revealed(
        await withDeadline(callMs, signal, (abortSignal) => client.send(command, { abortSignal })),
      );
    },
    async getFederationToken({ sessionName, durationSeconds, sessionPolicy }, signal) {
      const command = new GetFederationTokenCommand({
        Name: sessionName,
        DurationSeconds: durationSeconds,
        ...policyInput(sessionPolicy),
      });
      return revealed(
        await withDeadline(callMs, signal, (abortSignal) => retrying.send(command, { abortSignal })),
      );
    },
  };
}

export async function assumeRoleWithWebIdentity(
  endpoint: StsEndpoint,
  { roleArn, sessionName, durationSeconds, token, sessionPolicy }: WebIdentityRequest,
  signal: AbortSignal,
  connecting: Connecting,
): Promise<RevealedCredentials> {
  const client = new STSClient(clientConfig(endpoint, anonymous, connecting));
  const clock = watchClock(client);
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    WebIdentityToken: token,
    ...policyInput(sessionPolicy),
  });
  const { expiration, ...keys } = revealed(
    await withDeadline(connecting.limits.callMs, signal, (abortSignal) =>
      client.send(command, { abortSignal }),
    ),
  );
  return { ...keys, expiration: expiration === undefined ? undefined : expiration - clock.offsetMs() };
}

/** AWS accepts no empty list and no empty policy. */
function policyInput(policy: SessionPolicy | undefined): {
  readonly Policy?: string;
  readonly PolicyArns?: { readonly arn: string }[];
} {
  if (!policy) return {};
  const { arns, document } = policy;
  return {
    ...(document !== undefined && { Policy: document }),
    ...(arns.length > 0 && { PolicyArns: arns.map((arn) => ({ arn })) }),
  };
}

/** For unsigned calls, so that the SDK does not look for credentials. */
const anonymous = new Credentials({
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: undefined,
  expiration: undefined,
});

function revealed(
  output: MetadataBearer & { Credentials?: StsCredentials | undefined },
): RevealedCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output.Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey) throw emptyAnswer(output);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration?.getTime(),
  };
}
