import type { SsoSession, StsEndpoint } from '../../plan/plan.ts';
import type { Credentials, RevealedCredentials } from '../credentials.ts';
import { readCaBundle } from './caBundle.ts';
import type { IdentityCenter } from './identityCenter.ts';
import type { Sts, WebIdentityRequest } from './sts.ts';

/**
 * The only file that loads the SDK, on the first call. CA bundles are read each time: a connection is made with the
 * certificates that are in the file now. Every function rejects with `UnreadableCaBundle` where that cannot be read.
 */
const loadSdk = () => import('./aws.ts');

export async function openSts(endpoint: StsEndpoint, credentials: Credentials): Promise<Sts> {
  const authorities = await authoritiesOf(endpoint);
  const { createSts } = await loadSdk();
  return createSts(endpoint, credentials, authorities);
}

/** The call that is signed with nothing: the token speaks for itself. Its expiration is by this machine's clock. */
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
