import type { SsoSession, StsEndpoint } from '../../plan/plan.ts';
import type { Credentials, RevealedCredentials } from '../credentials.ts';
import { readCaBundle } from './caBundle.ts';
import type { IdentityCenter } from './identityCenter.ts';
import type { Sts, WebIdentityRequest } from './sts.ts';

/**
 * The only file that loads the SDK, on the first call. CA bundles are read each time, so that a connection uses the
 * file's current certificates. All functions reject with `UnreadableCaBundle` if a bundle cannot be read.
 */
const loadSdk = () => import('./aws.ts');

export async function openSts(endpoint: StsEndpoint, credentials: Credentials): Promise<Sts> {
  const authorities = await authoritiesOf(endpoint);
  const { createSts } = await loadSdk();
  return createSts(endpoint, credentials, authorities);
}

/** Makes an unsigned call that the token authenticates. The expiration is by this machine's clock. */
export async function assumeRoleWithWebIdentity(
  endpoint: StsEndpoint,
  request: WebIdentityRequest,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  const authorities = await authoritiesOf(endpoint);
  const sdk = await loadSdk();
  return sdk.assumeRoleWithWebIdentity(endpoint, request, signal, authorities);
}

export async function openIdentityCenter(session: SsoSession): Promise<IdentityCenter> {
  const authorities = await authoritiesOf(session);
  const { createIdentityCenter } = await loadSdk();
  return createIdentityCenter(session, authorities);
}

async function authoritiesOf({
  caBundle,
}: Pick<StsEndpoint | SsoSession, 'caBundle'>): Promise<string | undefined> {
  return caBundle === undefined ? undefined : readCaBundle(caBundle);
}
