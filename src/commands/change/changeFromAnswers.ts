import type { ProfileChange } from '../../profiles/changes.ts';
import { keys, keysWhere } from '../../profiles/keys.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { CopiedCredentials } from '../../profiles/recognizeCredentials.ts';
import { hasOurMark, ours } from '../../profiles/writtenSession.ts';
import type { Answers } from '../wizard.ts';
import { spelledTime } from './spelledTime.ts';

/** Converts the answers about a profile to a change. No function here has side effects. */

type Change<Kind> = Extract<ProfileChange, { readonly kind: Kind }>;
type Parts = Omit<Change<'add'>, 'kind' | 'name'>;
type Values = readonly (readonly [key: string, value: string])[];

/** The answer for no region. It is not empty, because an empty answer means that the user has not answered yet. */
export const noRegion = ' ';

/**
 * The prefix of an answer that is a value of `credential_source`. The name of a profile cannot contain this character.
 */
export const sourceMark = '\n';

/** The new profile from the answers, with its sign-in if that is new. */
export function addedProfile(profiles: ProfileSet, answers: Answers): Change<'add'> {
  const { name = '', kind = '' } = answers;
  const { config, ...others } = partsOf[kind]!(answers, profiles);
  return { kind: 'add', name, config: [...config, ...regionOf(answers)], ...others };
}

/** By the kind of profile. */
const partsOf: Readonly<Record<string, (answers: Answers, profiles: ProfileSet) => Parts>> = {
  role: (soFar) => ({ config: roleValues(soFar), credentials: [] }),
  identityCenter: (soFar, profiles) => ({
    config: permissionSet(soFar),
    credentials: [],
    ...newSsoSession(soFar, profiles),
  }),
  keys: (soFar) => ({ config: optional(keys.mfaSerial, soFar['mfaSerial']), credentials: keyValues(soFar) }),
  process: (soFar) => ({ config: [[keys.credentialProcess, soFar['process'] ?? '']], credentials: [] }),
};

function roleValues({ roleArn = '', source = '', mfaSerial, externalId }: Answers): Values {
  return [
    [keys.roleArn, roleArn],
    source.startsWith(sourceMark)
      ? [keys.credentialSource, source.slice(sourceMark.length)]
      : [keys.sourceProfile, source],
    ...optional(keys.mfaSerial, mfaSerial),
    ...optional(keys.externalId, externalId),
  ];
}

function permissionSet({ ssoSession = '', accountId = '', roleName = '' }: Answers): Values {
  return [
    [keys.ssoSession, ssoSession],
    [keys.ssoAccountId, accountId],
    [keys.ssoRoleName, roleName],
  ];
}

/** An existing sign-in stays unchanged. */
function newSsoSession(answers: Answers, { ssoSessions }: ProfileSet): Pick<Parts, 'ssoSession'> {
  const { ssoSession = '' } = answers;
  if (ssoSessions.has(ssoSession)) return {};
  return { ssoSession: { name: ssoSession, values: ssoSessionValues(answers) } };
}

/** The keys of an `[sso-session]`. */
export function ssoSessionValues({ startUrl = '', ssoRegion = '' }: Answers): Values {
  return [
    [keys.ssoStartUrl, startUrl],
    [keys.ssoRegion, ssoRegion],
    // This scope allows listing accounts and getting credentials, and gives the session a refresh token.
    [keys.ssoRegistrationScopes, 'sso:account:access'],
  ];
}

function keyValues({ accessKeyId = '', secretAccessKey = '' }: Answers): Values {
  return [
    [keys.awsAccessKeyId, accessKeyId],
    [keys.awsSecretAccessKey, secretAccessKey],
  ];
}

/** Saves copied credentials in a new profile, or replaces those of an existing profile. */
export function copiedProfile(
  { profiles }: ProfileSet,
  { accessKeyId, secretAccessKey, sessionToken, expires }: CopiedCredentials,
  answers: Answers,
): ProfileChange {
  const { name = '' } = answers;
  const accessKey = keyValues({ accessKeyId, secretAccessKey });
  const expiration = optional(keys.xSecurityTokenExpires, timeOf(expires));
  const config = regionOf(answers);
  const existing = profiles.get(name);
  if (!existing) {
    const token = optional(keys.awsSessionToken, sessionToken);
    return { kind: 'add', name, config, credentials: [...accessKey, ...token, ...expiration] };
  }
  // Tools read the older key first, and would use it instead of the new token.
  const tokens = [
    [keys.awsSessionToken, sessionToken],
    [keys.awsSecurityToken, undefined],
  ] as const;
  // What another tool, or Rolecall, has left is not about the new keys.
  const written = new Map(expiration);
  const left = [...keysWhere(({ expiresKeys }) => expiresKeys), ...(hasOurMark(existing) ? ourMarks : [])];
  const times = left
    .filter((key) => written.has(key) || existing.values.has(key))
    .map((key) => [key, written.get(key)] as const);
  return { kind: 'set', name, values: [...accessKey, ...tokens, ...times, ...config] };
}

const ourMarks = ['manager', ours.target];

/** The time in ISO 8601, in UTC if it has no time zone; seconds and milliseconds since the epoch as they are. */
function timeOf(text = ''): string | undefined {
  if (/^\d{10}(?:\d{3})?$/u.test(text)) return text;
  const spelled = spelledTime(text);
  if (spelled !== undefined) return spelled;
  const [, date, time, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T ]([\d:.]{5,18}) ?(Z|UTC|[+-][\d:]{2,5})?$/u.exec(text) ?? [];
  return date === undefined ? undefined : `${date}T${time}${zone === 'UTC' ? 'Z' : zone}`;
}

/** Sets or removes the region of a profile. */
export function otherRegion(name: string, { region }: Answers): Change<'set'> {
  return { kind: 'set', name, values: [['region', region === noRegion ? undefined : region]] };
}

/** The suggested name for a copy of a profile. */
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
