import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import type { AccessFailure } from '../../base/failures/accessFailure.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import type { ScopeContext, scopePlan } from '../../plan/access/scopePlan.ts';
import { type Access, accessKey, isAtMost, type PolicyText } from '../../profiles/access/access.ts';
import { type Target, targetName, withoutAccess } from '../../profiles/profiles.ts';

/** An access, or why there is none. */
export type AccessAnswer = Access | AccessFailure;

/** What the settings say. Undefined: everything that the role or user may do. */
export interface AccessSettings {
  /** For everything in this window. */
  readonly general: AccessAnswer | undefined;
  /** For production profiles. */
  readonly production: AccessAnswer | undefined;
}

interface AccessDependencies {
  readonly settings: {
    readonly value: AccessSettings;
    readonly onChange: Event<unknown>;
    ready(): Promise<void>;
  };
  /** What the file of a policy contains now; undefined until it has been read, or if it is not followed. */
  readonly currentPolicy?: (policy: PolicyText) => PolicyText | AccessFailure | undefined;
  readonly isProduction: (planned: Planned) => boolean;
  readonly onProductionChange: Event<unknown>;
  readonly scope: typeof scopePlan;
  readonly context: () => ScopeContext;
}

/**
 * The access of each target: the one that the user asked for, or else the one that the settings say
 * (`rolecall.access`, `rolecall.productionAccess`). Fires when the settings may say something else.
 */
export class DefaultAccess implements Disposable {
  readonly #dependencies: AccessDependencies;
  readonly #changed = new Emitter<void>();
  readonly #listening: readonly Disposable[];
  /** The same plan for the same input: views remember what they know of a plan. */
  #plans = new WeakMap<Planned, Map<string, Planned>>();

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: AccessDependencies) {
    this.#dependencies = dependencies;
    const change = (): void => {
      this.#plans = new WeakMap();
      this.#changed.fire();
    };
    this.#listening = [
      dependencies.settings.onChange(change),
      dependencies.onProductionChange(() => this.#onProduction()),
    ];
  }

  /** Resolves when the policy files that the settings and the target name have been read. Does not reject. */
  ready(target?: Target): Promise<void> {
    if (target?.access) this.#current(target.access);
    return this.#dependencies.settings.ready();
  }

  /** Whether the settings limit anything. */
  get isOn(): boolean {
    const { general, production } = this.#dependencies.settings.value;
    return general !== undefined || production !== undefined;
  }

  /**
   * The access of a target without a choice of the user; undefined: everything that its role or user may do. `general`:
   * that of a folder with a setting of its own.
   */
  of(
    planned: Planned,
    general: AccessAnswer | undefined = this.#dependencies.settings.value.general,
  ): AccessAnswer | undefined {
    const { production } = this.#dependencies.settings.value;
    if (!production || !this.#dependencies.isProduction(planned)) return general;
    return general && isStricter(general, production) ? general : production;
  }

  /** The setting that limits a target without a choice of the user; undefined if none does. */
  settingOf(planned: Planned): 'access' | 'productionAccess' | undefined {
    const answer = this.of(planned);
    if (answer === undefined) return undefined;
    return answer === this.#dependencies.settings.value.general ? 'access' : 'productionAccess';
  }

  /** Plans a target with its access, by a function that plans it with everything that its role or user may do. */
  planWith(planOf: (target: Target) => Planned): (target: Target) => Planned {
    return (target) => {
      const planned = planOf(target.access ? withoutAccess(target) : target);
      const answer = target.access ? this.#current(target.access) : this.isOn ? this.of(planned) : undefined;
      if (answer === undefined) return planned;
      return this.#scoped(planned, target, answer);
    };
  }

  /** The policy is what its file contains now, and not what it contained when the user chose it. */
  #current(access: Access): AccessAnswer {
    const document = access.document && this.#dependencies.currentPolicy?.(access.document);
    if (!document) return access;
    return 'code' in document ? document : { ...access, document };
  }

  #scoped(planned: Planned, target: Target, answer: AccessAnswer): Planned {
    const known = this.#plans.get(planned) ?? new Map<string, Planned>();
    this.#plans.set(planned, known);
    const chosen = target.access && accessKey(target.access);
    const key = JSON.stringify([chosen, 'code' in answer ? answer : accessKey(answer)]);
    const scoped = known.get(key) ?? this.#scope(planned, target, answer);
    known.set(key, scoped);
    return scoped;
  }

  #scope(planned: Planned, target: Target, answer: AccessAnswer): Planned {
    if (!isPlan(planned)) return { ...planned, target };
    const by = target.access ? {} : ({ isBySetting: true } as const);
    if ('code' in answer) return { target, failure: { ...answer, ...by, profile: targetName(target) } };
    const plan: Plan = { ...planned, target };
    const scoped = this.#dependencies.scope(plan, answer, this.#dependencies.context());
    return isPlan(scoped) ? scoped : { ...scoped, failure: { ...scoped.failure, ...by } };
  }

  #onProduction(): void {
    if (this.#dependencies.settings.value.production !== undefined) this.#changed.fire();
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#changed.dispose();
  }
}

/** Whether the first certainly allows no more than the second. A failure allows nothing. */
function isStricter(one: AccessAnswer, other: AccessAnswer): boolean {
  if ('code' in one) return true;
  return !('code' in other) && isAtMost(one, other);
}
