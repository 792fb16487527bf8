import { failureOf } from '../../base/failure.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';

export type GetSession = (target: Target, request: SessionRequest) => Promise<Session>;

/** What is there is given out until so shortly before its end, in milliseconds, where only a person could renew it. */
const lastMs = 30_000;

/** A session that takes nobody. Rejects as `Sessions` does. */
export async function getSilently(get: GetSession, target: Target, signal: AbortSignal): Promise<Session> {
  const request = { mayAsk: false, signal };
  return get(target, request).catch((error: unknown) => {
    if (failureOf(error, '').code !== 'needsPerson') throw error;
    return get(target, { ...request, minimumMs: lastMs });
  });
}
