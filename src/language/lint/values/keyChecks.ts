import type { Entry } from '../../../config/syntax.ts';
import { configKey, keys, keysWhere } from '../../../profiles/keys.ts';
import { keyFacts } from '../../../profiles/keys/knownKeys.ts';
import { meaningOf } from '../../../profiles/meantKeys.ts';
import { nearestSpelling } from '../../../profiles/spelling.ts';
import { isServiceId, meantServiceId } from '../../serviceIds.ts';
import { ownerOf } from '../../toolKeys.ts';
import { type CheckedSection, keySpan, type LocalFinding, type LocalFix } from './localFinding.ts';

/** What is wrong with a key of a profile or sign-in, apart from its value. */
export function keyFinding(section: CheckedSection, { line, nested }: Entry): LocalFinding | undefined {
  const key = line.key.toLowerCase();
  const span = keySpan(line);
  const row = configKey(key);
  if (!row) {
    const isBlock = nested.length > 0 && (isServiceId(key) || meantServiceId(key) !== undefined);
    return isBlock || ownerOf(key) !== undefined ? undefined : unknownKey(section, key, span);
  }
  if (!row.sections.some((each) => each === section.kind)) {
    if (row.sections.length === 0) return { code: 'keyOfBlock', span, args: [key, keys.s3] };
    return { code: 'otherSection', span, args: [key, row.sections[0]!] };
  }
  if (key !== line.key) return { code: 'keyCase', span, args: [line.key, key], fix: rename(span, key) };
  if (key === keys.awsSecurityToken)
    return {
      code: 'oldKey',
      span,
      args: [key, keys.awsSessionToken],
      ...fixTo(section, span, keys.awsSessionToken),
    };
  return settingInCredentials(section, key, { line, nested });
}

/** `aws configure set` writes such keys to the config file, where they then do not count. */
function settingInCredentials(
  { role, kind }: CheckedSection,
  key: string,
  { line, nested }: Pick<Entry, 'line' | 'nested'>,
): LocalFinding | undefined {
  const row = configKey(key);
  const isSetting = !row?.leadsToCredentials && !row?.expiresKeys && keyFacts(key) !== undefined;
  const isOfTools = (keyFacts(key)?.readBy ?? []).length > 1;
  if (role !== 'credentials' || kind !== 'profile' || !isSetting || !isOfTools) return undefined;
  const fix = nested.length === 0 && line.value !== '';
  return {
    code: 'settingInCredentials',
    span: keySpan(line),
    args: [key],
    ...(fix && { fix: { code: 'moveToConfig', key, value: line.value } as const }),
  };
}

function unknownKey(section: CheckedSection, key: string, span: LocalFinding['span']): LocalFinding {
  const meant = meantKey(section, key);
  if (meant === undefined) return { code: 'unknownKey', span, args: [shownKey(key)] };
  return { code: 'misspelledKey', span, args: [shownKey(key), meant], ...fixTo(section, span, meant) };
}

/** A line that was pasted in place of a key can be a secret, which contains other characters or no word. */
function shownKey(key: string): string {
  const isName = /^[\w.-]{1,64}$/u.test(key) && (key.length < 20 || /^[a-z]+\d*[_.-]/u.test(key));
  return isName ? key : `${/^[a-z_]{2,30}(?=\s)/u.exec(key)?.[0] ?? ''}…`;
}

/** Renames a key, unless the section has that key already. */
function fixTo(
  { keys: own }: CheckedSection,
  span: LocalFinding['span'],
  key: string,
): Pick<LocalFinding, 'fix'> {
  return own.has(key) ? {} : { fix: rename(span, key) };
}

function rename(span: LocalFinding['span'], key: string): LocalFix {
  return { code: 'renameKey', args: [key], edits: [{ ...span, text: key }] };
}

/** The key of this kind of section that an unknown one means; undefined if none is similar. */
function meantKey({ kind }: CheckedSection, written: string): string | undefined {
  const plain = written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:export|set)\s+/u, '')
    .replaceAll(/[\s-]+/gu, '_');
  const known = knownNames(kind);
  const renamed = otherNames.get(plain) ?? plain;
  if (known.includes(renamed)) return renamed;
  const meaning = meaningOf(written);
  if (meaning?.by === 'spelling' && meaning.meant && known.includes(meaning.meant)) return meaning.meant;
  const most = plain.length >= 8 ? 2 : plain.length >= 5 ? 1 : 0;
  return nearestSpelling(plain, known, most);
}

const namesByKind = new Map<string, readonly string[]>();

function knownNames(kind: CheckedSection['kind']): readonly string[] {
  const names =
    namesByKind.get(kind) ??
    keysWhere(({ sections, expiresKeys }) => sections.some((each) => each === kind) && !expiresKeys);
  namesByKind.set(kind, names);
  return names;
}

/** Names that people take from variables, from the topics of the AWS CLI, and from other tools. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['aws_region', keys.region],
  ['default_region', keys.region],
  ['aws_default_region', keys.region],
  ['aws_output', keys.output],
  ['aws_default_output', keys.output],
  ['aws_endpoint_url', keys.endpointUrl],
  ['aws_ca_bundle', keys.caBundle],
  ['aws_pager', keys.cliPager],
  ['disable_s3_express_session_auth', keys.s3DisableExpressSessionAuth],
  ['mfa_arn', keys.mfaSerial],
  ['aws_mfa_serial', keys.mfaSerial],
]);
