import { configKey, type KeyName, keysWhere } from './keys.ts';
import { spellingDistance } from './spelling.ts';

/** What a key means that no tool reads. */
export interface Meaning {
  /** The key that leads to credentials and that the user may have meant. */
  readonly meant: KeyName | undefined;
  /** `spelling`: a few letters differ. `words`: only words are the same, or the word is about credentials. */
  readonly by: 'spelling' | 'words';
}

/** Whether a key, in lower case, is about credentials: some tool finds them by it, or it is left over from them. */
export function isAboutCredentials(key: string): boolean {
  const known = configKey(key);
  return known?.leadsToCredentials === true || known?.expiresKeys === true;
}

/** The key about credentials with this spelling, in lower case, or with a few letters changed. */
export function meantKey(key: string): string | undefined {
  if (isAboutCredentials(key)) return key;
  const meaning = configKey(key) ? undefined : meaningOf(key);
  return meaning?.by === 'spelling' ? meaning.meant : undefined;
}

/**
 * The meaning of a key, in lower case, that is not in the table of keys. Undefined if it has nothing to do with
 * credentials.
 */
export function meaningOf(key: string): Meaning | undefined {
  if (known.size > maxKnown) known.clear();
  const meaning = known.has(key) ? known.get(key) : findMeaning(key);
  known.set(key, meaning);
  return meaning;
}

/** Thousands of profiles have few distinct keys. */
const known = new Map<string, Meaning | undefined>();
const maxKnown = 1000;

function findMeaning(key: string): Meaning | undefined {
  const letters = lettersOf(key);
  const [nearest] = spellings
    // One word of several is no misspelling: `external`.
    .filter((right) => !right.key.split('_').includes(key) || right.key === key)
    .map((right) => ({ right, distance: distanceTo(right, letters) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance || Number(b.right.leads) - Number(a.right.leads));
  if (nearest) return nearest.right.leads ? { meant: nearest.right.key, by: 'spelling' } : undefined;
  const words = wordsOf(key);
  const isMeant = words.some(isTelling) || /private_?key/u.test(plain(key));
  return isMeant ? { meant: nearestByWords(words), by: 'words' } : undefined;
}

/** Case and separators do not count: `Source-Profile`, `sourceProfile`. Nor does the prefix `aws`. */
function lettersOf(key: string): readonly string[] {
  const letters = plain(key).replaceAll(/[^a-z0-9]/gu, '');
  return letters.startsWith('aws') && letters.length > 5 ? [letters, letters.slice(3)] : [letters];
}

/** Without full-width letters and the like. */
function plain(key: string): string {
  return key.normalize('NFKC').toLowerCase();
}

interface Spelling {
  readonly key: KeyName;
  /** To credentials. */
  readonly leads: boolean;
  readonly letters: readonly string[];
}

const spellings: readonly Spelling[] = [false, true].flatMap((leads) =>
  keysWhere(
    ({ leadsToCredentials = false, expiresKeys }) => leadsToCredentials === leads && !expiresKeys,
  ).map((key) => ({ key, leads, letters: lettersOf(key) })),
);

/** How many letters are wrong; infinite if they are too many for a misspelling. */
function distanceTo({ letters: forms }: Spelling, letters: readonly string[]): number {
  const distances = forms.flatMap((form) =>
    letters.map((written) => {
      const allowed = mostMistakes(written.length, form.length);
      if (Math.abs(written.length - form.length) > allowed) return Infinity;
      const mistakes = spellingDistance(written, form);
      return mistakes <= allowed ? mistakes : Infinity;
    }),
  );
  return Math.min(...distances);
}

const most = 3;

function mostMistakes(written: number, right: number): number {
  const longer = Math.max(written, right);
  if (longer <= 4) return 0;
  // With two letters added, `learn` would be `role_arn`.
  if (written <= 6) return 1;
  return longer <= 12 ? 2 : most;
}

function wordsOf(key: string): readonly string[] {
  const words = plain(key).split(/[^a-z0-9]+/u);
  return words
    .map((word) => word.replace(/^aws/u, '').replace(/(?<!s)s$/u, ''))
    .filter((word) => word !== '')
    .map((word) => tellingWords.find((telling) => tells(word, telling)) ?? word);
}

/** Camel case is lost when a key is read, so `mfadevice` and `iamrole` are single words. */
function tells(word: string, telling: string): boolean {
  if (word === telling) return true;
  if (ordinaryParts.includes(telling)) return false;
  return word.startsWith(telling) || (telling.length > 3 && word.endsWith(telling));
}

/** Many words that have nothing to do with credentials contain these. */
const ordinaryParts: readonly string[] = [
  'adf',
  'arn',
  'auth',
  'duo',
  'extend',
  'otp',
  'parent',
  'process',
  'signin',
  'source',
  'start',
];

function isTelling(word: string): boolean {
  // Not `learn` or `warn`.
  return tellingWords.includes(word) || /(?<!le|w)arn$/u.test(word);
}

/** The key of AWS's tools with the largest share of common words. */
function nearestByWords(words: readonly string[]): KeyName | undefined {
  if (words.some((word) => word.startsWith('expir'))) return undefined;
  const rated = keysWhere((key) => key.leadsToCredentials && !key.onlyReadBy).map((key) => {
    const own = wordsOf(key);
    const common = own.filter((word) => words.some((each) => isSameWord(each, word)));
    const all = new Set(own).size + new Set(words).size - common.length;
    return { key, share: common.some(isTelling) ? common.length / all : 0 };
  });
  const written = words.join('_');
  const isPart = (key: string): number =>
    Number(words.length > 1 && wordsOf(key).join('_').endsWith(written));
  const isFirst = (key: string): number => Number(wordsOf(key)[0] === words[0]);
  const [best] = rated.toSorted(
    (a, b) => b.share - a.share || isPart(b.key) - isPart(a.key) || isFirst(b.key) - isFirst(a.key),
  );
  return best && best.share >= 1 / 3 ? best.key : undefined;
}

/** One letter of a long word may be wrong. */
function isSameWord(written: string, right: string): boolean {
  return written === right || (right.length >= 5 && spellingDistance(written, right) <= 1);
}

/** Words of keys about credentials, in the singular: of AWS's tools, and of tools that get credentials for them. */
const tellingWords: readonly string[] = [
  'adf',
  'arn',
  'assume',
  'assumed',
  'auth',
  'authentication',
  'authenticator',
  'azure',
  'certificate',
  'cred',
  'credential',
  'duo',
  'expiration',
  'expire',
  'extend',
  'federated',
  'federation',
  'google',
  'identity',
  'idp',
  'inherit',
  'keychain',
  'keyring',
  'login',
  'mfa',
  'oidc',
  'okta',
  'onelogin',
  'otp',
  'parent',
  'passwd',
  'password',
  'permission',
  'principal',
  'process',
  'profile',
  'role',
  'saml',
  'secret',
  'session',
  'signin',
  'source',
  'sso',
  'start',
  'token',
  'totp',
  'username',
  'vault',
];
