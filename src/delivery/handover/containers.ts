import { FailureError } from '../../base/failure.ts';
import type { Credentials, RevealedCredentials } from '../../credentials/credentials.ts';
import { keyNames, otherSourceNames, profileNames } from './credentialVariables.ts';
import { isoSeconds } from './handover.ts';

/**
 * Throws `notTemporary` unless programs accept the credentials from a container credential endpoint: botocore and the
 * SDK for JavaScript reject those without a session token and an expiration.
 */
export function checkForContainer({ isTemporary, expiration }: Credentials, profile: string): void {
  if (!isTemporary || expiration === undefined) throw new FailureError({ code: 'notTemporary', profile });
}

/**
 * The response of a container credential endpoint (AWS SDKs and Tools Reference Guide, "Container credential
 * provider"). Throws `notTemporary` as `checkForContainer` does.
 */
export function containerOutput(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: RevealedCredentials,
  profile: string,
): Readonly<Record<string, string>> {
  if (sessionToken === undefined || expiration === undefined)
    throw new FailureError({ code: 'notTemporary', profile });
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: isoSeconds(expiration),
  };
}

/**
 * The variables that lead a program to a container credential endpoint and to nothing else; null removes a variable.
 */
export function containerVariables(address: {
  readonly uri: string;
  readonly token: string;
}): ReadonlyMap<string, string | null> {
  return new Map<string, string | null>([
    ...[...keyNames, ...otherSourceNames, ...profileNames].map((name) => [name, null] as const),
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', address.uri],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN', address.token],
  ]);
}
