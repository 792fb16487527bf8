import type { StrayReason } from '../base/failure.ts';
import { readLines } from '../config/lines.ts';
import { configKey } from './keys.ts';
import { isAboutCredentials, meaningOf, meantKey } from './meantKeys.ts';
import { mistitledSections, sectionless } from './meantTitles.ts';
import type { FileLocation, Profile, ProfileSet, Value } from './profiles.ts';

/** A key that speaks of credentials but does not lead to any by itself. */
export interface StrayKey {
  /** As written, apart from case. */
  readonly key: string;
  readonly why: StrayReason;
  /** The key, or the title, that the user may have meant. */
  readonly meant: string | undefined;
  /** For `nested`: the key that it is indented below. */
  readonly above: string | undefined;
  readonly location: FileLocation;
}

/** All that speaks of credentials in and about a profile, in the order of the reasons below. */
export function strayKeys(profiles: ProfileSet, profile: Profile): readonly StrayKey[] {
  const { documents } = profiles;
  const elsewhere = documents
    ? [...ofLines(documents, profile), ...ofTitles(profiles, documents, profile)]
    : [];
  return [...strayValues(profile), ...elsewhere].toSorted(
    (a, b) => reasons.indexOf(a.why) - reasons.indexOf(b.why),
  );
}

/** Those among the values of a profile. */
export function strayValues({ values }: Profile): readonly StrayKey[] {
  return [...values].flatMap(([key, value]) => strays(key, value));
}

type Documents = NonNullable<ProfileSet['documents']>;

/** In lines that are no `key = value`. */
function ofLines(documents: Documents, { locations }: Profile): readonly StrayKey[] {
  return locations.flatMap(({ file, start, end }) => {
    const { text } = documents[file];
    return [...readLines(text, start, end, true)].flatMap((line): readonly StrayKey[] => {
      if (line.kind !== 'unreadable') return [];
      const [first = '', second = ''] = text.slice(line.start, line.end).trim().toLowerCase().split(/\s+/u);
      const key = meantKey(first) ? first : `${first} ${second}`;
      const meant = meantKey(key);
      const location = { file, start: line.start, end: line.end };
      return meant ? [{ key, why: 'noSeparator', meant, above: undefined, location }] : [];
    });
  });
}

/** In sections that are meant as this profile, whose titles take the place of the keys, and above all sections. */
function ofTitles(profiles: ProfileSet, documents: Documents, { name }: Profile): readonly StrayKey[] {
  return (['config', 'credentials'] as const).flatMap((file) => [
    ...mistitledSections(profiles, file, documents[file], name).map(
      ({ written, meant, ...span }): StrayKey => ({
        key: written,
        why: 'title',
        meant,
        above: undefined,
        location: { file, ...span },
      }),
    ),
    // The CLI cannot read such a file for any profile.
    ...sectionless(documents[file]).map(({ key, ...span }): StrayKey => ({
      key,
      why: 'noSection',
      meant: `[${file === 'config' && name !== 'default' ? 'profile ' : ''}${name}]`,
      above: undefined,
      location: { file, ...span },
    })),
  ]);
}

const reasons: readonly StrayReason[] = [
  'misspelled',
  'comment',
  'nested',
  'noSeparator',
  'title',
  'noSection',
  'empty',
  'unknown',
  'alone',
];

function strays(key: string, value: Value): readonly StrayKey[] {
  const location = { file: value.file, start: value.start, end: value.end };
  const nested = [...value.nested.keys()].flatMap((written): readonly StrayKey[] => {
    const meant = meantKey(written.toLowerCase());
    return meant ? [{ key: written.toLowerCase(), why: 'nested', meant, above: key, location }] : [];
  });
  const own = ownReason(key, value);
  return own ? [{ ...own, above: undefined, location }, ...nested] : nested;
}

function ownReason(key: string, { text }: Value): Pick<StrayKey, 'key' | 'why' | 'meant'> | undefined {
  if (isAboutCredentials(key)) return { key, why: text === '' ? 'empty' : 'alone', meant: undefined };
  if (configKey(key)) return undefined;
  const [, commented = ''] = otherComment.exec(key) ?? [];
  const inComment = meantKey(commented.split(/\s+/u)[0] ?? '');
  if (inComment !== undefined) return { key, why: 'comment', meant: inComment };
  const meaning = meaningOf(key);
  if (meaning?.by === 'spelling') return { key, why: 'misspelled', meant: meaning.meant };
  const variable = shellVariable(key, text);
  if (variable) return variable;
  // What follows a space may be a secret: the separator of the value is missing, and another one is in the value.
  const [first = ''] = key.split(/\s+/u);
  if (isAboutCredentials(first)) return { key: first, why: 'noSeparator', meant: first };
  if (meaning) return { key: first, why: 'unknown', meant: meaning.meant };
  return isCredential(text) && ordinaryKey.test(key) ? { key, why: 'unknown', meant: undefined } : undefined;
}

/** What begins a comment in other languages. */
const otherComment = /^(?:\/\/+|\/\*|--+|<!--|rem\s|[!%*'])\s*(.*)$/su;

/** Whatever the key is, a profile with such a value speaks of credentials. */
function isCredential(text: string): boolean {
  const value = text.replace(/^["']|["']$/gu, '');
  return keyOrArn.test(value) || isSecretKey(value) || credentialProgram.test(value);
}

/** An access key ID, or the ARN of a role or a device. */
const keyOrArn = /^(?:A[KS]IA[A-Z0-9]{16}|arn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:role|assumed-role|mfa)\/)/u;

/** 40 random characters; a commit has only digits and letters up to `f`, and a path or name few capitals and digits. */
function isSecretKey(text: string): boolean {
  return (
    /^[A-Za-z0-9/+]{40}$/u.test(text) && [/[a-z]/u, /[A-Z]/u, /\d|[/+]/u].every((form) => form.test(text))
  );
}

/** A command of a tool that prints credentials. */
const credentialProgram =
  /^\S*(?:aws-vault|aws-okta|saml2aws|aws_signing_helper|aws-sso(?:-util)?|gimme-aws-creds|aws-azure-login|onelogin-aws-login|okta-aws-cli|aws-oidc|credential-process)(?:\.exe)?(?:\s|$)/u;
/** Longer or stranger ones may be secrets. */
const ordinaryKey = /^[\w.-]{1,20}$/u;

/** The variable that a line would set in a shell: `export NAME`, `declare -x NAME`, `$env:NAME`. */
function shellVariable(key: string, text: string): Pick<StrayKey, 'key' | 'why' | 'meant'> | undefined {
  const [start] = shellStart.exec(key) ?? [];
  if (start === undefined) return undefined;
  const rest = start === '$env' ? text : key.slice(start.length);
  const [name = ''] = rest.toLowerCase().split(/[\s=]/u);
  const shown = `${start === '$env' ? '$env:' : start}${name}`;
  const meant = meantKey(name);
  if (meant) return { key: shown, why: 'misspelled', meant };
  const meaning = meaningOf(name);
  return meaning && { key: shown, why: 'unknown', meant: meaning.meant };
}

const shellStart = /^(?:(?:export|set|setx|setenv|env|declare|typeset)(?:\s+-\w+)*\s+|\$env$)/u;
