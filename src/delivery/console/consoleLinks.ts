import { type Failure, FailureError } from '../../base/failure.ts';
import { fetchSigninToken, type GetSigninToken } from '../../credentials/run/signinToken.ts';
import type { Identity } from '../../credentials/sdk/sts.ts';
import { type ConsolePlace, consolePlace } from '../../plan/console/consolePlace.ts';
import {
  type ConsoleRoute,
  consoleRoute,
  type ConsoleWish,
  type FederationRoute,
  type KeysFound,
  routeOfKeys,
} from '../../plan/console/consoleRoute.ts';
import { federationUrl, loginUrl, portalUrl, signedOutFirst } from '../../plan/console/consoleUrls.ts';
import { type Destination, destinationUrl } from '../../plan/console/destination.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { Session, SessionRequest, SessionSource } from '../../session/sessions.ts';
import type { Recipient } from '../handover/recipient.ts';
import type { HandOuts } from '../record/handOuts.ts';

/** A link that opens the console. */
export interface ConsoleLink {
  readonly url: string;
  /** Whether the link signs in whoever has it, for 15 minutes. Show and log it nowhere. */
  readonly isSecret: boolean;
}

/** What the user wants of a link. */
export type LinkWish = Pick<ConsoleWish, 'as' | 'withoutMfa'> & {
  /** Whether the link goes to the browser or to the clipboard. */
  readonly into: 'browser' | 'clipboard';
  /** Whether something other than the user chose the target, such as a link in a file. */
  readonly isOutside?: boolean;
};

export interface ConsoleLinksDependencies {
  readonly sessions: Pick<SessionSource, 'planOf' | 'withSession'>;
  readonly handOuts: Pick<HandOuts, 'check' | 'give'>;
  /** Resolves when the plan of the target is certain. Does not reject. */
  readonly ready: (target: Target) => Promise<void>;
  readonly identify: (session: Session, signal: AbortSignal) => Promise<Identity>;
  /** Asks before a production profile is used for this link. Resolves to whether it asked; rejects with `Cancelled`. */
  readonly confirm: (target: Target, isOutside: boolean) => Promise<boolean>;
  /** How long a console session of the target lasts where that can be chosen, and what limits that. */
  readonly durations: (target: Target) => Pick<ConsoleWish, 'sessionSeconds' | 'mostCodeSeconds'>;
  /** Whether the browser is signed out of the console first. */
  readonly signOutFirst: { readonly value: boolean };
  /** The name of federated users. */
  readonly sessionName: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly getSigninToken?: GetSigninToken;
}

/** The console must not end soon after it is opened, so older credentials are not used for it. Milliseconds. */
const minimumMs = 15 * 60_000;

/** Makes links that open the console for a target. */
export class ConsoleLinks {
  readonly #dependencies: ConsoleLinksDependencies;

  constructor(dependencies: ConsoleLinksDependencies) {
    this.#dependencies = dependencies;
  }

