/**
 * Joins texts for a screen reader, which pauses only at punctuation. A text that does not end like a sentence gets a
 * full stop. Empty texts are left out.
 */
export function sentences(...texts: readonly (string | undefined)[]): string {
  const shown = texts.map((text = '') => text.trim()).filter((text) => text !== '');
  return shown
    .map((text, i) =>
      i === shown.length - 1 || /[.!?…。！？]$/u.test(text) ? text : `${text}${stopFor(text)}`,
    )
    .join(' ');
}

/** The full stop of the text's script. */
function stopFor(text: string): string {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]$/u.test(text) ? '。' : '.';
}
