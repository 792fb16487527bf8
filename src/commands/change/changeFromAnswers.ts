import type { ProfileChange } from '../../profiles/changes.ts';
import { keys, keysWhere } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { CopiedCredentials } from '../../profiles/copied/recognizeCredentials.ts';
import { ours } from '../../profiles/ownMarks.ts';
import { hasOurMark } from '../../profiles/writtenSession.ts';
import type { Answers } from '../questions.ts';
import { spelledTime } from './spelledTime.ts';
import { nameOfStartUrl } from './startUrl.ts';

/** Converts the answers about a profile to a change. No function here has side effects. */

type Change<Kind> = Extract<ProfileChange, { readonly kind: Kind }>;
type Parts = Omit<Change<'add'>, 'kind' | 'name'>;
type Values = readonly (readonly [key: string, value: string])[];

/** The answer for no region. It is not empty, because an empty answer means that the user has not answered yet. */
export const noRegion = ' ';

/** The answer for no MFA device. */
export const noDevice = ' ';

/**
 * The prefix of an answer that is a value of `credential_source`. The name of a profile cannot contain this character.
 */
export const sourceMark = '\n';

/** The answers for what is not in the files yet, or is not listed. No name can contain this character. */
export const newKeys = '\t';
export const newSignIn = '\t';
export const otherRole = '\t';

/** The new profile from the answers, with its sign-in if that is new. */
export function addedProfile(profiles: ProfileSet, answers: Answers): Change<'add'> {
  const { name = '', kind = '' } = answers;
  const { config, ...others } = partsOf[kind]!(answers, profiles);
  return { kind: 'add', name, config: [...config, ...regionOf(answers)], ...others };
}

/** By the kind of profile. */
const partsOf: Readonly<Record<string, (answers: Answers, profiles: ProfileSet) => Parts>> = {
  role: (soFar) => ({ config: roleValues(soFar), credentials: [], ...newSource(soFar) }),
  identityCenter: (soFar, profiles) => ({
    config: permissionSet(soFar, profiles),
    credentials: [],
    ...newSsoSession(soFar, profiles),
  }),
  keys: (soFar) => ({ config: device(soFar), credentials: keyValues(soFar) }),
  process: (soFar) => ({ config: [[keys.credentialProcess, soFar['process'] ?? '']], credentials: [] }),
};

function roleValues(answers: Answers): Values {
  const { roleArn = '', source = '', sourceName = '', externalId } = answers;
  return [
    [keys.roleArn, roleArn],
    source.startsWith(sourceMark)
      ? [keys.credentialSource, source.slice(sourceMark.length)]
      : [keys.sourceProfile, source === newKeys ? sourceName : source],
    ...device(answers),
    ...optional(keys.externalId, externalId),
  ];
}

/** The profile with the new keys. One MFA session serves it and the role, so both have the device. */
function newSource(answers: Answers): Pick<Parts, 'source'> {
  const { source, sourceName = '' } = answers;
  if (source !== newKeys) return {};
  const config = [...device(answers), ...regionOf(answers)];
  return { source: { name: sourceName, config, credentials: keyValues(answers) } };
}

function device({ mfaSerial }: Answers): Values {
  return optional(keys.mfaSerial, mfaSerial === noDevice ? undefined : mfaSerial);
}

function permissionSet(answers: Answers, profiles: ProfileSet): Values {
  const { accountId, roleName } = roleOf(answers);
  return [
    [keys.ssoSession, signInOf(answers, profiles).name],
    [keys.ssoAccountId, accountId],
    [keys.ssoRoleName, roleName],
  ];
}

/** The chosen role of a sign-in, or the one that the user typed. */
export function roleOf({ assignment, accountId = '', roleName = '' }: Answers): {
  readonly accountId: string;
  readonly roleName: string;
} {
  if (assignment === undefined || assignment === otherRole) return { accountId, roleName };
  const slash = assignment.indexOf('/');
  return { accountId: assignment.slice(0, slash), roleName: assignment.slice(slash + 1) };
}

/** The chosen sign-in, or one for the new start URL. A start URL that a sign-in already has leads to that one. */
export function signInOf(
  { ssoSession = newSignIn, startUrl = '' }: Answers,
  { ssoSessions }: ProfileSet,
): { readonly name: string; readonly isNew: boolean } {
  if (ssoSession !== newSignIn) return { name: ssoSession, isNew: false };
  const same = [...ssoSessions.values()].find((each) => valueOf(each, keys.ssoStartUrl) === startUrl);
  if (same) return { name: same.name, isNew: false };
  return { name: freeName(nameOfStartUrl(startUrl), ssoSessions), isNew: true };
}

/** An existing sign-in stays unchanged. */
function newSsoSession(answers: Answers, profiles: ProfileSet): Pick<Parts, 'ssoSession'> {
  const { name, isNew } = signInOf(answers, profiles);
  return isNew ? { ssoSession: { name, values: ssoSessionValues(answers) } } : {};
}

/** The name, with a number if it is taken. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    if (!taken.has(free)) return free;
  }
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
