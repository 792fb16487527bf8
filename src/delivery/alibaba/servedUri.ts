import { setTimeout as sleep } from 'node:timers/promises';
import { type Disposable, Emitter } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { OnDemand } from '../../base/onDemand.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { alibabaName, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { Session, SessionSource } from '../../session/sessions.ts';
import type { HandOuts } from '../record/handOuts.ts';
import type { Endpoint } from '../servers/endpoint.ts';
import { EndpointAddresses, type Grant } from '../servers/endpointAddresses.ts';
import type { Caller, Route, RoutedAddress } from '../servers/endpointRoute.ts';
import { type Answer, failed, refusal, wrongToken } from '../servers/endpointAnswers.ts';
import { uriAnswer } from './alibabaFormats.ts';

export interface ServedUriDependencies {
  readonly sessions: Pick<SessionSource<AlibabaPlan>, 'get'>;
  /** The target in use. */
  readonly active: () => AlibabaTarget | undefined;
  readonly handOuts: Pick<HandOuts, 'give' | 'check'>;
  readonly endpoint: OnDemand<Endpoint>;
  readonly describe: (failure: Failure) => string;
  readonly log: Log;
  readonly now: () => number;
  readonly limits?: ServedUriLimits;
}

export interface ServedUriLimits {
  /** How long a request may wait for its answer, in milliseconds. */
  readonly answerMs: number;
  /** A renewal that takes longer is for the next request, if the session at hand still lasts. Milliseconds. */
  readonly renewalMs: number;
}

/** The SDKs wait for ten seconds (`providers/uri.ts`, `uri.py`, `uri.go`, `URLCredentialProvider.java`). */
const defaultLimits: ServedUriLimits = { answerMs: 8000, renewalMs: 4000 };
/** The SDKs for Node.js, Python, and Java ask again on every call when fewer than 15 minutes are left. Milliseconds. */
const wantedMs = 16 * 60_000;
/** What is handed out if nothing lasts longer, in milliseconds. */
const leastMs = 30_000;

/**
 * Credentials URIs of this window: `http://127.0.0.1:<port>/alibaba/<secret>`. The SDKs, the CLI, and Terraform, which
 * read them, send no header, so the path is the secret. Each target has an address of its own, and another one follows
 * the window. An address lasts until it is revoked, through all renewals.
 */
export class ServedUri implements Route, Disposable {
  readonly #dependencies: ServedUriDependencies;
  readonly #limits: ServedUriLimits;
  readonly #addresses: EndpointAddresses<AlibabaTarget>;
  readonly #changed = new Emitter<void>();
  /** The last server that answers for the addresses. */
  #endpoint: Endpoint | undefined;
  /** The address that follows the window, if it exists. */
  #windowUri: string | undefined;
  #isDisposed = false;

