import type { Planned } from '../plan/plan.ts';
import type { PlanContext, planTarget } from '../plan/planner.ts';
import { type ProfileSet, type Target, targetKey, targetName } from '../profiles/profiles.ts';

interface Known {
  readonly profiles: ProfileSet;
  /** The context as JSON: equal contexts yield equal plans. */
  readonly facts: string;
  readonly plans: Map<string, Planned>;
}

/** Undefined before the AWS files are read, when there is no profile. */
type Planner = () => typeof planTarget | undefined;

/**
 * Plans each target once while the profiles and the context stay the same, so that ten thousand rows can be shown again
 * immediately. All calls within one synchronous run use the same context.
 */
export function createPlanCache(
  plannerNow: Planner,
  profilesNow: () => ProfileSet,
  contextNow: () => PlanContext,
): (target: Target) => Planned {
  let known: Known | undefined;
  let context: PlanContext | undefined;
  let facts = '';
  const readContext = (): PlanContext => {
    queueMicrotask(() => (context = undefined));
    context = contextNow();
    facts = JSON.stringify(context);
    return context;
  };
  return (target) => {
    const plan = plannerNow();
    if (!plan) return { target, failure: { code: 'noSuchProfile', profile: targetName(target) } };
    const planContext = context ?? readContext();
    const profiles = profilesNow();
    if (known?.profiles !== profiles || known.facts !== facts) known = { profiles, facts, plans: new Map() };
    const key = targetKey(target);
    const planned = known.plans.get(key) ?? plan(profiles, target, planContext);
    known.plans.set(key, planned);
    return planned;
  };
}
