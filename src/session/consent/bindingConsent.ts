/** What the settings bind: the window, or one folder. */
export interface BindingPlace {
  /** The URI of the folder; empty for the window. */
  readonly key: string;
  /** The name of the folder; undefined for the window. */
  readonly folder: string | undefined;
}

export interface BindingQuestion {
  readonly folder: string | undefined;
  readonly profile: string;
  readonly isProduction: boolean;
  /** The profile that stays in use until the answer. */
  readonly kept: string | undefined;
}

/** `asked`: there is no answer yet. `switch` was given for a profile that was not a production profile then. */
export type BindingAnswer = 'asked' | 'keep' | 'switch' | 'switchToProduction';

/** Remembers the user's answers in this workspace. */
export interface BindingAnswers {
  get(place: string, profile: string): BindingAnswer | undefined;
  set(place: string, profile: string, answer: BindingAnswer | undefined): void;
}

export interface BindingConsentDependencies {
  readonly isProduction: (profile: string) => boolean;
  /** Whether a binding to the profile can be followed at all. */
  readonly mayFollow?: (profile: string) => boolean;
  readonly answers: BindingAnswers;
  /** Asks whether to follow a binding. Undefined if the user closes the question without an answer. */
  readonly ask: (question: BindingQuestion) => Promise<'switch' | 'keep' | undefined>;
  /** The profile that a place uses. */
  readonly kept: (place: string) => string | undefined;
  readonly onAnswer: () => void;
}

/** How a place relates to the profile that it is bound to. */
export interface BindingUse {
  /** The place uses the profile already. */
  readonly isInUse: boolean;
  /** The user chose the profile, regardless of the binding. */
  readonly isOwnChoice: boolean;
}

/**
 * Decides which bindings are followed. Anyone who can change the files of a workspace can change its bindings, so the
 * user is asked about a production profile, and about every profile that a binding changes to while its window is
 * open. Until there is an answer, the place keeps what it follows, also in the next window. Each answer holds for one
 * profile in one place. In an open window, it holds for a production profile only until the binding changes.
 */
export class BindingConsent {
  readonly #dependencies: BindingConsentDependencies;
  /** The profile that each place follows. */
  readonly #followed = new Map<string, string | undefined>();
  /** The places that have opened, so that a different binding is a change. */
  readonly #opened = new Set<string>();
  /** The questions that were asked since the window opened, and to which the answer was not to switch. */
  readonly #asked = new Set<string>();
  /** The profile that the user agreed to in each place since it last followed another one. */
  readonly #agreed = new Map<string, string>();

  constructor(dependencies: BindingConsentDependencies) {
    this.#dependencies = dependencies;
  }

  /** Treats the next binding of each place as that of a place that opens. */
  reopen(): void {
    this.#opened.clear();
  }

  followed(place: string): string | undefined {
    return this.#followed.get(place);
  }

  /** Returns the profile that the place follows now, if the settings bind it to `bound`. */
  follow(place: BindingPlace, bound: string | undefined, use: BindingUse): string | undefined {
    const mayFollow = bound !== undefined && this.#dependencies.mayFollow?.(bound) !== false;
    const followed = mayFollow ? this.#decide(place, bound, use) : undefined;
    this.record(place.key, followed);
    return followed;
  }

  /** Records what the place follows without a decision. */
  record(place: string, followed: string | undefined): void {
    if (followed !== this.#followed.get(place) && followed !== this.#agreed.get(place))
      this.#agreed.delete(place);
    this.#followed.set(place, followed);
    this.#opened.add(place);
  }

  /** Allows a place to follow a profile, which may be a production profile. */
  agree(place: string, profile: string, answer: BindingAnswer = 'switchToProduction'): void {
    this.#agreed.set(place, profile);
    this.#dependencies.answers.set(place, profile, answer);
  }

  #decide(place: BindingPlace, bound: string, { isInUse, isOwnChoice }: BindingUse): string | undefined {
    if (isOwnChoice) return bound;
    const followed = this.#followed.get(place.key);
    const isProduction = this.#dependencies.isProduction(bound);
    const answer = this.#dependencies.answers.get(place.key, bound);
    const isOpening = !this.#opened.has(place.key);
    const isUnchanged = isInUse || followed === bound;
    const hasAgreed = isUnchanged || isOpening || this.#agreed.get(place.key) === bound;
    const isAllowed = isProduction
      ? (answer === 'switchToProduction' && hasAgreed) || (followed === bound && !isInUse)
      : answer === 'switch' ||
        answer === 'switchToProduction' ||
        (answer === 'asked' && isUnchanged) ||
        (answer === undefined && (isUnchanged || isOpening));
    if (isAllowed) return bound;
    if (answer !== 'keep') void this.#ask(place, bound, isProduction);
    return followed === bound ? undefined : followed;
  }

  async #ask({ key, folder }: BindingPlace, profile: string, isProduction: boolean): Promise<void> {
    const question = JSON.stringify([key, profile, isProduction]);
    if (this.#asked.has(question)) return;
    this.#asked.add(question);
    const { ask, answers, kept, onAnswer } = this.#dependencies;
    answers.set(key, profile, 'asked');
    const answer = await ask({ folder, profile, isProduction, kept: kept(key) });
    if (answer === undefined) return;
    if (answer === 'keep') answers.set(key, profile, answer);
    else {
      this.#asked.delete(question);
      this.agree(key, profile, isProduction ? 'switchToProduction' : 'switch');
    }
    onAnswer();
  }
}
