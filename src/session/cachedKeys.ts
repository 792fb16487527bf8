import type { AnyPlan } from '../plan/anyPlan.ts';
import { isPlan, type Plan, type Planned } from '../plan/plan.ts';
import { namedAccesses } from '../profiles/access/access.ts';
import type { Target } from '../profiles/profiles.ts';
import type { SessionCache } from './sessionCache.ts';

type Cache = Pick<SessionCache, 'longestPrefix' | 'drop'>;

/** The access key IDs of all cached sessions of a plan and its prefixes. */
export async function cachedKeyIds(cache: Cache, plan: AnyPlan): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  await cache.longestPrefix(plan, 0, ({ accessKeyId }) => {
    known.add(accessKeyId);
    return false;
  });
  return known;
}

/** Forgets, in all windows, all sessions of these plans. */
export async function forgetPlans(cache: Cache, plans: readonly AnyPlan[]): Promise<void> {
  const forget = async (plan: AnyPlan): Promise<void> => {
    for (const accessKeyId of await cachedKeyIds(cache, plan)) await cache.drop(plan, accessKeyId);
  };
  await Promise.all(plans.map(forget));
}

/**
 * The plans, and those for the same targets with another access that has a name, such as the plans of AI agents. AWS
 * limits only sessions that it issues for other credentials.
 */
export function withOtherAccess(
  plans: readonly Plan[],
  planOf: (target: Target) => Planned,
): readonly Plan[] {
  const limitable = plans.filter(({ steps }) => steps.length > 1);
  const others = limitable.flatMap(({ target }) =>
    namedAccesses.map((access) => planOf({ ...target, access })).filter(isPlan),
  );
  return [...plans, ...others];
}
