import { FailureError } from '../../base/failure.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { CommandContext } from '../context.ts';

type AppliedContext = Pick<CommandContext, 'active' | 'terminals' | 'ownTerminals'>;

/** What open shells are given, besides what the window uses of another cloud. */
export interface Applied {
  /** Undefined: nothing of AWS, as in new terminals while no profile is in use. */
  readonly target: Target | undefined;
  /** For messages. */
  readonly name: string;
}

export function appliedTarget(target: Target): Applied {
  return { target, name: targetName(target) };
}

/** What the window uses of either cloud. Undefined if it uses nothing. */
export function appliedInUse({ active, terminals }: AppliedContext): Applied | undefined {
  const target = targetOf(settled(active.state));
  if (target) return appliedTarget(target);
  const name = terminals.besideName;
  return name === undefined ? undefined : { target: undefined, name };
}

/** Throws `ownTerminalsOnly` if only terminals of its own use the profile. */
export async function requireAppliable(
  { target, name }: Applied,
  { ownTerminals }: AppliedContext,
): Promise<void> {
  await ownTerminals.ready();
  if (target && ownTerminals.has(target)) throw new FailureError({ code: 'ownTerminalsOnly', profile: name });
}
