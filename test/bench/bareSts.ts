import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccessKey } from '../aws/world.ts';

/** Tells the bare calls from Rolecall's in what the local AWS recorded. */
export const bareSessionName = 'bare';

/** This file as a bundle, to be read when it is needed. */
export interface BareSts {
  readonly assumeRole: typeof assumeRole;
}

/** What it takes at least to assume a role with AWS's SDK: bundled the same way as dist/aws.js, it is the peer. */
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
