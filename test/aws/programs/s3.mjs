// Shows what the credentials of its environment may do in S3: `node s3.mjs list [BUCKET]`, `get BUCKET/KEY`, or
// `put BUCKET/KEY`. Prints `allowed` or the error of AWS, and then who it was. The default chain of the AWS SDK finds
// the credentials. The endpoint is that of S3 or of all services; without these, that of STS, as in the tests.
import { Sha256 } from '@aws-crypto/sha256-js';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

// This machine's Node may be older than the SDK likes to see.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [verb, target = ''] = process.argv.slice(2);
const {
  AWS_ENDPOINT_URL_STS: stsEndpoint,
  AWS_ENDPOINT_URL: anyEndpoint = stsEndpoint,
  AWS_ENDPOINT_URL_S3: endpoint = anyEndpoint,
} = process.env;

/** Sends a request to S3. The result is `allowed`, or the code and message of the error. */
async function attempt(sts) {
  const { host, origin } = new URL(endpoint);
  const isListing = verb === 'list';
  const body = verb === 'put' ? `written by s3.mjs\n` : undefined;
  const signer = new SignatureV4({
    credentials: await sts.config.credentials(),
    region: await sts.config.region(),
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  });
  const path = `/${target.split('/').map(encodeURIComponent).join('/')}`;
  const query = isListing && target !== '' ? { 'list-type': '2' } : {};
  const method = verb === 'put' ? 'PUT' : 'GET';
  const { headers } = await signer.sign(new HttpRequest({ method, path, query, headers: { host }, body }));
  const { host: _, ...sent } = headers;
  const response = await fetch(`${origin}${path}?${new URLSearchParams(query)}`, {
    method,
    headers: sent,
    body,
  });
  const text = await response.text();
  return response.ok ? 'allowed' : `${element(text, 'Code')}: ${element(text, 'Message')}`;
}

function element(xml, name) {
  const text = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '';
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

try {
  const sts = new STSClient();
  const result = await attempt(sts);
  console.log(result);
  console.log((await sts.send(new GetCallerIdentityCommand())).Arn);
  if (result !== 'allowed') process.exitCode = 1;
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
