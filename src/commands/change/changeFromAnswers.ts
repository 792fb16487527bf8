import type { ProfileChange } from '../../profiles/changes.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { CopiedCredentials } from '../../profiles/recognizeCredentials.ts';
import type { Answers } from '../wizard.ts';

/** What the answers to the questions about a profile become: values, made of values. */

type Change<Kind> = Extract<ProfileChange, { readonly kind: Kind }>;
type Parts = Omit<Change<'add'>, 'kind' | 'name'>;
type Values = readonly (readonly [key: string, value: string])[];

/** The answer that there is to be no region. Not the empty one: that stands for none yet. */
export const noRegion = ' ';

/** Begins the answer that is a value of `credential_source` and not the name of a profile, which has no such character. */
export const sourceMark = '\n';

/** The new profile that is asked for; a sign-in that is not there yet is added with it. */
export function addedProfile(profiles: ProfileSet, answers: Answers): Change<'add'> {
  const { name = '', kind = '' } = answers;
  const { config, ...others } = partsOf[kind]!(answers, profiles);
  return { kind: 'add', name, config: [...config, ...regionOf(answers)], ...others };
}

/** By the kinds of profile that can be added. */
const partsOf: Readonly<Record<string, (answers: Answers, profiles: ProfileSet) => Parts>> = {
  role: (soFar) => ({ config: roleValues(soFar), credentials: [] }),
  identityCenter: (soFar, profiles) => ({
    config: permissionSet(soFar),
    credentials: [],
    ...newSsoSession(soFar, profiles),
  }),
  keys: (soFar) => ({ config: optional('mfa_serial', soFar['mfaSerial']), credentials: keyValues(soFar) }),
  process: (soFar) => ({ config: [['credential_process', soFar['process'] ?? '']], credentials: [] }),
};

function roleValues({ roleArn = '', source = '', mfaSerial, externalId }: Answers): Values {
  return [
    ['role_arn', roleArn],
    source.startsWith(sourceMark)
      ? ['credential_source', source.slice(sourceMark.length)]
      : ['source_profile', source],
    ...optional('mfa_serial', mfaSerial),
    ...optional('external_id', externalId),
  ];
}

function permissionSet({ ssoSession = '', accountId = '', roleName = '' }: Answers): Values {
  return [
    ['sso_session', ssoSession],
    ['sso_account_id', accountId],
    ['sso_role_name', roleName],
  ];
}

/** One that is there is left as it is. */
function newSsoSession(answers: Answers, { ssoSessions }: ProfileSet): Pick<Parts, 'ssoSession'> {
  const { ssoSession = '' } = answers;
  if (ssoSessions.has(ssoSession)) return {};
  return { ssoSession: { name: ssoSession, values: ssoSessionValues(answers) } };
}

/** The keys of a place to sign in at. */
export function ssoSessionValues({ startUrl = '', ssoRegion = '' }: Answers): Values {
  return [
    ['sso_start_url', startUrl],
    ['sso_region', ssoRegion],
    // What lists accounts and hands out credentials, and what gives the session a refresh token.
    ['sso_registration_scopes', 'sso:account:access'],
  ];
}

function keyValues({ accessKeyId = '', secretAccessKey = '' }: Answers): Values {
  return [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', secretAccessKey],
  ];
}

/** Copied credentials in a new profile, or in the place of those that a profile has. */
export function copiedProfile(
  { profiles }: ProfileSet,
  { accessKeyId, secretAccessKey, sessionToken }: CopiedCredentials,
  answers: Answers,
): ProfileChange {
  const { name = '' } = answers;
  const keys = keyValues({ accessKeyId, secretAccessKey });
  const config = regionOf(answers);
  if (!profiles.has(name))
    return {
      kind: 'add',
      name,
      config,
      credentials: [...keys, ...optional('aws_session_token', sessionToken)],
    };
  // The older name would be read first and win over the new token.
  const tokens = [
    ['aws_session_token', sessionToken],
    ['aws_security_token', undefined],
  ] as const;
  return { kind: 'set', name, values: [...keys, ...tokens, ...config] };
}

/** Another region for a profile, or none. */
export function otherRegion(name: string, { region }: Answers): Change<'set'> {
  return { kind: 'set', name, values: [['region', region === noRegion ? undefined : region]] };
}

/** The name that a copy of a profile has unless the person chooses another. */
export function nameOfCopy(name: string, { profiles }: ProfileSet): string {
  for (let i = 1; ; i++) {
    const free = i === 1 ? `${name}-copy` : `${name}-copy-${i}`;
    if (!profiles.has(free)) return free;
  }
}

function regionOf({ region }: Answers): Values {
  return region === noRegion ? [] : optional('region', region);
}

function optional(key: string, value: string | undefined): Values {
  return value ? [[key, value]] : [];
}
