import type { KeyObject } from 'node:crypto';
import { type SigninEndpoint, signinUrl } from '../../plan/endpoints/signinEndpoint.ts';
import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { serviceHost } from '../../plan/endpoints/regions.ts';
import type { Credentials, RevealedCredentials } from '../credentials.ts';
import { type AwsLimits, awsLimits } from './awsLimits.ts';
import { readCaBundle } from './caBundle.ts';
import type { Connecting } from './clientConfig.ts';
import type { FederationEndpoint, SigninTokenRequest } from './federation.ts';
import { type Iam, type IamEndpoint, iamHost } from './iam.ts';
import type { IdentityCenter } from './identityCenter.ts';
import type { Signin } from './signin.ts';
import { checkProxy } from './proxy.ts';
import { type Sts, stsHost, type WebIdentityRequest } from './sts.ts';

/**
 * The only file that loads the SDK, on the first call. CA bundles are read each time, so that a connection uses the
 * file's current certificates. All functions reject with `UnreadableCaBundle` if a bundle cannot be read, and with
 * `UnusableProxy` if a proxy is configured that cannot be used.
 */
const loadSdk = () => import('./aws.ts');

export async function openSts(
  endpoint: StsEndpoint,
  credentials: Credentials,
  limits = awsLimits,
): Promise<Sts> {
  const connecting = await connectingTo(endpoint, limits, [stsUrl(endpoint)]);
  const { createSts } = await loadSdk();
  return createSts(endpoint, credentials, connecting);
}

export async function openIam(
  endpoint: IamEndpoint,
  credentials: Credentials,
  limits = awsLimits,
): Promise<Iam> {
  const url = endpoint.url ?? `https://${iamHost(endpoint)}`;
  const connecting = await connectingTo(endpoint, limits, [url]);
  const { createIam } = await loadSdk();
  return createIam(endpoint, credentials, connecting);
}

/** Makes an unsigned call that the token authenticates. The expiration is by this machine's clock. */
export async function assumeRoleWithWebIdentity(
  endpoint: StsEndpoint,
  request: WebIdentityRequest,
  signal: AbortSignal,
  limits = awsLimits,
): Promise<RevealedCredentials> {
  const connecting = await connectingTo(endpoint, limits, [stsUrl(endpoint)]);
  const sdk = await loadSdk();
  return sdk.assumeRoleWithWebIdentity(endpoint, request, signal, connecting);
}

/**
 * The token for a link that opens the console. Undefined if the endpoint does not accept the credentials. Not retried.
 */
export async function getSigninToken(
  endpoint: FederationEndpoint,
  { credentials, sessionSeconds }: SigninTokenRequest,
  signal: AbortSignal,
  limits = awsLimits,
): Promise<string | undefined> {
  const connecting = await connectingTo(endpoint, limits, [endpoint.url]);
  const sdk = await loadSdk();
  return sdk.getSigninToken(endpoint, credentials, sessionSeconds, signal, connecting);
}

export async function openIdentityCenter(session: SsoSession, limits = awsLimits): Promise<IdentityCenter> {
  const connecting = await connectingTo(session, limits, identityCenterUrls(session));
  const { createIdentityCenter } = await loadSdk();
  return createIdentityCenter(session, connecting);
}

/** `key`: the private key of the sign-in, which its calls prove to have. */
export async function openSignin(
  endpoint: SigninEndpoint,
  key: KeyObject,
  limits = awsLimits,
): Promise<Signin> {
  const connecting = await connectingTo(endpoint, limits, [signinUrl(endpoint)]);
  const { createSignin } = await loadSdk();
  return createSignin(endpoint, key, connecting);
}

function stsUrl(endpoint: StsEndpoint): string {
  return endpoint.url ?? `https://${stsHost(endpoint)}`;
}

function identityCenterUrls(session: SsoSession): readonly string[] {
  return [
    session.oidcUrl ?? `https://${serviceHost('oidc', session)}`,
    session.portalUrl ?? `https://${serviceHost('portal.sso', session)}`,
  ];
}

async function connectingTo(
  { caBundle }: Pick<StsEndpoint | SsoSession, 'caBundle'>,
  limits: AwsLimits,
  urls: readonly string[],
): Promise<Connecting> {
  for (const url of urls) checkProxy(url, process.env);
  return { limits, authorities: caBundle === undefined ? undefined : await readCaBundle(caBundle) };
}
