import { once } from 'node:events';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

// Asks who it is whenever it is told to, with one client for all its life; tells with which key.
const client = new STSClient({});
for (;;) {
  const { Arn } = await client.send(new GetCallerIdentityCommand({}));
  const { accessKeyId } = await client.config.credentials();
  process.send({ arn: Arn, accessKeyId });
  await once(process, 'message');
}
