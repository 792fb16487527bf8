import {
  AssumeRoleCommand,
  type Credentials as StsCredentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
} from '@aws-sdk/client-sts';
import type { StsEndpoint } from '../plan/plan.ts';
import type { Credentials, RevealedCredentials } from './credentials.ts';
import type { Sts } from './sts.ts';

/**
 * The only file that imports the AWS SDK; built as `dist/aws.js` and read when the first session is made. Everything
 * the SDK would look up by itself (region, endpoint, profile, retries) is given, so that only the plan decides.
 */
export function createSts(endpoint: StsEndpoint, credentials: Credentials): Sts {
  const config = clientConfig(endpoint, credentials);
  const patient = new STSClient(config);
  // A code is good for one call: whatever comes of it, it is never sent again. The clock offset is shared.
  const once = new STSClient({ ...config, maxAttempts: 1 });
  return {
    async getCallerIdentity(abortSignal) {
      const { Account, Arn, UserId } = await patient.send(new GetCallerIdentityCommand({}), { abortSignal });
      once.config.systemClockOffset = patient.config.systemClockOffset;
      return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
    },
    async getSessionToken(mfa, durationSeconds, abortSignal) {
      const command = new GetSessionTokenCommand({
        SerialNumber: mfa.serial,
        TokenCode: mfa.code,
        DurationSeconds: durationSeconds,
      });
      return revealed((await once.send(command, { abortSignal })).Credentials);
    },
    async assumeRole({ roleArn, sessionName, externalId, durationSeconds, mfa }, abortSignal) {
      const command = new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ExternalId: externalId,
        DurationSeconds: durationSeconds,
        SerialNumber: mfa?.serial,
        TokenCode: mfa?.code,
      });
      return revealed((await (mfa ? once : patient).send(command, { abortSignal })).Credentials);
    },
  };
}

function clientConfig(endpoint: StsEndpoint, credentials: Credentials): STSClientConfig {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
  return {
    region: endpoint.region,
    useFipsEndpoint: endpoint.fips,
    useDualstackEndpoint: endpoint.dualstack,
    useGlobalEndpoint: endpoint.legacyGlobal,
    ...(endpoint.url === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: endpoint.url }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    authSchemePreference: [],
    userAgentAppId: 'rolecall',
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  };
}

function revealed(credentials: StsCredentials | undefined): RevealedCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey) throw new TypeError('STS answered without credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration?.getTime(),
  };
}
