import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import { isWithin } from '../../base/setBackClock.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { type Access, fullAccess, isAtMost, isFullAccess } from '../../profiles/access/access.ts';
import { isSameTarget, type Target, targetKey, targetName, withoutAccess } from '../../profiles/profiles.ts';
import type { AccessAnswer } from '../access/defaultAccess.ts';
import { type ActiveState, settled, targetOf } from '../activeState.ts';

/** What the settings say of AI agents (`rolecall.agents.access`, `rolecall.agents.profile`). */
export interface AgentSettings {
  readonly access: AccessAnswer | 'same' | 'none';
  /** The profile that agents get instead of the user's. */
  readonly profile: string | undefined;
  /** The workspace asks for more since it was opened, which counts when it is opened again. */
  readonly isHeld?: true;
}

/** More access for agents than the settings say, because the user allowed it. */
export interface AgentGrant {
  readonly target: Target;
  /** Milliseconds since the epoch; undefined: until the window is closed. */
  readonly until: number | undefined;
}

/** `since`: when the user allowed it, in milliseconds since the epoch. */
type KeptGrant = AgentGrant & { readonly since: number };

interface AgentDependencies {
  readonly settings: {
    readonly agents: AgentSettings;
    readonly onChange: Event<unknown>;
    ready(): Promise<void>;
  };
  readonly planOf: (target: Target) => Planned;
  /** A role of the user with an access at most, in the account of a target whose sessions AWS cannot limit. */
  readonly readOnlyRole: (target: Target, access: Access) => Promise<Target | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * What AI agents get in place of what the user has: the same target with less access, or the profile for agents. Never
 * more than the user has. The user can allow agents as much as they have themselves, for a while. Fires when the
 * settings change, and when such a grant begins or ends.
 */
export class AgentAccess implements Disposable {
  readonly #dependencies: AgentDependencies;
  readonly #changed = new Emitter<void>();
  readonly #listening: Disposable;
  readonly #grants = new Map<string, KeptGrant>();
  /** The key of the target that the window uses. */
  #inUse: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: AgentDependencies) {
    this.#dependencies = dependencies;
    this.#listening = dependencies.settings.onChange(() => this.#changed.fire());
  }

  /** Whether agents get what the user has, so that keys may be where both can read them. */
  get isSame(): boolean {
    const { access, profile } = this.#dependencies.settings.agents;
    return access === 'same' && profile === undefined;
  }

  get settings(): AgentSettings {
    return this.#dependencies.settings.agents;
  }

  /** The grants that have not ended. */
  get grants(): readonly AgentGrant[] {
    const now = this.#dependencies.now();
    return [...this.#grants.values()].filter(
      ({ since, until }) => until === undefined || isWithin(until - since, since, now),
    );
  }

  grantFor(target: Target): AgentGrant | undefined {
    return this.grants.find((grant) => isSameTarget(grant.target, target));
  }

  /** Lets agents have what the user has with a target. `ms`: for so many milliseconds; undefined: in this window. */
  grant(target: Target, ms: number | undefined): void {
    const since = this.#dependencies.now();
    const until = ms === undefined ? undefined : since + ms;
    this.#grants.set(targetKey(withoutAccess(target)), { target, since, until });
    this.#watchEnd();
    this.#changed.fire();
  }

