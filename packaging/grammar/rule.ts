/** A rule of a TextMate grammar, as far as ours needs them. The expressions are Oniguruma's. */
export interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

export type Captures = Readonly<Record<number, Rule>>;

export function includes(...names: readonly string[]): readonly Rule[] {
  return names.map((name) => ({ include: `#${name}` }));
}

/** The scopes of the groups of an expression, first to last. An empty one is none. */
export function named(...scopes: readonly string[]): Captures {
  return Object.fromEntries(scopes.flatMap((scope, i) => (scope ? [[i + 1, { name: scoped(scope) }]] : [])));
}

export function scoped(scopes: string): string {
  return scopes.replaceAll(/\S+/gu, '$&.aws-config');
}

/** White space as in `src/config/lines.ts`, without the end of the line. */
export const space = String.raw`[[^\S\n]\x{FEFF}]`;
/** Words to the end of the line or of the group, without white space around them. */
export const words = String.raw`\S++(?:${space}++\S++)*+`;
/** At the last character of the line or of the group that is not white space. */
export const atEnd = `(?=${space}*+$)`;

export const operator = 'keyword.operator.assignment';
