import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { isPlan, isSource, type Plan, type Planned, type Step } from '../../plan/plan.ts';
import { type Patterns, readPatterns } from '../../plan/production.ts';
import { type Guard, type GuardRule, noGuard, readRules, strictestGuard } from './guardRules.ts';
import type { ProductionProfiles } from './productionProfiles.ts';

interface ProductionGuardDependencies {
  readonly rules: { readonly value: unknown; readonly onChange: Event<unknown> };
  readonly production: Pick<ProductionProfiles, 'of' | 'matching' | 'onDidChange'>;
}

interface ReadRule {
  readonly rule: GuardRule;
  readonly patterns: Patterns | undefined;
}

/** Which profiles the user guards (`rolecall.guard`). Fires when that may have changed; never without any rule. */
export class ProductionGuard implements Disposable {
  readonly #dependencies: ProductionGuardDependencies;
  readonly #changed = new Emitter<void>();
  readonly #listening: readonly Disposable[];
  #read: readonly ReadRule[] | undefined;
  #guards = new WeakMap<Planned, Guard>();
  #shortened = new WeakMap<Planned, Planned>();

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: ProductionGuardDependencies) {
    this.#dependencies = dependencies;
    const change = (): void => {
      const wasOn = this.isOn;
      this.#read = undefined;
      this.#guards = new WeakMap();
      this.#shortened = new WeakMap();
      if (wasOn || this.isOn) this.#changed.fire();
    };
    const { rules, production } = dependencies;
    this.#listening = [rules.onChange(change), production.onDidChange(change)];
  }

  /** Whether there is any rule. */
  get isOn(): boolean {
    return this.#rules.length > 0;
  }

  of(planned: Planned): Guard {
    if (!this.isOn) return noGuard;
    const known = this.#guards.get(planned) ?? this.#guardOf(planned);
    this.#guards.set(planned, known);
    return known;
  }

  /** The plan with a session that is not longer than its guard allows. */
  shorten(planned: Planned): Planned {
    if (!this.isOn || !isPlan(planned)) return planned;
    const known = this.#shortened.get(planned) ?? withSessionOf(planned, this.of(planned).sessionSeconds);
    this.#shortened.set(planned, known);
    return known;
  }

  #guardOf(planned: Planned): Guard {
    const { production } = this.#dependencies;
    const rules = this.#rules.filter(({ patterns }) =>
      patterns ? production.matching(planned, patterns) : production.of(planned),
    );
    return rules.length === 0 ? noGuard : strictestGuard(rules.map(({ rule }) => rule));
  }

  get #rules(): readonly ReadRule[] {
    return (this.#read ??= readRules(this.#dependencies.rules.value).map((rule) => ({
      rule,
      patterns: rule.profiles === undefined ? undefined : readPatterns(rule.profiles as readonly string[]),
    })));
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#changed.dispose();
  }
}

/**
 * Limits only the last session, because other profiles share the earlier ones. For IAM Identity Center, the permission
 * set decides how long a session is.
 */
function withSessionOf(plan: Plan, mostSeconds: number | undefined): Plan {
  const last = plan.steps.at(-1);
  const shortened = last && mostSeconds !== undefined ? limited(last, mostSeconds) : last;
  return shortened === last ? plan : { ...plan, steps: [...plan.steps.slice(0, -1), shortened!] };
}

/** How long AWS's sessions of a role are if nothing else is requested, in seconds (API model of STS). */
const awsRoleSeconds = 3600;

function limited(step: Step, mostSeconds: number): Step {
  if (isSource(step) && step.kind !== 'webIdentity') return step;
  const seconds = step.durationSeconds ?? awsRoleSeconds;
  return seconds <= mostSeconds ? step : { ...step, durationSeconds: mostSeconds };
}
