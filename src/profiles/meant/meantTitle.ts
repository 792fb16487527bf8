import { nearestSpelling } from '../spelling.ts';

const kinds = ['profile', 'sso-session', 'services'] as const;
type Kind = (typeof kinds)[number];

export interface MeantTitle {
  readonly kind: Kind;
  readonly name: string;
  /** Only the keys of the section can tell whether it is meant so: `prof x`, `x profile`, `session x`. */
  readonly isGuess?: true;
}

/**
 * The kind and the name of a title with a prefix that no tool reads, such as `sso_session x`, `Profiles x`, `profile:x`
 * or `aws profile x`.
 */
export function meantTitle(title: string): MeantTitle | undefined {
  const text = title.normalize('NFKC').replace(/^aws[\s_-]+(?=(?:profile|sso|services?)\b)/iu, '');
  return misspelled(text) ?? guess(text);
}

/** Of the letters of a prefix, without spaces and dashes. */
const mostMistakes = 2;

function misspelled(title: string): MeantTitle | undefined {
  const [, prefix, name] = /^(sso[\s_]sessions?|[\w-]+)(?:\s*[.:=/]\s*|\s+)(\S.*)$/isu.exec(title) ?? [];
  if (prefix === undefined || name === undefined) return undefined;
  const found = nearestSpelling(lettersOf(prefix), kinds.map(lettersOf), mostMistakes);
  const kind = kinds.find((each) => lettersOf(each) === found);
  return kind && { kind, name };
}

/** Other words for the kinds, and the places where some put them. */
const guesses: readonly (readonly [Kind, RegExp])[] = [
  ['profile', /^(?:prof|prfl?|pf)\.?[\s:]+(\S.*)$/isu],
  ['profile', /^プロ(?:ファ|フ[ァィ])イル[\s:・_-]*(\S.*)$/su],
  ['profile', /^(\S.{0,99}?)[\s:]{1,9}(?:profiles?|プロファイル)$/isu],
  ['profile', /^profiles?[-_]?(?!(?:rs?|ing|d)$)([^\s\-_].+)$/isu],
  ['sso-session', /^(?:sso|session|sso-?profile)[\s:]+(\S.*)$/isu],
  ['sso-session', /^(?:SSO\s*)?セッション[\s:]*(\S.*)$/isu],
  ['sso-session', /^(\S.{0,99}?)\s{1,9}(?:sso[-_\s]?)?session$/isu],
  ['sso-session', /^sso[-_]?session[-_]?([^\s\-_].+)$/isu],
];

function guess(title: string): MeantTitle | undefined {
  for (const [kind, form] of guesses) {
    const name = form.exec(title)?.[1];
    if (name !== undefined) return { kind, name, isGuess: true };
  }
  return undefined;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/gu, '');
}
