// Prints what the default chain of Alibaba Cloud's SDK finds in each of several environments, which it gets as JSON on
// standard input.
import CredentialSdk from '@alicloud/credentials';
import { text } from 'node:stream/consumers';

const found = [];
for (const environment of JSON.parse(await text(process.stdin))) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    const { accessKeyId, accessKeySecret, securityToken, providerName } =
      await new CredentialSdk.default().getCredential();
    found.push({ keys: [accessKeyId, accessKeySecret, securityToken ?? ''], providerName });
  } catch {
    found.push({ keys: [], providerName: 'none' });
  }
}
console.log(JSON.stringify(found));
