import { isAboutAccess } from '../../base/failures/accessFailure.ts';
import type { Policy } from '../../base/policy.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { isFullAccess } from '../../profiles/access/access.ts';
import { isWritableName } from '../../profiles/profileNames.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { SettledState } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import type { GivenSession } from './givenSession.ts';
import {
  type Handover,
  liveHandover,
  profileHandover,
  sessionHandover,
  withoutMachineRole,
  withPlan,
} from './handover.ts';
import type { MirrorPaths } from './standIns.ts';
import { mirrorName } from './targetEncoding.ts';

/** How programs get credentials (`rolecall.terminals.mode`). */
export type Mode = 'environment' | 'profile' | 'live';

/** The mode that the policy allows instead of the chosen one. `live` also keeps keys out of the environment. */
export function allowedMode(mode: Mode, { forbid }: Policy): Mode {
  return mode === 'environment' && forbid.has('environmentMode') ? 'live' : mode;
}

export interface Delivering {
  readonly mode: Mode;
  /**
   * Whether AI agents get less than the user. Both have the same variables, so these lead to the mirror, whose helper
   * tells one from the other, in every mode.
   */
  readonly agentsGetLess: boolean;
  readonly mirror: MirrorPaths;
  readonly planOf: (target: Target) => Planned;
  /** Gives a session to the recipient of the handover. */
  readonly give: <T>(session: Session, use: (given: GivenSession) => T) => T;
}

/**
 * The handover to the terminals and tasks of a window; undefined if Rolecall sets nothing. While no profile is in use,
 * programs may find the role of the machine, as without Rolecall.
 */
export function windowHandover(state: SettledState, delivering: Delivering): Handover | undefined {
  const { mode, mirror, planOf } = delivering;
  if (state.kind === 'none') return mode === 'live' ? liveHandover(mirror, undefined, undefined) : undefined;
  if (mode !== 'live') return fixedHandover(state, delivering);
  const plan = planOf(state.target);
  const known = isPlan(plan) ? plan : undefined;
  return withoutMachineRole(withPlan(liveHandover(mirror, known?.region?.name, undefined), known));
}

/** The handover to a folder that is bound to a target, regardless of the profile that the window uses. */
export function fixedHandover(
  state: Exclude<SettledState, { kind: 'none' }>,
  delivering: Delivering,
): Handover {
  if (delivering.mode === 'environment' && !delivering.agentsGetLess && state.kind === 'ready')
    return keysHandover(state.session, state.target, delivering);
  // In the mode `profile`, programs would get a production profile without asking Rolecall, which asks the user.
  const isUnconfirmed = state.kind === 'waiting' && state.failure.code === 'unconfirmed';
  return namedHandover(state.target, isUnconfirmed ? { ...delivering, mode: 'live' } : delivering);
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

/** The handover to a dedicated terminal. The `environment` mode needs a session, so that the user is asked first. */
export function terminalHandover(
  target: Target,
  session: Session | undefined,
  delivering: Delivering,
): Handover {
  return session && !delivering.agentsGetLess
    ? keysHandover(session, target, delivering)
    : namedHandover(target, delivering);
}

function keysHandover(session: Session, target: Target, { mirror, planOf, give }: Delivering): Handover {
  const name = mirrorName(target, isOwnProfile(planOf));
  return give(session, (given) => withoutMachineRole(sessionHandover(given, name, mirror)));
}

/**
 * Selects a target by name, in the user's own files if the mode is `profile` and they have that name, and otherwise in
 * the mirror. The first program that needs a session requests it through the mirror, and no program silently uses other
 * credentials.
 */
function namedHandover(target: Target, { mode, agentsGetLess, mirror, planOf }: Delivering): Handover {
  const planned = planOf(target);
  const plan = isPlan(planned) ? planned : undefined;
  const ours = mirrorName(target, isOwnProfile(planOf));
  if (agentsGetLess && mode !== 'live') return withoutMachineRole(profileHandover(ours, plan, mirror));
  if (mode !== 'profile')
    return withoutMachineRole(withPlan(liveHandover(mirror, plan?.region?.name, ours), plan));
  if (!isInOwnFiles(target, planned)) return withoutMachineRole(profileHandover(ours, plan, mirror));
  const handover = profileHandover(target.name, plan, undefined);
  // Programs get the role of the instance themselves if that is what the profile says.
  return plan?.steps[0]?.kind === 'instance' ? handover : withoutMachineRole(handover);
}

/** Whether the user's own files have the target, under a name that tools can read there. */
function isInOwnFiles(target: Target, planned: Planned): target is Target & { readonly kind: 'profile' } {
  // Programs that read the files themselves would get everything that the role may do.
  const hasAll = isPlan(planned) ? isFullAccess(planned.access) : !isAboutAccess(planned.failure);
  const isAsWritten = target.access === undefined && hasAll;
  return isAsWritten && target.kind === 'profile' && isWritableName(target.name) && exists(planned);
}

/** Whether the user's own files have a profile. */
function isOwnProfile(planOf: Delivering['planOf']): (name: string) => boolean {
  return (name) => exists(planOf({ kind: 'profile', name }));
}

function exists(planned: Planned): boolean {
  return isPlan(planned) || planned.failure.code !== 'noSuchProfile';
}
