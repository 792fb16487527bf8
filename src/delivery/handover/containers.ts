import { FailureError } from '../../base/failure.ts';
import type { RevealedCredentials } from '../../credentials/credentials.ts';
import { isoSeconds, keyNames, profileNames, rivals } from './handover.ts';

/**
 * As AWS's containers have it (AWS SDKs and Tools Reference Guide, "Container credential provider"). Throws
 * `notTemporary`: botocore and the SDK for JavaScript take nothing without a token and an end.
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

/** What leads a program to a container's endpoint, and to nothing else; null stands for what must not be there. */
export function containerVariables(address: {
  readonly uri: string;
  readonly token: string;
}): ReadonlyMap<string, string | null> {
  const absent = [...keyNames, ...rivals, ...profileNames, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  return new Map<string, string | null>([
    ...absent.map((name) => [name, null] as const),
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', address.uri],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN', address.token],
  ]);
}
