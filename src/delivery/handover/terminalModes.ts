import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import type { Target } from '../../profiles/profiles.ts';
import { type SettledState, targetOf } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import {
  type Handover,
  liveHandover,
  type MirrorPaths,
  profileHandover,
  sessionHandover,
} from './handover.ts';
import { mirrorName } from './targetWord.ts';

/** How programs get credentials: `rolecall.terminals.mode`. */
export type Mode = 'environment' | 'profile' | 'live';

export interface Delivering {
  readonly mode: Mode;
  readonly mirror: MirrorPaths;
  readonly planOf: (target: Target) => Planned;
}

/** What the terminals and tasks of a window get; undefined: nothing of ours. */
export function windowHandover(state: SettledState, delivering: Delivering): Handover | undefined {
  const { mode, mirror, planOf } = delivering;
  if (mode === 'live') return liveHandover(mirror, planned(targetOf(state), planOf)?.region?.name, undefined);
  return state.kind === 'none' ? undefined : fixedHandover(state, delivering);
}

/** The same for a place that stays with its target, whatever the window uses: one folder of several. */
export function fixedHandover(
  state: Exclude<SettledState, { kind: 'none' }>,
  delivering: Delivering,
): Handover {
  if (delivering.mode === 'environment' && state.kind === 'ready')
    return sessionHandover(state.session, mirrorName(state.target), delivering.mirror);
  return namedHandover(state.target, delivering);
}

/**
 * What a program gets that is started for a person and goes on as it began, whatever the window turns to. `isShown`:
 * where others can read it, and so without a secret.
 */
export function programHandover(
  state: SettledState,
  isShown: boolean,
  delivering: Delivering,
): Handover | undefined {
  if (state.kind === 'none') return windowHandover(state, delivering);
  return isShown ? namedHandover(state.target, delivering) : fixedHandover(state, delivering);
}

/** What a terminal of its own gets. In the `environment` mode this takes a session. */
export function terminalHandover(
  target: Target,
  session: Session | undefined,
  delivering: Delivering,
): Handover {
  return session
    ? sessionHandover(session, mirrorName(target), delivering.mirror)
    : namedHandover(target, delivering);
}

/**
 * By name. Where the person's own files have no such name, or where there is no session yet, the mirror's: the first
 * program to need one has it made, and nobody is somebody else in silence.
 */
function namedHandover(target: Target, { mode, mirror, planOf }: Delivering): Handover {
  if (mode !== 'profile')
    return liveHandover(mirror, planned(target, planOf)?.region?.name, mirrorName(target));
  const plan = planned(target, planOf);
  return target.kind === 'profile'
    ? profileHandover(target.name, plan, undefined)
    : profileHandover(mirrorName(target), plan, mirror);
}

function planned(target: Target | undefined, planOf: (target: Target) => Planned): Plan | undefined {
  const found = target && planOf(target);
  return found && isPlan(found) ? found : undefined;
}
