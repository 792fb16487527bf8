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
import { mirrorName } from './targetEncoding.ts';

/** How programs get credentials (`rolecall.terminals.mode`). */
export type Mode = 'environment' | 'profile' | 'live';

export interface Delivering {
  readonly mode: Mode;
  readonly mirror: MirrorPaths;
  readonly planOf: (target: Target) => Planned;
}

/** The handover to the terminals and tasks of a window; undefined if Rolecall sets nothing. */
export function windowHandover(state: SettledState, delivering: Delivering): Handover | undefined {
  const { mode, mirror, planOf } = delivering;
  if (mode === 'live') return liveHandover(mirror, planned(targetOf(state), planOf)?.region?.name, undefined);
  return state.kind === 'none' ? undefined : fixedHandover(state, delivering);
}

/** The handover to a folder that is bound to a target, regardless of the profile that the window uses. */
export function fixedHandover(
  state: Exclude<SettledState, { kind: 'none' }>,
  delivering: Delivering,
): Handover {
  if (delivering.mode === 'environment' && state.kind === 'ready')
    return sessionHandover(state.session, mirrorName(state.target), delivering.mirror);
  return namedHandover(state.target, delivering);
}

/**
 * The handover to a program that keeps its profile when the window switches to another one. If others can read the
 * variables (`isExposed`), they contain no secrets.
 */
export function programHandover(
  state: SettledState,
  isExposed: boolean,
  delivering: Delivering,
): Handover | undefined {
  if (state.kind === 'none') return windowHandover(state, delivering);
  return isExposed ? namedHandover(state.target, delivering) : fixedHandover(state, delivering);
}

/** The handover to a dedicated terminal. The `environment` mode needs a session. */
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
 * Selects a target by name, in the user's own files if the mode is `profile` and they have that name, and otherwise in
 * the mirror. The first program that needs a session requests it through the mirror, and no program silently uses other
 * credentials.
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
