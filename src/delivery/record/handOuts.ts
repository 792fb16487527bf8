import { type Disposable, Emitter } from '../../base/event.ts';
import { FailureError } from '../../base/failure.ts';
import type { Policy } from '../../base/policy.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { anyKey, anyName, type AnyPlan, type AnyTarget, isAwsTarget } from '../../plan/anyPlan.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import { forbiddenAs, type Recipient, type RecipientKind } from '../handover/recipient.ts';
import type { EndReason, HandedSession, HandOut } from './handOut.ts';
import { clouds, isStanding, keyOf, recipientKey, standingKey } from './handOutKeys.ts';
import { accessIn, sessionFacts } from './sessionFacts.ts';

export type { EndReason, HandedSession, HandOut } from './handOut.ts';

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
  give<T, P extends AnyPlan = Plan>(
    session: Session<P>,
    recipient: Recipient,
    use: (given: GivenSession<P>) => T,
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
  lead(target: AnyTarget | undefined, recipient: Recipient, isFollowing = false): void {
    if (recipient.kind === 'copiedEndpoint') this.check(recipient);
    const isAws = target && isAwsTarget(target);
    const planned = isAws ? this.#dependencies.planOf(target) : undefined;
    const access = accessIn(planned);
    const cloud = target && !isAws ? ({ cloud: 'alibaba' } as const) : {};
    const what = JSON.stringify([target && anyKey(target), isFollowing, access]);
    if (!this.#isNew(recipient, what, cloud)) return;
    const account = planned && isPlan(planned) ? accountOf(planned) : undefined;
    const profile = target && anyName(target);
    const handed = { ...cloud, profile, account, session: undefined, expiration: undefined, ...access };
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
  end(ended: EndReason, isEnding: (recipient: Recipient, handed: HandedSession) => boolean): void {
    for (const [key, handOut] of this.#latest) {
      if (!isEnding(handOut.recipient, handOut)) continue;
      this.#latest.delete(key);
      this.#standing.delete(standingKey(handOut.recipient, handOut));
      this.#happened.fire(publicFacts({ ...handOut, at: this.#dependencies.now(), ended }));
    }
  }

  /** What the recipient has of one cloud, if its access has not ended and its keys have not expired. */
  of(recipient: Recipient, cloud?: HandedSession['cloud']): HandOut | undefined {
    const key = recipientKey(recipient);
    const found = [...this.#latest.values()].findLast(
      (each) => each.cloud === cloud && recipientKey(each.recipient) === key,
    );
    return found && this.#isAlive(found) ? found : undefined;
  }

  /** The same of all clouds. */
  allOf(recipient: Recipient): readonly HandOut[] {
    return clouds.flatMap((cloud) => this.of(recipient, cloud) ?? []);
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

  #given(
    { plan, credentials }: Session<AnyPlan>,
    recipient: Recipient,
    expiration: number | undefined,
  ): void {
    const facts = sessionFacts(plan);
    if (!this.#isNew(recipient, credentials.accessKeyId, facts)) return;
    const handed: HandedSession = {
      profile: anyName(plan.target),
      ...facts,
      expiration,
      ...(!credentials.isTemporary && credentials.expiration === undefined && { isLongTerm: true }),
    };
    this.#record({ ...handed, at: this.#dependencies.now(), recipient, what: 'keys' });
  }

  /** Whether a standing recipient did not have this before. Anything is new to the others. */
  #isNew(recipient: Recipient, what: string, cloud: Pick<HandedSession, 'cloud'>): boolean {
    if (!isStanding(recipient)) return true;
    const key = standingKey(recipient, cloud);
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

function calling(done: () => void): <T>(result: T) => T {
  return (result) => {
    done();
    return result;
  };
}
