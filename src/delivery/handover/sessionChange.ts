import type { ProfileChange } from '../../profiles/changes.ts';
import { sessionValues } from '../../profiles/writtenSessionEdits.ts';
import { credentialsKeys } from './credentialFormats.ts';
import type { GivenSession } from './givenSession.ts';
import { isoSeconds } from './handover.ts';
import { encodeTarget } from './targetEncoding.ts';

/** The change that writes a session to the credentials file. The session must have an expiration. */
export function sessionChange(name: string, { plan, credentials }: GivenSession): ProfileChange {
  const keys = credentialsKeys({ credentials, region: plan.region?.name });
  const end = isoSeconds(credentials.expiration ?? 0);
  return { kind: 'writeSession', name, values: sessionValues(keys, encodeTarget(plan.target), end) };
}
