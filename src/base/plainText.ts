// AWS files are untrusted input: their values are shown as plain text, even where VS Code would interpret them.

/** Keeps `a$(check)` from being rendered with an icon. */
export function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$\u200B(');
}

/** Keeps `[a](command:b)` from becoming a link in a message or an input box. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200B(');
}

/** Quotes a profile name so that any shell accepts it as one word. */
export function shellWord(name: string): string {
  return /^[\w@%+:,./-]+$/u.test(name) ? name : `"${name}"`;
}

/** Truncates a value that is too long for a sentence. */
export function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}
