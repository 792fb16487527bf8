// Prints the provider in which the default chain of the SDK for Node.js finds credentials, or `none`.
import { createRequire } from 'node:module';

const { default: Credential } = createRequire(import.meta.url)('@alicloud/credentials');
const credential = new Credential();
try {
  console.log((await credential.getCredential()).providerName);
} catch {
  console.log('none');
}
