import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { withoutNamedSecrets } from '../base/secretText.ts';
import { acceptsValue, keys } from '../profiles/keys.ts';
import { valueTrouble } from '../profiles/meant/valueTrouble.ts';
import { noProfiles, type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { nearestName } from '../profiles/spelling.ts';
import { isLegacySso } from './adHocProfile.ts';
import type { IdentityCenterStep, SsoSession } from './plan.ts';
import { caBundleOf, endpointOf, variantsOf } from './endpoints/stsEndpoint.ts';

/**
 * The assignment of a profile: a permission set in an account, with an `[sso-session]` or with legacy keys in the
 * profile itself (AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider").
 */
export function identityCenterSource(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
): IdentityCenterStep | Failure {
  const name = valueOf(profile, keys.ssoSession);
  const holder = name === undefined ? profile : profiles.ssoSessions.get(name);
  if (!holder) {
    const near = nearestName(name ?? '', profiles.ssoSessions);
    const facts = { code: 'missingSsoSession', profile: profile.name, session: name ?? '' } as const;
    return near === undefined ? facts : { ...facts, near };
  }
  const session = readSession(profile, holder, name, environment);
  if ('code' in session) return session;
  const [accountId, roleName] = [keys.ssoAccountId, keys.ssoRoleName].map(
    (key) => valueOf(profile, key) ?? valueOf(holder, key),
  );
  if (!accountId) return incomplete(profile, keys.ssoAccountId);
  if (!roleName) return incomplete(profile, keys.ssoRoleName);
  const used = [
    [keys.ssoAccountId, accountId],
    [keys.ssoRoleName, roleName],
    [keys.ssoRegion, valueOf(profile, keys.ssoRegion) ?? session.region],
  ] as const;
  for (const [key, value] of used) {
    const facts = { code: 'invalidValue', profile: profile.name, key } as const;
    // The CLI merges the session into the profile and rejects a contradiction (`_resolve_sso_session_reference`).
    if ((valueOf(holder, key) ?? value) !== value) return { ...facts, why: 'session' };
    if (!acceptsValue(key, value)) return { ...facts, ...valueTrouble(value) };
  }
  return { kind: 'identityCenter', profile: profile.name, session, accountId, roleName };
}

/**
 * All sign-ins in the files, by the key that assignments use (`signInKey`): each `[sso-session]`, and each start URL of
 * legacy profiles.
 */
export function signInsOf(
  { profiles, ssoSessions }: ProfileSet,
  environment: Environment,
): ReadonlyMap<string, SsoSession | Failure> {
  const signIns = new Map<string, SsoSession | Failure>();
  for (const [name, session] of ssoSessions)
    signIns.set(name, readSession(session, session, name, environment));
  for (const profile of profiles.values()) {
    const startUrl = isLegacySso(profile) ? (valueOf(profile, keys.ssoStartUrl) ?? '') : '';
    if (startUrl !== '' && !signIns.has(startUrl))
      signIns.set(startUrl, readSession(profile, profile, undefined, environment));
  }
  return signIns;
}

/** The sign-in with this key (`signInKey`), or the failure that prevents its use. */
export function signInNamed(
  profiles: ProfileSet,
  signIn: string,
  environment: Environment,
): SsoSession | Failure {
  const missing: Failure = { code: 'missingSsoSession', profile: signIn, session: signIn };
  return signInsOf(profiles, environment).get(signIn) ?? publicFacts(missing);
}

/** A sign-in that is not in the files yet. */
export function newSignIn(
  name: string,
  startUrl: string,
  region: string,
  environment: Environment,
): SsoSession {
  return { name, startUrl, region, scopes: defaultScopes, ...settingsOf(noProfiles, undefined, environment) };
}

/** The display name of a sign-in: the name of the session, or the host of the start URL. */
export function sessionLabel({ name, startUrl }: Pick<SsoSession, 'name' | 'startUrl'>): string {
  if (name !== undefined) return withoutNamedSecrets(name, '=');
  return withoutNamedSecrets(/^https?:\/\/(?:[^/]*@)?([^/]+)/u.exec(startUrl)?.[1] ?? startUrl);
}

/** The same for a sign-in that cannot be used. A key that is no start URL may be a secret: its profile is named. */
export function brokenSignInLabel(key: string, failure: Failure): string {
  const isShown = acceptsValue(keys.ssoStartUrl, key) || !('profile' in failure);
  return sessionLabel({ name: undefined, startUrl: isShown ? key : failure.profile });
}

/** The key by which assignments reference a sign-in. */
export function signInKey({ name, startUrl }: Pick<SsoSession, 'name' | 'startUrl'>): string {
  return name ?? startUrl;
}

function readSession(
  profile: Profile,
  holder: Profile,
  name: string | undefined,
  environment: Environment,
): SsoSession | Failure {
  const [startUrl, region] = [keys.ssoStartUrl, keys.ssoRegion].map((key) => valueOf(holder, key));
  if (!startUrl) return incomplete(profile, keys.ssoStartUrl);
  if (!region) return incomplete(profile, keys.ssoRegion);
  const invalid = [keys.ssoStartUrl, keys.ssoRegion].find((key) => !accepts(holder, key));
  if (invalid)
    return publicFacts({
      code: 'invalidValue',
      profile: profile.name,
      key: invalid,
      ...valueTrouble(valueOf(holder, invalid)),
    });
  return {
    name,
    startUrl,
    region,
    scopes: scopesOf(name === undefined ? undefined : valueOf(holder, keys.ssoRegistrationScopes)),
    ...settingsOf(noProfiles, profile, environment),
  };
}

type Settings = Pick<SsoSession, 'oidcUrl' | 'portalUrl' | 'fips' | 'dualstack' | 'caBundle'>;

/**
 * The sign-in, with the settings of the chosen profile for calls to AWS. As in the CLI, these include its endpoints
 * (botocore `credentials.py`, SSOProvider: `client_creator=self._session.create_client`).
 */
export function withSettings(
  session: SsoSession,
  profiles: ProfileSet,
  chosen: Profile | undefined,
  environment: Environment,
): SsoSession {
  return { ...session, ...settingsOf(profiles, chosen, environment) };
}

function settingsOf(profiles: ProfileSet, profile: Profile | undefined, environment: Environment): Settings {
  return {
    oidcUrl: endpointOf(profiles, profile, 'sso_oidc', environment),
    portalUrl: endpointOf(profiles, profile, 'sso', environment),
    ...variantsOf(profile, environment),
    caBundle: caBundleOf(profile, environment),
  };
}

/** The CLI's default. Without this scope, AWS issues no refresh token. */
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
  return publicFacts({ code: 'ssoIncomplete', profile: profile.name, missing });
}