  /** Fires when an address appears or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(dependencies: ServedUriDependencies) {
    this.#dependencies = dependencies;
    this.#limits = dependencies.limits ?? defaultLimits;
    this.#addresses = new EndpointAddresses(dependencies.now);
  }

  /**
   * The address for one target, or for the target in use at the time of each request. Rejects with `forbidden`, with
   * the system's error if the server cannot be started, or with `Cancelled` if all addresses have ended meanwhile.
   */
  async addressFor(target: AlibabaTarget | undefined): Promise<string> {
    const { endpoint: onDemand, handOuts } = this.#dependencies;
    handOuts.check({ kind: 'copiedEndpoint', address: undefined });
    const endpoint = await onDemand.get();
    if (this.#isDisposed) throw new Cancelled();
    if (endpoint !== this.#endpoint) endpoint.serve(this);
    this.#endpoint = endpoint;
    const uri = `${endpoint.origin}/alibaba/${this.#addresses.grant(target).token}`;
    if (!target) this.#windowUri = uri;
    this.#changed.fire();
    return uri;
  }

  /** The address that follows the window, if `addressFor` has made it. */
  get windowUri(): string | undefined {
    return this.#windowUri;
  }

  get addresses(): readonly RoutedAddress[] {
    return this.#addresses.all.map(({ target, copiedAt }) => ({
      profile: target && alibabaName(target),
      copiedAt,
      revoke: () => this.revoke(target),
    }));
  }

  /** Revokes the addresses of targets; undefined means the address that follows the window. */
  revoke(...targets: readonly (AlibabaTarget | undefined)[]): void {
    for (const target of targets) this.#addresses.revoke(target);
    if (targets.includes(undefined)) this.#windowUri = undefined;
    this.#changed.fire();
  }

  revokeAll(): void {
    this.#addresses.revokeAll();
    this.#windowUri = undefined;
    this.#changed.fire();
  }

  /** The SDK for Python sends the query of an address along, so any query is ignored. */
  answer(url: string, { program, gone }: Caller): Promise<Answer> | undefined {
    const [, token] = /^\/alibaba\/([\w-]{40})(?:\?|$)/u.exec(url) ?? [];
    const grant = token === undefined ? undefined : this.#addresses.find(token);
    return grant && this.#serve(grant, program, gone);
  }

  async #serve(grant: Grant<AlibabaTarget>, program: string | undefined, gone: AbortSignal): Promise<Answer> {
    const { active, describe } = this.#dependencies;
    const target = grant.target ?? active();
    if (!target) return refusal(404, 'NoProfile');
    const profile = alibabaName(target);
    const answered = new AbortController();
    const late = sleep(this.#limits.answerMs, undefined, { ref: false, signal: answered.signal })
      .then(() => failed({ code: 'tookTooLong', profile }, describe))
      .catch(() => wrongToken);
    const ended = AbortSignal.any([answered.signal, gone]);
    const answer = await Promise.race([this.#credentialsOf(target, grant, program, ended), late]);
    answered.abort();
    return grant.revoked.aborted ? wrongToken : answer;
  }

  /** Nothing is handed out after `ended`. What arrives too late is ready for the next request. */
  async #credentialsOf(
    target: AlibabaTarget,
    grant: Grant<AlibabaTarget>,
    program: string | undefined,
    ended: AbortSignal,
  ): Promise<Answer> {
    const { handOuts, describe, log, now } = this.#dependencies;
    const profile = alibabaName(target);
    try {
      const session = await this.#session(target, grant.revoked);
      if (grant.revoked.aborted || ended.aborted) return wrongToken;
      const address = grant.target && alibabaName(grant.target);
      return handOuts.give(session, { kind: 'endpoint', address, program }, (given) => ({
        status: 200,
        body: uriAnswer(given, now()),
      }));
    } catch (error) {
      const failure = failureOf(error, profile);
      if (failure.code === 'unexpected' && error instanceof Error && !grant.revoked.aborted) log.error(error);
      return failed(failure, describe);
    }
  }

  /** A session that lasts as long as readers want, or else the one that lasts longest. Never asks the user. */
  async #session(target: AlibabaTarget, signal: AbortSignal): Promise<Session<AlibabaPlan>> {
    const { sessions } = this.#dependencies;
    const request = { mayAsk: false, signal };
    const first = await sessions.get(target, { ...request, minimumMs: leastMs });
    const minimumMs = wantedLife(first.plan);
    if (this.#leftMs(first) >= minimumMs) return first;
    const renewed = await Promise.race([
      sessions.get(target, { ...request, minimumMs }).catch(() => first),
      sleep(this.#limits.renewalMs, first, { ref: false }),
    ]);
    return this.#leftMs(renewed) > this.#leftMs(first) ? renewed : first;
  }

  #leftMs({ credentials }: Session<AlibabaPlan>): number {
    return (credentials.expiration ?? Number.POSITIVE_INFINITY) - this.#dependencies.now();
  }

  /** Revokes all addresses. */
  dispose(): void {
    this.#isDisposed = true;
    this.revokeAll();
    this.#changed.dispose();
  }
}

/** Less than `wantedMs` for sessions that are short by choice: no renewal makes them last longer. Milliseconds. */
function wantedLife({ steps }: AlibabaPlan): number {
  const last = steps.at(-1);
  const seconds = last && 'durationSeconds' in last ? last.durationSeconds : undefined;
  return Math.min(wantedMs, seconds === undefined ? wantedMs : (seconds * 1000) / 2);
}
