import type { LocalAws } from '../aws/localAws.ts';
import { callerArn } from '../aws/sts/stsClient.ts';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The ARN that the local AWS returns for the keys in these `AWS_…` variables; rejects if it rejects the keys. */
export async function callerFrom(aws: LocalAws, variables: Variables): Promise<string> {
  const sessionToken = variables['AWS_SESSION_TOKEN'];
  const arn = await callerArn(aws, {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken ? { sessionToken } : {}),
  });
  return arn ?? '';
}
