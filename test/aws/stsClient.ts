import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
  STSClient,
  STSServiceException,
} from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import type { LocalAws } from './localAws.ts';

export type SigningKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** What STS gave, and until when, in milliseconds since the epoch. */
export type IssuedKeys = SigningKeys & { readonly sessionToken: string; readonly expiresAt: number };

export type ClientOptions = {
  /** One unless set, so that a refusal is seen rather than retried. */
  readonly attempts?: number;
  readonly region?: string;
};

/** AWS's own client, talking to the local AWS. */
export function stsClient(aws: LocalAws, credentials: SigningKeys, options: ClientOptions = {}): STSClient {
  return new STSClient({
    endpoint: aws.url,
    region: options.region ?? 'eu-central-1',
    credentials,
    maxAttempts: options.attempts ?? 1,
  });
}

export async function callerArn(aws: LocalAws, keys: SigningKeys): Promise<string | undefined> {
  return (await stsClient(aws, keys).send(new GetCallerIdentityCommand({}))).Arn;
}

export async function assume(
  aws: LocalAws,
  keys: SigningKeys,
  input: Partial<AssumeRoleCommandInput>,
): Promise<IssuedKeys> {
  const command = new AssumeRoleCommand({ RoleArn: undefined, RoleSessionName: 'test', ...input });
  return signingKeys((await stsClient(aws, keys).send(command)).Credentials);
}

/** Nothing is signed, so there are no keys. */
export async function assumeWithToken(
  aws: LocalAws,
  input: Partial<AssumeRoleWithWebIdentityCommandInput>,
  options: ClientOptions = {},
): Promise<IssuedKeys> {
  const client = new STSClient({
    endpoint: aws.url,
    region: options.region ?? 'eu-central-1',
    maxAttempts: options.attempts ?? 1,
  });
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: undefined,
    RoleSessionName: 'test',
    WebIdentityToken: undefined,
    ...input,
  });
  return signingKeys((await client.send(command)).Credentials);
}

export async function getSession(
  aws: LocalAws,
  keys: SigningKeys,
  input: GetSessionTokenCommandInput = {},
): Promise<IssuedKeys> {
  return signingKeys((await stsClient(aws, keys).send(new GetSessionTokenCommand(input))).Credentials);
}

/** Asserts that AWS refuses, with this code and this message. */
export async function assertRefused(
  request: Promise<unknown>,
  code: string,
  message: string | RegExp,
): Promise<void> {
  await assert.rejects(request, (error) => {
    assert.ok(error instanceof STSServiceException, String(error));
    assert.equal(error.name, code);
    if (typeof message === 'string') {
      assert.equal(error.message, message);
    } else {
      assert.match(error.message, message);
    }
    return true;
  });
}

function signingKeys(credentials: Credentials | undefined): IssuedKeys {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  assert.ok(AccessKeyId && SecretAccessKey && SessionToken && Expiration);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiresAt: Expiration.getTime(),
  };
}
