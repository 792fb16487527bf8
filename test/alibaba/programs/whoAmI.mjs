// Prints the account and the ARN of the credentials that the default chain of Alibaba Cloud's SDK finds, and which
// provider found them. STS is at `ALIBABA_CLOUD_STS_ENDPOINT`, a host or a URL; without it, at Alibaba Cloud.
import CredentialSdk from '@alicloud/credentials';
import StsSdk from '@alicloud/sts20150401';

const endpoint = process.env.ALIBABA_CLOUD_STS_ENDPOINT || 'sts.aliyuncs.com';
const { host, protocol } = new URL(endpoint.includes('://') ? endpoint : `https://${endpoint}`);
const credential = new CredentialSdk.default();
const sts = new StsSdk.default({ credential, endpoint: host, protocol: protocol.slice(0, -1) });

try {
  const { body } = await sts.getCallerIdentity();
  const { providerName } = await credential.getCredential();
  console.log(`${body.accountId} ${body.arn} ${providerName}`);
} catch (error) {
  // The code only: the messages of the SDK quote files with secrets.
  console.error(`failed: ${error.code ?? 'no credentials'}`);
  process.exitCode = 1;
}
