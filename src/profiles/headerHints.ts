import type { Failure } from '../base/failure.ts';
import { positionAt } from '../config/position.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { readTitle } from './profiles.ts';

/** The headers of a file that are broken, as one failure: the keys under them count for nothing. */
export function brokenHeaders(
  path: string,
  { text, brokenHeaders: broken }: ConfigDocument,
): readonly Failure[] {
  if (broken.length === 0) return [];
  return [
    { code: 'brokenHeader', path, lines: broken.slice(0, mostTold).map(({ start }) => lineOf(text, start)) },
  ];
}

/** The sections of the config file that look like profiles and are none, since their header lacks `profile`. */
export function missingPrefixes(path: string, { text, sections }: ConfigDocument): readonly Failure[] {
  return sections
    .filter((section) => readTitle(section.title).kind === 'other' && looksLikeProfile(section))
    .slice(0, mostTold)
    .map(({ start, title }) => ({ code: 'noPrefix', path, line: lineOf(text, start), title }));
}

/** Who mends these sees the next. */
const mostTold = 3;

function lineOf(text: string, start: number): number {
  return positionAt(text, start).line + 1;
}

/** `[plugins]` and the like are read by some tool or other; they have none of these keys. */
function looksLikeProfile(section: Section): boolean {
  if (!/^[\w@+.%:/-]{1,64}$/u.test(section.title)) return false;
  return [...section.readEntries()].some(({ line }) => profileKeys.has(line.key.toLowerCase()));
}

const profileKeys = new Set([
  'region',
  'output',
  'role_arn',
  'source_profile',
  'mfa_serial',
  'aws_access_key_id',
  'aws_secret_access_key',
  'credential_process',
  'web_identity_token_file',
  'login_session',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
]);
