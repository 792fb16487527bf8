import { failureOf } from '../../base/failure.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';

export type GetSession = (target: Target, request: SessionRequest) => Promise<Session>;

/** A session that only the user can renew is handed out until this many milliseconds before it expires. */
const lastMs = 30_000;

/** Gets a session without prompting the user. Rejects as `Sessions` does. */
export async function getSilently(get: GetSession, target: Target, signal: AbortSignal): Promise<Session> {
  const request = { mayAsk: false, signal };
  return get(target, request).catch((error: unknown) => {
    if (failureOf(error, '').code !== 'needsPerson') throw error;
    return get(target, { ...request, minimumMs: lastMs });
  });
}
