import type { Span } from '../../config/syntax.ts';

/** Where a file that is no AWS file names a profile, or can name one. */
export interface ProfilePlace {
  /** What is written there, without quotes; empty where nothing is. */
  readonly span: Span;
  readonly quotes: Quotes;
  /** Undefined if nothing is written, or something else than a name, such as a variable. */
  readonly name: string | undefined;
}

/** The quotes around a name. `missing`: there are none, and the language needs them. */
type Quotes = 'double' | 'single' | 'bare' | 'missing';

/** The place in a match, whose group says how it is quoted; undefined if the match is that of something else. */
export function placeOf({ groups = {}, indices }: RegExpExecArray): ProfilePlace | undefined {
  for (const quotes of ['double', 'single', 'bare', 'missing'] as const) {
    const written = groups[quotes];
    const at = indices?.groups?.[quotes];
    if (written !== undefined && at)
      return { span: { start: at[0], end: at[1] }, quotes, name: nameIn(written) };
  }
  return undefined;
}

/** How to write a name at a place; undefined if it cannot be written there without escapes. */
export function writtenAt({ quotes }: ProfilePlace, name: string): string | undefined {
  if (nameIn(name) !== name) return undefined;
  switch (quotes) {
    case 'double':
      return name.includes('"') ? undefined : name;
    case 'missing':
      return name.includes('"') ? undefined : `"${name}"`;
    case 'single':
      return name.includes("'") ? undefined : name;
    case 'bare':
      return /^[\w.@+:%/-]+$/u.test(name) ? name : undefined;
  }
}

/** `$X`, `${X}`, `$(command)`, `%X%`, and `<your profile>` are no names. */
function nameIn(written: string): string | undefined {
  const name = written.trim();
  return name === '' || /[$`\\<>{}#]|%\w+%/u.test(name) ? undefined : name;
}
