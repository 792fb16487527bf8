type Values = Readonly<Record<string, string | null | undefined>>;

/** The variables that VS Code sets for its own processes. */
export const editorVariables: RegExp =
  /^(?:VSCODE_(?!GIT_|IPC_HOOK_CLI)|ELECTRON_|CHROME_|NODE_OPTIONS$|APPLICATION_INSIGHTS)/iu;

/**
 * An immutable set of a process's environment variables. Names are case-insensitive on Windows, so `Path` must not
 * exist next to `PATH`, nor `aws_profile` next to a new `AWS_PROFILE`.
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

  /** Sets variables; null marks a variable for removal. A name keeps the case in which it was last set. */
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
