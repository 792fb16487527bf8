import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  type GetFederationTokenCommandInput,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
  STSClient,
  STSServiceException,
} from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import type { LocalAws } from '../localAws.ts';

export type SigningKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Credentials from STS. `expiresAt` is in milliseconds since the epoch. */
export type IssuedKeys = SigningKeys & { readonly sessionToken: string; readonly expiresAt: number };

export type ClientOptions = {
  /** Default: 1, so that tests see every error. */
  readonly attempts?: number;
  readonly region?: string;
};

/** The AWS SDK client for the local AWS. */
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

/** The request is unsigned and needs no keys. */
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

export async function federate(
  aws: LocalAws,
  keys: SigningKeys,
  input: GetFederationTokenCommandInput,
): Promise<IssuedKeys> {
  return signingKeys((await stsClient(aws, keys).send(new GetFederationTokenCommand(input))).Credentials);
}

/** Asserts that AWS rejects the request with this code and message. */
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
