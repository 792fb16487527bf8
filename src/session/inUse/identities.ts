import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import { SharedWork } from '../../base/sharedWork.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import type { AnyPlan } from '../../plan/anyPlan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ActiveState } from '../activeState.ts';
import { rejectedKey } from '../rejectedKey.ts';
import type { Session } from '../sessions.ts';

/** Whose credentials these are, according to their cloud. */
export interface KnownIdentity {
  readonly account: string;
  readonly arn: string;
}

/** AWS's answer for the credentials of a session. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly identity: KnownIdentity }
  | { readonly kind: 'refused'; readonly failure: Failure };

type Identify<T, P extends AnyPlan> = (session: Session<P>, signal: AbortSignal) => Promise<T>;

/**
 * Remembers what AWS says about credentials: whose they are, or why it rejects them. Nobody checks access keys from a
 * file or from the environment before a program uses them, so they are checked once when the window uses them. An
 * answer that does not come, for example without a network, says nothing.
 */
export class Identities<T extends KnownIdentity, P extends AnyPlan = Plan> implements Disposable {
  readonly #ask: Identify<T, P>;
  readonly #changed = new Emitter<void>();
  readonly #closing = new AbortController();
  /** By access key ID. While a corrected secret is being checked, the answer for the same ID stays. */
  readonly #verdicts = new Map<string, Verdict & { readonly about: Credentials }>();
  readonly #checked = new WeakSet<Credentials>();
  readonly #running = new WeakMap<Credentials, SharedWork<T>>();

  readonly onDidChange = this.#changed.event;

  constructor(ask: Identify<T, P>) {
    this.#ask = ask;
  }

  /** Asks AWS whose credentials the session has, or joins that question. Rejects with `FailureError` or `Cancelled`. */
  readonly identify = (session: Session<P>, signal: AbortSignal): Promise<T> => {
    const { credentials } = session;
    this.#checked.add(credentials);
    const running = this.#running.get(credentials) ?? new SharedWork<T>();
    this.#running.set(credentials, running);
    return running.join('', signal, (whole) => this.#identify(session, whole));
  };

  async #identify(session: Session<P>, signal: AbortSignal): Promise<T> {
    const { credentials } = session;
    try {
      const identity = await this.#ask(session, signal);
      this.#learn(credentials, { kind: 'accepted', identity });
      return identity;
    } catch (error) {
      if (error instanceof FailureError && rejectedKey(error) !== undefined)
        this.#learn(credentials, { kind: 'refused', failure: error.failure });
      else if (this.#verdicts.get(credentials.accessKeyId)?.about !== credentials)
        this.#learn(credentials, undefined);
      throw error;
    }
  }

  /** What AWS has said about the session's credentials. */
  of({ credentials }: Session<P>): Verdict | undefined {
    return this.ofKey(credentials.accessKeyId);
  }

  /** The same for an access key ID. */
  ofKey(accessKeyId: string): Verdict | undefined {
    return this.#verdicts.get(accessKeyId);
  }

  /** Checks the access keys that a window uses from now on. */
  follow(active: { readonly onDidChange: Event<ActiveState<P>> }): Disposable {
    return active.onDidChange((state) => {
      if (state.kind === 'ready' && isUnchecked(state.session.plan)) void this.#check(state.session);
    });
  }

  async #check(session: Session<P>): Promise<void> {
    if (this.#checked.has(session.credentials)) return;
    await this.identify(session, this.#closing.signal).catch(() => {});
  }

  #learn(about: Credentials, verdict: Verdict | undefined): void {
    const { accessKeyId } = about;
    const before = this.#verdicts.get(accessKeyId);
    if (verdict) this.#verdicts.set(accessKeyId, { ...verdict, about });
    else this.#verdicts.delete(accessKeyId);
    const after = this.#verdicts.get(accessKeyId);
    // As JSON, all credentials with the same ID are equal.
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#changed.fire();
  }

  dispose(): void {
    this.#closing.abort();
    this.#changed.dispose();
  }
}

/**
 * Whether the plan consists of access keys: every other step of AWS ends with an answer of AWS, or of a service of AWS.
 * The sources of Alibaba Cloud do not tell whose credentials they yield.
 */
function isUnchecked({ steps }: AnyPlan): boolean {
  return steps.length === 1 && uncheckedSources.has(steps[0]!.kind);
}

const uncheckedSources: ReadonlySet<string> = new Set([
  'keys',
  'environment',
  'ramKeys',
  'credentialsUri',
  'credentialsFile',
  'ecsRamRole',
  'external',
  'cloudSso',
  'oauth',
]);
