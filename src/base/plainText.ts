/** Config is data from outside: what it says is shown as text, whatever it would mean to VS Code. */

/** `a$(check)` must not be drawn with an icon. */
export function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$\u200B(');
}

/** `[a](command:b)` must not become a link in a message or an input box. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200B(');
}

/** A profile's name as any shell takes it. */
export function shellWord(name: string): string {
  return /^[\w@%+:,./-]+$/u.test(name) ? name : `"${name}"`;
}

/** The beginning of what is too long for a sentence. */
export function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}
