import type { HandOut } from '../../delivery/record/handOuts.ts';
import type { OpenShell } from '../../delivery/terminals/terminalFacts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { CommandContext } from '../context.ts';

export type StaleContext = Pick<CommandContext, 'views' | 'openTerminals' | 'terminalMode'>;

/** The open terminals that follow the window: not those in folders with a profile of their own. */
export function windowTerminals({ views, openTerminals }: StaleContext): readonly OpenShell[] {
  const bound = new Set(views.bound.folders.map(({ uri }) => uri));
  return openTerminals.shells.filter(({ folder }) => folder === undefined || !bound.has(folder));
}

/** Those that use another profile than the one in use, or perhaps another one, or none. */
export function staleTerminals(target: Target, context: StaleContext): readonly OpenShell[] {
  const name = targetName(target);
  return windowTerminals(context).filter(({ has }) => isStale(has, name, context));
}

function isStale(has: HandOut | undefined, name: string, { terminalMode }: StaleContext): boolean {
  if (has?.isFollowing || (has?.profile === name && has.what !== 'unknown')) return false;
  // A terminal that opened in this mode while no profile was in use follows, too, and is not recorded.
  return has !== undefined || terminalMode.value !== 'live';
}
