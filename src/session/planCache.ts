import type { Planned } from '../plan/plan.ts';
import { type PlanContext, planTarget } from '../plan/planner.ts';
import { type ProfileSet, type Target, targetKey } from '../profiles/profiles.ts';

interface Known {
  readonly profiles: ProfileSet;
  /** The context as text: one that says the same gives the same plans. */
  readonly facts: string;
  readonly plans: Map<string, Planned>;
}

/**
 * Plans each target once for as long as the profiles and the context stay the same: ten thousand rows that were shown
 * before are there at once. What is asked in one go, before anything else can happen, is asked in one context.
 */
export function createPlanCache(
  profilesNow: () => ProfileSet,
  contextNow: () => PlanContext,
): (target: Target) => Planned {
  let known: Known | undefined;
  let context: PlanContext | undefined;
  let facts = '';
  const lookAround = (): PlanContext => {
    queueMicrotask(() => (context = undefined));
    context = contextNow();
    facts = JSON.stringify(context);
    return context;
  };
  return (target) => {
    const asked = context ?? lookAround();
    const profiles = profilesNow();
    if (known?.profiles !== profiles || known.facts !== facts) known = { profiles, facts, plans: new Map() };
    const key = targetKey(target);
    const planned = known.plans.get(key) ?? planTarget(profiles, target, asked);
    known.plans.set(key, planned);
    return planned;
  };
}
