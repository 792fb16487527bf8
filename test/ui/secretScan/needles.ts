/** A secret to look for. Only its name is ever shown. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

export interface Needle {
  readonly secret: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** As much of a secret as no other text has in common with it: a text may be truncated. In characters. */
const partLength = 20;

/** What a secret looks like in a file, a process, or a page. */
export function needlesOf(secrets: readonly Secret[]): readonly Needle[] {
  return secrets.flatMap(({ name, text }) => {
    const part = text.slice(0, partLength);
    const forms: readonly (readonly [string, string | Buffer])[] = [
      ['plain', part],
      ['hex', Buffer.from(part).toString('hex')],
      ['URL-encoded', encodeURIComponent(part)],
      ['UTF-16', Buffer.from(part, 'utf16le')],
      ...base64Of(text).map((encoded) => ['base64', encoded] as const),
      ...base64Of(text).map(
        (encoded) => ['base64url', encoded.replaceAll('+', '-').replaceAll('/', '_')] as const,
      ),
    ];
    // Many secrets look the same in several forms; the first form gives the name.
    const different = new Map(
      forms.toReversed().map(([form, found]) => [String(found), { form, bytes: Buffer.from(found) }]),
    );
    return [...different.values()].map((found) => ({ secret: name, ...found }));
  });
}

/** The secret in base64 after 0, 1, and 2 other bytes, without the characters that depend on those. */
function base64Of(text: string): readonly string[] {
  return [0, 1, 2].map((before) =>
    Buffer.from(' '.repeat(before) + text)
      .toString('base64')
      .slice(before === 0 ? 0 : 4, partLength + 4),
  );
}
