import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import type { Planned } from '../../plan/plan.ts';
import {
  type AccountFacts,
  accountMatch,
  type Patterns,
  productionMatch,
  type ProductionMatch,
  readPatterns,
} from '../../plan/production.ts';
import type { Target } from '../../profiles/profiles.ts';

/** The names of accounts; see `identityCenter/accountNames.ts`. */
interface Accounts {
  of(planned: Planned): AccountFacts | undefined;
  ofId(id: string): AccountFacts;
  ready(): Promise<void>;
  readonly onDidChange: Event<void>;
}

interface PatternSetting {
  readonly value: readonly string[];
  readonly onChange: Event<unknown>;
}

interface ProductionProfilesDependencies {
  readonly patterns: PatternSetting;
  /** Those of the policy, to which exceptions do not apply. */
  readonly always: PatternSetting;
  readonly accounts: Accounts;
  readonly planOf: (target: Target) => Planned;
}

/**
 * Which profiles are production, and why. Fires when that may have changed: another setting, or names of accounts that
 * were not known.
 */
export class ProductionProfiles implements Disposable {
  readonly #dependencies: ProductionProfilesDependencies;
  readonly #changed = new Emitter<void>();
  readonly #listening: readonly Disposable[];
  #patterns: Patterns | undefined;
  /** Plans are kept while the files stay the same, so ten thousand rows are matched once. */
  #matches = new WeakMap<Planned, ProductionMatch | 'none'>();

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: ProductionProfilesDependencies) {
    this.#dependencies = dependencies;
    const change = (): void => {
      this.#patterns = undefined;
      this.#matches = new WeakMap();
      this.#changed.fire();
    };
    const { patterns, always, accounts } = dependencies;
    this.#listening = [patterns.onChange(change), always.onChange(change), accounts.onDidChange(change)];
  }

  /** Resolves when the known names of accounts have been read. Does not reject. */
  ready(): Promise<void> {
    return this.#dependencies.accounts.ready();
  }

  /** Why the plan leads to production; undefined if it does not. */
  of(planned: Planned): ProductionMatch | undefined {
    const known = this.#matches.get(planned);
    if (known) return known === 'none' ? undefined : known;
    const match = this.matching(planned, this.#current);
    this.#matches.set(planned, match ?? 'none');
    return match;
  }

  ofTarget(target: Target): ProductionMatch | undefined {
    return this.of(this.#dependencies.planOf(target));
  }

  /** Why an account of a sign-in is production. */
  ofAccount(id: string): ProductionMatch | undefined {
    return accountMatch(this.#dependencies.accounts.ofId(id), this.#current);
  }

  /** Why the plan matches patterns other than those of the setting. */
  matching(planned: Planned, patterns: Patterns): ProductionMatch | undefined {
    return productionMatch(planned, patterns, this.#dependencies.accounts.of(planned));
  }

  /** Whether the plan would be production with another value of the setting, besides the policy. */
  wouldBe(planned: Planned, patterns: readonly string[]): boolean {
    return this.matching(planned, this.#read(patterns)) !== undefined;
  }

  /** The same for an account. */
  wouldBeAccount(id: string, patterns: readonly string[]): boolean {
    return accountMatch(this.#dependencies.accounts.ofId(id), this.#read(patterns)) !== undefined;
  }

  get #current(): Patterns {
    return (this.#patterns ??= this.#read(this.#dependencies.patterns.value));
  }

  /** The last pattern decides, so those of the policy come last. */
  #read(patterns: readonly string[]): Patterns {
    return readPatterns([patterns, this.#dependencies.always.value].flat());
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#changed.dispose();
  }
}
