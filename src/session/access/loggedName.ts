import { type Access, accessWord } from '../../profiles/access/access.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';

/** The name of a target in the log, with its access if that is limited: `dev (readOnly)`. */
export function loggedName(target: Target, access: Access | undefined): string {
  const word = accessWord(access);
  return word === 'full' ? targetName(target) : `${targetName(target)} (${word})`;
}
