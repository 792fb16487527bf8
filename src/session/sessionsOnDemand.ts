import type { Planned } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import type { SessionSource } from './sessions.ts';

/** Sessions of a maker that is not there until the first of them is asked for. */
export function sessionsOnDemand(
  planOf: (target: Target) => Planned,
  open: () => Promise<SessionSource>,
): SessionSource {
  return {
    planOf,
    get: (...args) => open().then((sessions) => sessions.get(...args)),
    withSession: (...args) => open().then((sessions) => sessions.withSession(...args)),
  };
}
