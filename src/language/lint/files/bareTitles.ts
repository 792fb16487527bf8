import { readTitle, sharedTitle } from '../../../profiles/profiles.ts';
import { nearestSpelling } from '../../../profiles/spelling.ts';
import { withoutEnding } from '../withoutEnding.ts';
import type { LintedFiles, LintedSection } from './lintedFiles.ts';

/** The right title if there are other signs round it, or letters or spaces that only look right. */
export function wrappedTitle({ section: { title }, file, kind, name }: LintedSection): string | undefined {
  if (title === sharedTitle) return undefined;
  const bare = bareTitle(name);
  const isWrapped = /^[“”„‘’].*[“”‘’]$|^\[|\]$/u.test(name) && bare !== '' && !/[[\]]/u.test(bare);
  if (file === 'credentials') return isWrapped || /^(["']).+\1$/u.test(name) ? bare : undefined;
  if (kind !== 'other') {
    const hasOtherSpace = /^\S+[^\S \t]/u.test(title);
    return isWrapped ? `${kind} ${bare}` : hasOtherSpace ? bareTitle(title) : undefined;
  }
  const plain = bareTitle(title);
  const meant = plain.replace(/^\S+/u, (word) => word.normalize('NFKC').replaceAll(/[асеорхуіѕј]/gu, latin));
  if (meant === title || /[[\]]/u.test(meant)) return undefined;
  return readTitle(meant).kind === 'other' ? undefined : meant;
}

/** Cyrillic letters, with the Latin ones that look like them. */
const latinLetters = new Map(Array.from('асеорхуіѕј', (letter, i) => [letter, 'aceopxyisj'.charAt(i)]));

function latin(letter: string): string {
  return latinLetters.get(letter) ?? letter;
}

/** Without brackets and quotes of any kind at both ends, and with plain spaces. */
export function bareTitle(written: string): string {
  const plain = written.replaceAll(/\s+/gu, ' ').replace(/^[[({<［【"'“„‘ ]+/u, '');
  return withoutEnding(plain, '])}>］】"\'”“’ ');
}

/** Whether a line has a bracket where the header has one. */
export function isBracketed(written: string): boolean {
  return /^[[［【]|[\]］】]$/u.test(written);
}

/** Without a default profile, a similar title is meant as that. */
export function misspelledDefault(
  files: LintedFiles,
  { section: { title }, kind, file }: LintedSection,
): string | undefined {
  if (file !== 'config' || kind !== 'other' || files.profiles.has('default')) return undefined;
  const isNear = nearestSpelling(title.toLowerCase(), ['default'], 2) !== undefined;
  return isNear && title !== sharedTitle ? 'default' : undefined;
}
