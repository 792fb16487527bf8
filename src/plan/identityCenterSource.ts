import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { isOlder } from './adHocProfile.ts';
import type { IdentityCenterStep, SsoSession } from './plan.ts';
import { acceptsValue } from './rules.ts';
import { caBundleOf } from './stsEndpoint.ts';

/**
 * The role that a profile has by IAM Identity Center: of an `[sso-session]`, or with the older keys in the profile itself
 * (AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider").
 */
export function identityCenterSource(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
): IdentityCenterStep | Failure {
  const session = ssoSessionOf(profiles, profile, environment);
  if ('code' in session) return session;
  const [accountId, roleName] = ['sso_account_id', 'sso_role_name'].map((key) => valueOf(profile, key));
  if (!accountId) return incomplete(profile, 'sso_account_id');
  if (!roleName) return incomplete(profile, 'sso_role_name');
  const invalid = ['sso_account_id', 'sso_role_name'].find((key) => !accepts(profile, key));
  if (invalid) return invalidValue(profile, invalid, valueOf(profile, invalid));
  return { kind: 'identityCenter', profile: profile.name, session, accountId, roleName };
}

function ssoSessionOf(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
): SsoSession | Failure {
  const name = valueOf(profile, 'sso_session');
  const holder = name === undefined ? profile : profiles.ssoSessions.get(name);
  if (!holder) return { code: 'missingSsoSession', profile: profile.name, session: name ?? '' };
  return readSession(profile, holder, name, environment);
}

/**
 * Where the files let a person sign in, by what an assignment names it by: each `[sso-session]`, and each start URL of
 * older profiles.
 */
export function signInsOf(
  { profiles, ssoSessions }: ProfileSet,
  environment: Environment,
): ReadonlyMap<string, SsoSession | Failure> {
  const signIns = new Map<string, SsoSession | Failure>();
  for (const [name, session] of ssoSessions)
    signIns.set(name, readSession(session, session, name, environment));
  for (const profile of profiles.values()) {
    const startUrl = isOlder(profile) ? (valueOf(profile, 'sso_start_url') ?? '') : '';
    if (startUrl !== '' && !signIns.has(startUrl))
      signIns.set(startUrl, readSession(profile, profile, undefined, environment));
  }
  return signIns;
}

/** The sign-in of this name, or what is wrong with it. */
export function signInNamed(
  profiles: ProfileSet,
  signIn: string,
  environment: Environment,
): SsoSession | Failure {
  return (
    signInsOf(profiles, environment).get(signIn) ?? {
      code: 'missingSsoSession',
      profile: signIn,
      session: signIn,
    }
  );
}

/** What people call a sign-in: the name of the session, or the host of the start URL. */
export function sessionLabel({ name, startUrl }: Pick<SsoSession, 'name' | 'startUrl'>): string {
  return name ?? /^https?:\/\/([^/]+)/u.exec(startUrl)?.[1] ?? startUrl;
}

/** What an assignment names a sign-in by. */
export function signInKey({ name, startUrl }: SsoSession): string {
  return name ?? startUrl;
}

function readSession(
  profile: Profile,
  holder: Profile,
  name: string | undefined,
  environment: Environment,
): SsoSession | Failure {
  const [startUrl, region] = ['sso_start_url', 'sso_region'].map((key) => valueOf(holder, key));
  if (!startUrl) return incomplete(profile, 'sso_start_url');
  if (!region) return incomplete(profile, 'sso_region');
  const invalid = ['sso_start_url', 'sso_region'].find((key) => !accepts(holder, key));
  if (invalid) return invalidValue(profile, invalid, valueOf(holder, invalid));
  return {
    name,
    startUrl,
    region,
    scopes: scopesOf(name === undefined ? undefined : valueOf(holder, 'sso_registration_scopes')),
    oidcUrl: environment['AWS_ENDPOINT_URL_SSO_OIDC'] || environment['AWS_ENDPOINT_URL'] || undefined,
    portalUrl: environment['AWS_ENDPOINT_URL_SSO'] || environment['AWS_ENDPOINT_URL'] || undefined,
    caBundle: caBundleOf([profile], environment),
  };
}

/** What the CLI asks for where nothing is said: without it there is no refresh token. */
const defaultScopes = ['sso:account:access'];

function scopesOf(text: string | undefined): readonly string[] {
  const scopes = (text ?? '').split(',').map((scope) => scope.trim());
  const named = scopes.filter((scope) => scope !== '');
  return named.length > 0 ? named : defaultScopes;
}

function accepts(holder: Profile, key: string): boolean {
  return acceptsValue(key, valueOf(holder, key) ?? '');
}

function incomplete(profile: Profile, missing: string): Failure {
  return { code: 'ssoIncomplete', profile: profile.name, missing };
}

function invalidValue(profile: Profile, key: string, value = ''): Failure {
  return { code: 'invalidValue', profile: profile.name, key, value };
}