  /** Ends all grants. */
  revokeAll(): void {
    if (this.#grants.size === 0) return;
    this.#grants.clear();
    this.#watchEnd();
    this.#changed.fire();
  }

  /** Follows the state of the window: grants end when it uses another target, or none. */
  follow(state: ActiveState): void {
    const target = targetOf(settled(state));
    const key = target && targetKey(target);
    if (key !== this.#inUse) this.revokeAll();
    this.#inUse = key;
  }

  /** Whether agents can do with a target what the user can do with it. */
  hasAll(target: Target): boolean {
    if (this.isSame) return true;
    const found = this.plannedFor(target);
    if ('code' in found || !isSameTarget(found, target)) return false;
    return isAtMost(this.#ownOf(target), found.access ?? fullAccess);
  }

  /** What agents get in place of a target. Rejects with `FailureError` if they get nothing. */
  async targetFor(target: Target): Promise<Target> {
    const { settings, planOf, readOnlyRole } = this.#dependencies;
    await settings.ready();
    const found = this.plannedFor(target);
    if ('code' in found) throw new FailureError(found);
    const planned = planOf(found);
    if (isPlan(planned) || planned.failure.code !== 'accessImpossible') return found;
    const { why } = planned.failure;
    const chosen = isSameTarget(target, found) ? target.access : undefined;
    const most = lesser(chosen ?? fullAccess, found.access ?? fullAccess);
    const other = why === 'identityCenter' && most ? await readOnlyRole(found, most) : undefined;
    if (other) return { ...other, access: forAgents(fullAccess) };
    if (!found.access) throw new FailureError(planned.failure);
    throw new FailureError({ code: 'agentsUnlimited', profile: targetName(target), why });
  }

  /** What agents get if AWS can limit it, or why they get nothing, as does the user if a policy file is missing. */
  plannedFor(target: Target): Target | Failure {
    const { access, profile } = this.settings;
    const name = targetName(target);
    const planned = this.#dependencies.planOf(target);
    const refused = isPlan(planned) ? undefined : planned.failure;
    const own = this.#ownOf(target);
    const grant = this.grantFor(target);
    if (grant) {
      if (refused) return refused;
      // The user may have been asked about less than the agent names.
      const granted = this.#ownOf(grant.target);
      const allowed = forAgents(isAtMost(own, granted) ? own : granted);
      const isEnding = grant.until !== undefined;
      return { ...target, access: isEnding ? { ...allowed, mostSeconds: leastSeconds } : allowed };
    }
    if (access === 'none') return { code: 'agentsHaveNoAccess', profile: name };
    if (profile !== undefined) return this.#profileForAgents(profile);
    if (access === 'same') return target;
    if ('code' in access) return { ...access, profile: name };
    // A permission set with less access may serve where AWS cannot limit a session.
    if (refused && refused.code !== 'accessImpossible') return refused;
    if (refused && isFullAccess(access)) return target;
    if (isAtMost(own, access) && !isFullAccess(own)) return { ...target, access: forAgents(own) };
    if (isAtMost(access, own)) return { ...target, access: forAgents(access) };
    return { code: 'agentsUnlimited', profile: name, why: 'ownPolicy' };
  }

  /** With what the settings let the user do with it: nobody has asked for more. */
  #profileForAgents(name: string): Target | Failure {
    const target = { kind: 'profile', name } as const;
    const planned = this.#dependencies.planOf(target);
    if (isPlan(planned)) return { ...target, access: forAgents(planned.access ?? fullAccess) };
    return planned.failure.code === 'accessImpossible' ? target : planned.failure;
  }

  #ownOf(target: Target): Access {
    const planned = this.#dependencies.planOf(target);
    return (isPlan(planned) && planned.access) || fullAccess;
  }

  #watchEnd(): void {
    clearTimeout(this.#timer);
    const ends = this.grants.flatMap(({ until }) => until ?? []);
    if (ends.length === 0) return;
    // A minute at most, as the machine may sleep.
    const ms = Math.min(Math.min(...ends) - this.#dependencies.now(), tickMs);
    this.#timer = setTimeout(() => {
      this.#watchEnd();
      this.#changed.fire();
    }, ms);
    this.#timer.unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

/** The shortest session that AWS issues: keys that programs have got end soon after the grant. */
const leastSeconds = 900;

/** How often the time left of a grant is shown anew. */
const tickMs = 60_000;

function forAgents(access: Access): Access {
  return { ...access, isForAgent: true };
}

/** The one that allows no more than the other; undefined if that is not known. */
function lesser(one: Access, other: Access): Access | undefined {
  return [one, other].find((each, i, both) => isAtMost(each, both[1 - i]!));
}
