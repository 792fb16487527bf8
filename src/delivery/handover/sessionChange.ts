import type { Credentials } from '../../credentials/credentials.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { sessionValues } from '../../profiles/writtenSession.ts';
import { credentialsKeys } from './formats.ts';
import { isoSeconds } from './handover.ts';
import { targetWord } from './targetWord.ts';

interface Session {
  readonly plan: Plan;
  readonly credentials: Credentials;
}

/** Writes a session, which must end, into the credentials file. */
export function sessionChange(name: string, { plan, credentials }: Session): ProfileChange {
  const keys = credentialsKeys({ credentials: credentials.reveal(), region: plan.region?.name });
  const end = isoSeconds(credentials.expiration ?? 0);
  return { kind: 'writeSession', name, values: sessionValues(keys, targetWord(plan.target), end) };
}
