import { type Disposable, Emitter } from '../../base/event.ts';
import { FailureError } from '../../base/failure.ts';
import type { Policy } from '../../base/policy.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { callerAfter } from '../../plan/caller.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { policyNames } from '../../profiles/access/access.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import { forbiddenAs, type Recipient, type RecipientKind } from '../handover/recipient.ts';

/** What was handed out. Contains no secret and no access key ID. */
export interface HandedSession {
  /** Undefined for all profiles. */
  readonly profile: string | undefined;
  /** The AWS account ID, if the plan contains it. */
  readonly account: string | undefined;
  /** The ARN of the role session, or `Role@123456789012`. Undefined if the credentials are those of no role. */
  readonly session: string | undefined;
  /** Milliseconds since the epoch. Undefined if it is unknown, or if there is none. */
  readonly expiration: number | undefined;
  /** Whether these are long-term access keys, which do not expire. */
  readonly isLongTerm?: boolean;
  /** The policies that limit the credentials, by name (`policyNames`). None: everything is allowed. */
  readonly access?: readonly string[];
}

/**
 * The user revoked the access, all sessions were forgotten, the window stopped using the profile, the policy forbids
 * the access, or the recipient has closed.
 */
export type EndReason = 'revoked' | 'forgotten' | 'stopped' | 'policy' | 'closed';

/** Something was handed out, or the access that it gave has ended. */
export interface HandOut extends HandedSession {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly recipient: Recipient;
  /** `keys`: the credentials themselves; `access`: a way to get them; `unknown`: perhaps something, perhaps nothing. */
  readonly what: 'keys' | 'access' | 'unknown';
  /** The recipient has the mode `live`: its programs use the profile that is in use when they start. */
  readonly isFollowing?: true;
  readonly ended?: EndReason;
}

interface HandOutDependencies {
  readonly policy: { readonly value: Policy };
  readonly planOf: (target: Target) => Planned;
  readonly now: () => number;
}

/** More than anyone wants to see. Programs choose their names, so they could fill the memory. */
const maxPrograms = 200;

/**
 * The only exit for credentials: gives them to a recipient if the policy allows it, and reports that. Remembers the
 * last hand-out to each recipient of this window.
 */
export class HandOuts implements Disposable {
  readonly #dependencies: HandOutDependencies;
  readonly #happened = new Emitter<HandOut>();
  readonly #latest = new Map<string, HandOut>();
  /** What each standing recipient has: an access key ID or a target. Their variables are computed at every change. */
  readonly #standing = new Map<string, string>();

  readonly onDidHandOut = this.#happened.event;

