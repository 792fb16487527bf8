import type { Plan } from '../plan/plan.ts';
import type { SessionCache } from './sessionCache.ts';

type Cache = Pick<SessionCache, 'longestPrefix' | 'drop'>;

/** The access keys of all that there is for a plan, however far it goes. */
export async function knownKeys(cache: Cache, plan: Plan): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  await cache.longestPrefix(plan, 0, ({ accessKeyId }) => {
    known.add(accessKeyId);
    return false;
  });
  return known;
}

/** Forgets, in all windows, whatever there is for these plans. */
export async function forgetPlans(cache: Cache, plans: readonly Plan[]): Promise<void> {
  const forget = async (plan: Plan): Promise<void> => {
    for (const accessKeyId of await knownKeys(cache, plan)) await cache.drop(plan, accessKeyId);
  };
  await Promise.all(plans.map(forget));
}
