type Values = Readonly<Record<string, string | null | undefined>>;

/**
 * The variables of a process, as a value that does not change. On Windows a name means the same in any case, so that
 * `Path` must not be there beside `PATH`, nor `aws_profile` where `AWS_PROFILE` is to go.
 */
export class ProcessVariables {
  readonly #ignoresCase: boolean;
  readonly #variables: ReadonlyMap<string, readonly [name: string, value: string | null]>;

  private constructor(
    ignoresCase: boolean,
    variables: ReadonlyMap<string, readonly [string, string | null]>,
  ) {
    this.#ignoresCase = ignoresCase;
    this.#variables = variables;
  }

  static of(values: Values, platform: string): ProcessVariables {
    return new ProcessVariables(platform === 'win32', new Map()).with(values);
  }

  /** Null stands for a variable that is to be taken away. A name keeps the case in which it is set last. */
  with(values: Values): ProcessVariables {
    const variables = new Map(this.#variables);
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) variables.set(this.#keyOf(name), [name, value]);
    return new ProcessVariables(this.#ignoresCase, variables);
  }

  without(names: RegExp): ProcessVariables {
    const kept = [...this.#variables].filter(([, [name]]) => !names.test(name));
    return new ProcessVariables(this.#ignoresCase, new Map(kept));
  }

  toRecord(): Readonly<Record<string, string | null>> {
    return Object.fromEntries(this.#variables.values());
  }

  #keyOf(name: string): string {
    return this.#ignoresCase ? name.toUpperCase() : name;
  }
}
