import { isPlan, type Planned } from '../plan/plan.ts';
import { accountOf } from '../plan/planFacts.ts';
import { targetName } from '../profiles/profiles.ts';

/**
 * The tab color of a terminal that is dedicated to one profile. Red is for production only. Each other account always
 * has the same color, and so does each profile without a known account.
 */
export function terminalColor(planned: Planned, isProduction: boolean): string {
  if (isProduction) return 'terminal.ansiRed';
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  const color = calmColors[hashOf(account ?? targetName(planned.target)) % calmColors.length];
  return `terminal.ansi${color}`;
}

const calmColors = ['Green', 'Yellow', 'Blue', 'Magenta', 'Cyan'];

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
