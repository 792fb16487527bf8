/** A part of a TextMate grammar. */
export interface Grammar {
  readonly name?: string;
  readonly patterns?: readonly Grammar[];
  readonly captures?: Readonly<Record<string, Grammar>>;
  readonly beginCaptures?: Readonly<Record<string, Grammar>>;
  readonly repository?: Readonly<Record<string, Grammar>>;
}

/** The `tokenColors` of a theme. */
export type Colors = readonly {
  readonly scope?: string | readonly string[];
  readonly settings: { readonly foreground?: string };
}[];

/** The scopes of each token that a grammar can make, outermost first, separated by spaces. */
export function scopesOf({ repository = {}, ...grammar }: Grammar): ReadonlySet<string> {
  // The name of the grammar itself is no scope.
  return new Set(
    [grammar.patterns ?? [], Object.values(repository)].flat().flatMap((rule) => inRule(rule, '')),
  );
}

function inRule({ name, patterns, captures, beginCaptures }: Grammar, outer: string): readonly string[] {
  const scopes = name === undefined ? outer : `${outer} ${name}`.trim();
  const within = [patterns ?? [], Object.values(captures ?? {}), Object.values(beginCaptures ?? {})].flat();
  return [...(name === undefined ? [] : [scopes]), ...within.flatMap((rule) => inRule(rule, scopes))];
}

/** The color of a token: that of its innermost scope that has one. Later and longer rules win. */
export function colorOf(scopes: string, colors: Colors): string | undefined {
  const ofScope = (scope: string): string | undefined => {
    let [best, length] = [undefined as string | undefined, 0];
    for (const { scope: selectors = [], settings } of colors)
      for (const selector of [selectors].flat().flatMap((each) => each.split(',')))
        if (`${scope}.`.startsWith(`${selector.trim()}.`) && selector.length >= length && settings.foreground)
          [best, length] = [settings.foreground, selector.length];
    return best;
  };
  return scopes
    .split(' ')
    .toReversed()
    .map(ofScope)
    .find((color) => color !== undefined);
}
