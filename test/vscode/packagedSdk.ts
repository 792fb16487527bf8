import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Credentials } from '../../src/credentials/credentials.ts';
import type * as sdkBundle from '../../src/credentials/sdk/aws.ts';
import { awsLimits } from '../../src/credentials/sdk/awsLimits.ts';
import type { StsEndpoint } from '../../src/plan/endpoints/stsEndpoint.ts';
import { startIdentityCenter } from '../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../aws/identityCenter/sampleDirectory.ts';
import { startLocalAws } from '../aws/localAws.ts';
import { aliceKey, audience, issuer, plainRole, testWorld, webRole } from '../aws/testWorld.ts';
import { corpSignIn } from '../fakes/corpSignIn.ts';

type Sdk = typeof sdkBundle;

const region = 'eu-central-1';
const caBundle = undefined;
const connecting = { limits: awsLimits, authorities: undefined };

/** Makes signed and unsigned calls to a local AWS with the bundle of the SDK. Returns the calls that fail. */
export async function callWithPackagedSdk(root: string): Promise<readonly string[]> {
  const sdk: Sdk = createRequire(import.meta.url)(join(root, 'dist', 'aws.js'));
  const aws = await startLocalAws({ world: testWorld });
  const center = await startIdentityCenter(aws, sampleDirectory);
  try {
    const token = aws.identityProvider(issuer).signToken({ sub: 'somebody', aud: audience });
    const calls = [...stsCalls(sdk, aws.url, token), registerClient(sdk, center.url)];
    const results = await Promise.allSettled(calls);
    return results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  } finally {
    await Promise.all([aws.close(), center.close()]);
  }
}

function stsCalls(sdk: Sdk, url: string, token: string): readonly Promise<unknown>[] {
  const endpoint: StsEndpoint = { region, url, fips: false, dualstack: false, legacyGlobal: false, caBundle };
  const { signal } = new AbortController();
  const credentials = new Credentials({ ...aliceKey, sessionToken: undefined, expiration: undefined });
  const sts = sdk.createSts(endpoint, credentials, connecting);
  const request = { sessionName: 'somebody', durationSeconds: undefined };
  const role = {
    ...request,
    roleArn: plainRole,
    externalId: undefined,
    sourceIdentity: undefined,
    tags: [],
    transitiveTagKeys: [],
    mfa: undefined,
  };
  const consoleToken = async (): Promise<void> => {
    const keys = await sts.assumeRole(role, signal);
    const federation = { url: `${url}/federation`, caBundle };
    const signinToken = await sdk.getSigninToken(federation, keys, undefined, signal, connecting);
    if (signinToken === undefined) throw new Error('the federation endpoint refuses the credentials');
  };
  return [
    sts.getCallerIdentity(signal),
    sdk.createIam(endpoint, credentials, connecting).mfaDevices(signal),
    consoleToken(),
    sdk.assumeRoleWithWebIdentity(endpoint, { ...request, roleArn: webRole, token }, signal, connecting),
  ];
}

function registerClient(sdk: Sdk, url: string): Promise<unknown> {
  const session = corpSignIn({
    name: undefined,
    startUrl: sampleDirectory.startUrl,
    region: sampleDirectory.region,
    scopes: ['sso:account:access'],
    oidcUrl: url,
    portalUrl: url,
    caBundle,
  });
  const center = sdk.createIdentityCenter(session, connecting);
  return center.registerClient(undefined, new AbortController().signal);
}
