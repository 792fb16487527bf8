import { type Disposable, Emitter } from '../base/event.ts';
import { Cancelled } from '../base/failure.ts';
import { SharedWork } from '../base/sharedWork.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';
import type { AccountFiles } from './accountFiles.ts';
import {
  type Account,
  knownRolesOf,
  type Listing,
  listAccounts,
  listAll,
  listingOf,
  type ListingProgress,
  rolesIn,
  withRoles,
} from './accounts.ts';
import type { SignIns } from './signIns.ts';

export interface KnownAccountsDependencies {
  readonly signIns: Pick<SignIns, 'withToken'>;
  readonly files: AccountFiles;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How something is listed: whether the person may be asked to sign in, and until when. */
export interface ListRequest {
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
}

/** How far a listing is: how many accounts there are so far, and of how many the roles. */
export interface ListingStep {
  readonly session: SsoSession;
  readonly accounts: number;
  readonly withRoles: number;
}

/** So often what is being listed is shown; less often where that takes more than a twentieth of the time. */
const showEveryMs = 300;

/**
 * What sign-ins lead to, as far as it is known: what was listed before is there at once, also in a window that has only
 * just been opened. Everything rejects with `FailureError`, or with `Cancelled` for who leaves.
 */
export class KnownAccounts implements Disposable {
  readonly #dependencies: KnownAccountsDependencies;
  readonly #listings = new Map<string, Listing>();
  readonly #reading = new Map<string, Promise<Listing | undefined>>();
  readonly #underWay = new SharedWork<Listing>();
  readonly #changed = new Emitter<SsoSession>();
  readonly #stepped = new Emitter<ListingStep>();

  /** There is more, or something else, in the listing of this sign-in. */
  readonly onDidChange = this.#changed.event;
  readonly onDidStep = this.#stepped.event;

  constructor(dependencies: KnownAccountsDependencies) {
    this.#dependencies = dependencies;
  }

  /** What is known by now, here or from an earlier time. */
  async known(session: SsoSession): Promise<Listing | undefined> {
    const key = signInKey(session);
    const reading = this.#reading.get(key) ?? this.#dependencies.files.read(key);
    this.#reading.set(key, reading);
    const read = await reading;
    if (read && this.#reading.get(key) === reading && !this.#listings.has(key)) this.#listings.set(key, read);
    return this.#listings.get(key);
  }

  /** An account of a listing that this window knows. */
  accountOf(session: SsoSession, accountId: string): Account | undefined {
    return this.#listings.get(signInKey(session))?.accounts.get(accountId);
  }

  /** Lists all accounts and all their roles; what there is so far is shown meanwhile. */
  listAll(session: SsoSession, request: ListRequest): Promise<Listing> {
    return this.#list('all', session, request, async (show, signal) => {
      const { mayAsk } = request;
      const all = await this.#dependencies.signIns.withToken(session, { mayAsk, signal }, (center, token) =>
        listAll(center, token, show, signal),
      );
      const listing = listingOf(all, this.#dependencies.now());
      const key = signInKey(session);
      await this.#dependencies.files.write(key, listing);
      // Whoever has signed out meanwhile leaves nothing behind.
      if (signal.aborted) await this.#dependencies.files.remove(key);
      return listing;
    });
  }

  /** Lists the accounts; of their roles, those stay known that are. */
  listAccounts(session: SsoSession, request: ListRequest): Promise<Listing> {
    return this.#list('accounts', session, request, async (show, signal) => {
      const { mayAsk } = request;
      const accounts = await this.#dependencies.signIns.withToken(
        session,
        { mayAsk, signal },
        (center, token) => listAccounts(center, token, show, signal),
      );
      const before = await this.known(session);
      const roles = knownRolesOf(before);
      const isWhole = accounts.every(({ id }) => roles.has(id));
      return listingOf({ accounts, roles }, isWhole ? before?.completedAt : undefined);
    });
  }

  /** Asks for the roles in one account. */
  listRoles(session: SsoSession, accountId: string, request: ListRequest): Promise<Listing> {
    return this.#list(`roles ${accountId}`, session, request, async (_, signal) => {
      const { mayAsk } = request;
      const roles = await this.#dependencies.signIns.withToken(session, { mayAsk, signal }, (center, token) =>
        rolesIn(center, token, accountId, signal),
      );
      return withRoles(await this.known(session), accountId, roles);
    });
  }

  /** Forgets what a sign-in led to: the next one may be somebody else’s. */
  async forget(session: SsoSession): Promise<void> {
    const key = signInKey(session);
    this.#underWay.callOff(workOn(session));
    this.#listings.delete(key);
    this.#reading.set(key, Promise.resolve(undefined));
    await this.#dependencies.files.remove(key);
    this.#changed.fire(session);
  }

  #list(
    what: string,
    session: SsoSession,
    { mayAsk, signal }: ListRequest,
    list: (show: (so: ListingProgress) => void, signal: AbortSignal) => Promise<Listing>,
  ): Promise<Listing> {
    const key = `${workOn(session)}${mayAsk} ${what}`;
    return this.#underWay.join(key, signal, async (abort) => {
      const before = await this.known(session);
      let pause = showEveryMs;
      let shownAt = performance.now();
      const show = (so: ListingProgress): void => {
        this.#stepped.fire({ session, accounts: so.accounts.length, withRoles: so.roles.size });
        const start = performance.now();
        if (start - shownAt < pause || (before && !addsTo(before, so))) return;
        const roles = new Map([...knownRolesOf(before), ...so.roles]);
        this.#show(session, listingOf({ accounts: so.accounts, roles }, undefined));
        shownAt = performance.now();
        pause = Math.max(showEveryMs, 20 * (shownAt - start));
      };
      const listing = await list(show, abort);
      if (abort.aborted) throw new Cancelled();
      this.#show(session, listing);
      return listing;
    });
  }

  #show(session: SsoSession, listing: Listing): void {
    this.#listings.set(signInKey(session), listing);
    this.#changed.fire(session);
  }

  dispose(): void {
    this.#underWay.callOff();
  }
}

/** Who looks at a whole listing keeps it until there is a new one; and nobody sees fewer accounts than before. */
function addsTo(before: Listing, { roles }: ListingProgress): boolean {
  return before.completedAt === undefined && roles.size > 0;
}

/** What the names of all work for a sign-in begin with. */
function workOn(session: SsoSession): string {
  return `${signInKey(session)}\0`;
}
