import type { HandOut } from '../../delivery/record/handOuts.ts';
import type { OpenShell } from '../../delivery/terminals/terminalFacts.ts';
import { isPlan } from '../../plan/plan.ts';
import { policyNames } from '../../profiles/access/access.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { CommandContext } from '../context.ts';

export type StaleContext = Pick<CommandContext, 'views' | 'openTerminals' | 'terminalMode'>;

/** The open terminals that follow the window: not those in folders with a profile of their own. */
export function windowTerminals({ views, openTerminals }: StaleContext): readonly OpenShell[] {
  const bound = new Set(views.bound.folders.map(({ uri }) => uri));
  return openTerminals.shells.filter(({ folder }) => folder === undefined || !bound.has(folder));
}

/** Those that use another profile or another access than what is in use, or perhaps another one, or none. */
export function staleTerminals(target: Target, context: StaleContext): readonly OpenShell[] {
  const planned = context.views.planOf(target);
  const access = isPlan(planned) && planned.access ? policyNames(planned.access) : [];
  const isSame = ({ profile, what, access: own = [] }: HandOut): boolean =>
    profile === targetName(target) && what !== 'unknown' && own.join('\n') === access.join('\n');
  return windowTerminals(context).filter(({ has }) => isStale(has, isSame, context));
}

function isStale(
  has: HandOut | undefined,
  isSame: (has: HandOut) => boolean,
  { terminalMode }: StaleContext,
): boolean {
  if (has?.isFollowing || (has && isSame(has))) return false;
  // A terminal that opened in this mode while no profile was in use follows, too, and is not recorded.
  return has !== undefined || terminalMode.value !== 'live';
}