  /** How the console would be opened, so that the user can be asked first. A failure tells why it cannot be opened. */
  async routeOf(
    target: Target,
    wish: Pick<ConsoleWish, 'as' | 'withoutMfa'>,
  ): Promise<ConsoleRoute | Failure> {
    const planned = await this.#planned(target);
    return isPlan(planned) ? consoleRoute(planned, this.#whole(wish, target)) : planned.failure;
  }

  /** Makes the link. Rejects with `FailureError` or `Cancelled`; neither contains it. */
  async linkFor(
    target: Target,
    destination: Destination,
    wish: LinkWish,
    request: SessionRequest,
  ): Promise<ConsoleLink> {
    const route = known(await this.routeOf(target, wish));
    // What cannot be opened is found out before the user is asked for anything.
    const address = known(addressAt(consolePlace(route.plan), destination));
    if (route.kind === 'portal') {
      await this.#dependencies.confirm(target, wish.isOutside ?? false);
      // Without a region of its own, the portal opens the one that the browser used last.
      const isUsual = destination.kind === 'home' && route.plan.region === undefined;
      return { url: known(portalUrl(route, isUsual ? undefined : address)), isSecret: false };
    }
    const recipient: Recipient =
      wish.into === 'browser' ? { kind: 'console' } : { kind: 'clipboard', format: 'consoleLink' };
    this.#dependencies.handOuts.check(recipient);
    const isConfirmed = await this.#dependencies.confirm(target, wish.isOutside ?? false);
    const confirmed = { ...request, isConfirmed };
    const order = { target, destination, recipient, wish: this.#whole(wish, target), request: confirmed };
    const change = (plan: Plan): Plan => known(consoleRoute(plan, order.wish)).plan;
    return this.#withSession(order, change, (session) => this.#linkWith(session, order));
  }

  async #linkWith(session: Session, order: Order): Promise<ConsoleLink> {
    const { plan } = session;
    const route = known(consoleRoute(plan, order.wish));
    if (route.kind === 'federation') return this.#federate(session, route, order);
    const found = await this.#identify(session, order.request.signal);
    const decided = known(routeOfKeys(plan, found, order.wish));
    const { arn } = found === 'longTerm' ? { arn: undefined } : found;
    if (!decided.isForUser) return this.#federate(session, decided, order, arn);
    return this.#withSession(
      order,
      () => decided.plan,
      (federated) => this.#federate(federated, decided, order),
    );
  }

  #withSession(
    { target, request }: Order,
    change: (plan: Plan) => Plan,
    action: (session: Session) => Promise<ConsoleLink>,
  ): Promise<ConsoleLink> {
    return this.#dependencies.sessions.withSession(target, { ...request, minimumMs, change }, action);
  }

  async #identify(session: Session, signal: AbortSignal): Promise<KeysFound> {
    if (!session.credentials.isTemporary) return 'longTerm';
    return this.#dependencies.identify(session, signal);
  }

  /** `arn`: that of the credentials, if AWS has told it. */
  async #federate(
    session: Session,
    { sessionSeconds }: FederationRoute,
    { target, destination, recipient, request: { signal } }: Order,
    arn?: string,
  ): Promise<ConsoleLink> {
    const { handOuts, getSigninToken = fetchSigninToken, signOutFirst, now } = this.#dependencies;
    const { plan } = session;
    const place = known(consolePlace(plan, arn));
    const address = known(addressAt(place, destination));
    const endpoint = { url: federationUrl(place), caBundle: plan.signin.caBundle };
    const end = sessionSeconds === undefined ? undefined : now() + sessionSeconds * 1000;
    const token = await handOuts.give(
      session,
      recipient,
      ({ credentials }) =>
        getSigninToken(targetName(target), endpoint, { credentials, sessionSeconds }, signal),
      end,
    );
    const link = loginUrl(place, address, token);
    return { url: signOutFirst.value ? signedOutFirst(place, link) : link, isSecret: true };
  }

  /** Settings may limit the access with policies in files, which are read when they are first needed. */
  async #planned(target: Target): Promise<Planned> {
    await this.#dependencies.ready(target);
    return this.#dependencies.sessions.planOf(target);
  }

  #whole({ as, withoutMfa = false }: Pick<ConsoleWish, 'as' | 'withoutMfa'>, target: Target): ConsoleWish {
    const { durations, sessionName } = this.#dependencies;
    return { ...durations(target), as, withoutMfa, sessionName };
  }
}

interface Order {
  readonly target: Target;
  readonly destination: Destination;
  readonly recipient: Recipient;
  readonly wish: ConsoleWish;
  readonly request: SessionRequest;
}

function addressAt(place: ConsolePlace | Failure, destination: Destination): string | Failure {
  return 'code' in place ? place : destinationUrl(destination, place);
}

function known<T extends string | object>(found: T | Failure): Exclude<T, Failure> {
  if (typeof found === 'object' && 'code' in found) throw new FailureError(found);
  return found as Exclude<T, Failure>;
}
