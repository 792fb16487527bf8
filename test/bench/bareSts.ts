import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccessKey } from '../aws/world.ts';

/** The session name of the bare calls, which distinguishes them from Rolecall's in the requests of the local AWS. */
export const bareSessionName = 'bare';

/** The exports of this file's bundle, which is loaded on demand. */
export interface BareSts {
  readonly assumeRole: typeof assumeRole;
}

/** The minimum for assuming a role with the AWS SDK. It is bundled like `dist/aws.js`, which it is compared with. */
export async function assumeRole(
  url: string,
  { accessKeyId, secretAccessKey }: AccessKey,
  roleArn: string,
): Promise<string> {
  const credentials = { accessKeyId, secretAccessKey };
  const client = new STSClient({ endpoint: url, region: 'us-east-1', credentials });
  const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: bareSessionName });
  const { Credentials } = await client.send(command);
  if (!Credentials?.SessionToken) throw new Error('AWS gave no session');
  return Credentials.SessionToken;
}
