// Prints the access key ID and the ARN of the credentials that the default chain of Alibaba Cloud's SDK finds, again for
// each line of its input. It keeps one client, as programs do that run for days.
import { createInterface } from 'node:readline';
import CredentialSdk from '@alicloud/credentials';
import StsSdk from '@alicloud/sts20150401';

const { host, protocol } = new URL(process.env.ALIBABA_CLOUD_STS_ENDPOINT);
const credential = new CredentialSdk.default();
const sts = new StsSdk.default({ credential, endpoint: host, protocol: protocol.slice(0, -1) });

console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  try {
    const { body } = await sts.getCallerIdentity();
    const { accessKeyId } = await credential.getCredential();
    console.log(`${accessKeyId} ${body.arn}`);
  } catch (error) {
    // The code only: the messages of the SDK quote files with secrets.
    console.log(`failed: ${error.code ?? 'no credentials'}`);
  }
}