  constructor(dependencies: HandOutDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `forbidden` if the policy forbids giving keys to this recipient. */
  check(recipient: Recipient): void {
    const action = forbiddenAs(recipient);
    if (action !== undefined && this.#dependencies.policy.value.forbid.has(action))
      throw new FailureError({ code: 'forbidden', action });
  }

  /**
   * Gives the secrets of a session to `use`, which passes them to the recipient. Throws `forbidden`, and whatever `use`
   * throws. If it throws or rejects, nothing was handed out. `expiration`: when what the recipient gets for them ends,
   * in milliseconds since the epoch, unless that is when the credentials do.
   */
  give<T>(
    session: Session,
    recipient: Recipient,
    use: (given: GivenSession) => T,
    expiration = session.credentials.expiration,
  ): T {
    const { plan, credentials } = session;
    this.check(recipient);
    const done = (): void => this.#given(session, recipient, expiration);
    const result = use({ plan, credentials: credentials.reveal() });
    if (result instanceof Promise) return result.then(calling(done)) as T;
    done();
    return result;
  }

  /**
   * Reports that a recipient can get credentials of a target, or of all, from now on. `isFollowing`: those of the
   * profile in use at any time. Throws `forbidden`.
   */
  lead(target: Target | undefined, recipient: Recipient, isFollowing = false): void {
    if (recipient.kind === 'copiedEndpoint') this.check(recipient);
    const planned = target && this.#dependencies.planOf(target);
    const access = accessIn(planned);
    if (!this.#isNew(recipient, JSON.stringify([target && targetKey(target), isFollowing, access]))) return;
    const account = planned && isPlan(planned) ? accountOf(planned) : undefined;
    const profile = target && targetName(target);
    const handed = { profile, account, session: undefined, expiration: undefined, ...access };
    const how = isFollowing ? ({ what: 'access', isFollowing } as const) : ({ what: 'access' } as const);
    this.#record({ ...handed, at: this.#dependencies.now(), recipient, ...how });
  }

  /** Reports that a recipient got what another one has: an opened terminal has what new terminals get. */
  pass(handOut: HandOut, recipient: Recipient): void {
    this.#record({ ...handOut, at: this.#dependencies.now(), recipient });
  }

  /** Reports that a recipient may have got something, but that nothing tells what. */
  suspect(recipient: Recipient): void {
    const handed = { profile: undefined, account: undefined, session: undefined, expiration: undefined };
    this.#record({ ...handed, at: this.#dependencies.now(), recipient, what: 'unknown' });
  }

  /** Remembers what was reported before the window was loaded again. */
  restore(handOut: HandOut): void {
    this.#latest.set(keyOf(handOut), handOut);
  }

  /** Reports that the access of the recipients has ended. Keys that they got stay valid until they expire. */
  end(ended: EndReason, isEnding: (recipient: Recipient) => boolean): void {
    for (const [key, handOut] of this.#latest) {
      if (!isEnding(handOut.recipient)) continue;
      this.#latest.delete(key);
      this.#standing.delete(recipientKey(handOut.recipient));
      this.#happened.fire(publicFacts({ ...handOut, at: this.#dependencies.now(), ended }));
    }
  }

  /** What the recipient has, if its access has not ended and its keys have not expired. */
  of(recipient: Recipient): HandOut | undefined {
    const key = recipientKey(recipient);
    const found = [...this.#latest.values()].findLast((each) => recipientKey(each.recipient) === key);
    return found && this.#isAlive(found) ? found : undefined;
  }

  /** What recipients have now, the oldest first. */
  get all(): readonly HandOut[] {
    return [...this.#latest.values()].filter((handOut) => this.#isAlive(handOut));
  }

  /** What recipients of these kinds have now, the oldest first. */
  current(...kinds: readonly RecipientKind[]): readonly HandOut[] {
    return this.all.filter(({ recipient }) => kinds.includes(recipient.kind));
  }

  #isAlive({ expiration }: HandOut): boolean {
    return expiration === undefined || expiration > this.#dependencies.now();
  }

  #given({ plan, credentials }: Session, recipient: Recipient, expiration: number | undefined): void {
    if (!this.#isNew(recipient, credentials.accessKeyId)) return;
    const caller = callerAfter(plan.steps);
    const handed: HandedSession = {
      profile: targetName(plan.target),
      account: accountOf(plan),
      session: caller.kind === 'role' || caller.kind === 'login' ? caller.arn : undefined,
      expiration,
      ...accessIn(plan),
      ...(!credentials.isTemporary && credentials.expiration === undefined && { isLongTerm: true }),
    };
    this.#record({ ...handed, at: this.#dependencies.now(), recipient, what: 'keys' });
  }

  /** Whether a standing recipient did not have this before. Anything is new to the others. */
  #isNew(recipient: Recipient, what: string): boolean {
    if (!isStanding(recipient)) return true;
    const key = recipientKey(recipient);
    if (this.#standing.get(key) === what) return false;
    this.#standing.set(key, what);
    return true;
  }

  #record(handOut: HandOut): void {
    const key = keyOf(handOut);
    this.#latest.delete(key);
    this.#latest.set(key, handOut);
    const { kind } = handOut.recipient;
    if (kind === 'program' || kind === 'endpoint') this.#forgetOldest(kind);
    this.#happened.fire(publicFacts(handOut));
  }

  #forgetOldest(kind: RecipientKind): void {
    const keys = [...this.#latest].flatMap(([key, { recipient }]) => (recipient.kind === kind ? key : []));
    for (const oldest of keys.slice(0, -maxPrograms)) this.#latest.delete(oldest);
  }

  dispose(): void {
    this.#happened.dispose();
  }
}

function accessIn(planned: Planned | undefined): Pick<HandedSession, 'access'> {
  const access = planned && isPlan(planned) ? planned.access : undefined;
  const names = access && policyNames(access);
  return names && names.length > 0 ? { access: names } : {};
}

/** Whether the recipient has credentials until they are replaced. */
function isStanding({ kind }: Recipient): boolean {
  return kind === 'newTerminals' || kind === 'extensionHost';
}

const severalProfiles: readonly RecipientKind[] = ['program', 'endpoint', 'console'];

/** Equal for hand-outs of which only the last one matters. A program is started many times, also for other profiles. */
function keyOf({ recipient, profile }: HandOut): string {
  const key = recipientKey(recipient);
  return severalProfiles.includes(recipient.kind) ? JSON.stringify([key, profile]) : key;
}

/** Equal for the same recipient, or for programs of the same name. A recipient with an ID may change its name. */
function recipientKey(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'clipboard':
    case 'copiedEndpoint':
      // The clipboard has one content.
      return 'clipboard';
    case 'program':
      return JSON.stringify({ ...recipient, pid: undefined });
    case 'terminal':
    case 'task':
    case 'debugSession':
      return JSON.stringify({ ...recipient, name: undefined });
    default:
      return JSON.stringify(recipient);
  }
}

function calling(done: () => void): <T>(result: T) => T {
  return (result) => {
    done();
    return result;
  };
}
