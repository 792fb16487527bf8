import type { Environment } from '../../base/environment.ts';
import type { Event } from '../../base/event.ts';
import type { Assignments, Variables } from './handover.ts';
import type { Recipient } from './recipient.ts';

/**
 * The environment variables of another cloud. They have other names than those of AWS, so a program can get both. Every
 * tool of that cloud takes an empty one as unset.
 */
export interface BesideVariables {
  readonly set: Variables;
  /** Variables that must be unset because they would select other credentials or another role. */
  readonly absent: readonly string[];
}

export interface Beside extends BesideVariables {
  /** What views call the profile. Undefined if programs follow the window. */
  readonly profile: string | undefined;
}

/** What programs get of another cloud, the same in the whole window. */
export interface BesideSource {
  /** Records that the recipient gets it. Undefined if it gets nothing. */
  for(recipient: Recipient): Beside | undefined;
  /** What `for` would give now, without its secrets. */
  peek(): BesideVariables | undefined;
  /** What views call the profile in use. Undefined if nothing is. */
  readonly name: string | undefined;
  readonly onDidChange: Event<unknown>;
}

/** The variables to set over others that cannot be removed. `named`: what settings and tasks set in some terminals. */
export function besideInherited(
  beside: BesideVariables | undefined,
  inherited: Environment,
  named: Environment = {},
): Variables {
  if (!beside) return new Map();
  const isThere = (name: string): boolean => Boolean(inherited[name]) || Boolean(named[name]);
  const blank = beside.absent.filter(isThere).map((name) => [name, ''] as const);
  return new Map([...blank, ...beside.set]);
}

/** Like `besideInherited`, for environments from which variables can be removed. */
export function besideAssignments(beside: BesideVariables | undefined): Assignments {
  if (!beside) return new Map();
  const removed = beside.absent.map((name) => [name, null] as const);
  return new Map<string, string | null>([...removed, ...beside.set]);
}

/** Whether a configuration that names these variables chooses credentials itself. */
export function choosesBeside(beside: BesideVariables, named: ReadonlySet<string>): boolean {
  return choosing(beside).some((name) => named.has(name));
}

/** Leaves the choice of credentials to a configuration: the variables that clear what its program would inherit. */
export function besideCleared(
  beside: BesideVariables,
  inherited: Environment,
  named: ReadonlySet<string>,
): Variables {
  const cleared = choosing(beside).filter((name) => inherited[name] && !named.has(name));
  return new Map(cleared.map((name) => [name, '']));
}

function choosing({ set, absent }: BesideVariables): readonly string[] {
  return [...set.keys(), ...absent].filter((name) => !name.includes('REGION'));
}
