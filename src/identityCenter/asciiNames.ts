/**
 * Reduces a text to ASCII letters: `Ünïcode` to `Unicode`, `ｄｅｖ` to `dev`. Where letters are lost, as of `開発`, the ID
 * tells the text apart from others; `marksChange` adds it to every other text than the given one. A profile for
 * production must stay recognizable as such (`rolecall.production`).
 */
export function plainText(text: string, id: string, marksChange = false): string {
  const decomposed = text
    .normalize('NFKC')
    .replaceAll(production, ' prod ')
    .trim()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '');
  const losesLetters = /(?![\0-\u{7F}])[\p{L}\p{N}\p{S}]/u.test(decomposed);
  const plain = withDashes(decomposed);
  const isEnough = !losesLetters && /\w/u.test(plain) && !(marksChange && plain !== text);
  if (isEnough) return plain;
  const [rest] = /\w(?:.*\w)?/u.exec(plain) ?? [];
  return rest === undefined ? id : `${rest}-${id}`;
}

/** The default of `rolecall.production` makes the same exceptions. */
const production = /(?<!非|準|プレ)本番(?!前|以外)/gu;

/** Only these characters are accepted by all tools (`profiles/profileNames.ts`). */
export function withDashes(text: string): string {
  return text.replaceAll(/[^\w\-@+.%:/]+/gu, '-');
}
