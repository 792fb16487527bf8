import type { LocalAws } from '../aws/localAws.ts';
import { callerArn } from '../aws/stsClient.ts';

export type Values = Readonly<Record<string, string | undefined>>;

/** Credentials as other programs write them, as variables. */
export function variablesOf(given: Values): Values {
  return {
    AWS_ACCESS_KEY_ID: given['AccessKeyId'] ?? given['aws_access_key_id'],
    AWS_SECRET_ACCESS_KEY: given['SecretAccessKey'] ?? given['aws_secret_access_key'],
    AWS_SESSION_TOKEN: given['SessionToken'] ?? given['Token'] ?? given['aws_session_token'],
  };
}

/** Whose they are; empty where AWS does not say. */
export async function whoIs(aws: LocalAws, variables: Values): Promise<string> {
  const arn = await callerArn(aws, {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: variables['AWS_SESSION_TOKEN'] ?? '',
  });
  return arn ?? '';
}
