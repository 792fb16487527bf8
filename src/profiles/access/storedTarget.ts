import { isAccess } from './access.ts';
import type { Target } from '../profiles.ts';

/** Whether this is a target. The state of VS Code may come from another version of Rolecall. */
export function isTarget(stored: unknown): stored is Target {
  if (typeof stored !== 'object' || stored === null) return false;
  const target = stored as Target;
  return hasFacts(target) && (target.access === undefined || isAccess(target.access));
}

function hasFacts(stored: Target): boolean {
  switch (stored.kind) {
    case 'environment':
      return true;
    case 'profile':
      return areTexts(stored.name);
    case 'role':
      return areTexts(
        stored.roleArn,
        stored.sourceProfile,
        stored.sessionName,
        stored.externalId ?? '',
        stored.mfaSerial ?? '',
        stored.region ?? '',
        stored.durationSeconds ?? '',
      );
    case 'assignment':
      return areTexts(stored.signIn, stored.accountId, stored.roleName);
    default:
      return false;
  }
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}
