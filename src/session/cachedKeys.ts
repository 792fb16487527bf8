import type { Plan } from '../plan/plan.ts';
import type { SessionCache } from './sessionCache.ts';

type Cache = Pick<SessionCache, 'longestPrefix' | 'drop'>;

/** The access key IDs of all cached sessions of a plan and its prefixes. */
export async function cachedKeyIds(cache: Cache, plan: Plan): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  await cache.longestPrefix(plan, 0, ({ accessKeyId }) => {
    known.add(accessKeyId);
    return false;
  });
  return known;
}

/** Forgets, in all windows, all sessions of these plans. */
export async function forgetPlans(cache: Cache, plans: readonly Plan[]): Promise<void> {
  const forget = async (plan: Plan): Promise<void> => {
    for (const accessKeyId of await cachedKeyIds(cache, plan)) await cache.drop(plan, accessKeyId);
  };
  await Promise.all(plans.map(forget));
}
