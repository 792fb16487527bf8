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

/** The options of a listing: whether the user may be asked to sign in, and when to stop. */
export interface ListRequest {
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
}

/** The progress of a listing: how many accounts were found, and for how many the roles are known. */
export interface ListingStep {
  readonly session: SsoSession;
  readonly accounts: number;
  readonly withRoles: number;
}

/** How often partial results are shown. The interval grows if showing them takes more than a twentieth of the time. */
const showEveryMs = 300;

/**
 * The known accounts of sign-ins. Earlier listings are available immediately, even in a new window. All methods reject
 * with `FailureError`, or with `Cancelled` when the caller cancels.
 */
export class KnownAccounts implements Disposable {
  readonly #dependencies: KnownAccountsDependencies;
  readonly #listings = new Map<string, Listing>();
  readonly #reading = new Map<string, Promise<Listing | undefined>>();
  readonly #running = new SharedWork<Listing>();
  /** By sign-in. */
  readonly #steps = new Map<string, ListingStep>();
  readonly #changed = new Emitter<SsoSession>();
  readonly #stepped = new Emitter<ListingStep>();

  /** The listing of this sign-in has changed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidStep = this.#stepped.event;

  constructor(dependencies: KnownAccountsDependencies) {
    this.#dependencies = dependencies;
  }

  /** The known listing, from this window or an earlier one. */
  async known(session: SsoSession): Promise<Listing | undefined> {
    const key = signInKey(session);
    const reading = this.#reading.get(key) ?? this.#dependencies.files.read(key);
    this.#reading.set(key, reading);
    const read = await reading;
    if (read && this.#reading.get(key) === reading && !this.#listings.has(key)) this.#listings.set(key, read);
    return this.#listings.get(key);
  }

  /** The listing, if this window has loaded it. */
  loaded(session: Pick<SsoSession, 'name' | 'startUrl'>): Listing | undefined {
    return this.#listings.get(signInKey(session));
  }

  /** An account of a listing that this window has loaded. */
  accountOf(session: Pick<SsoSession, 'name' | 'startUrl'>, accountId: string): Account | undefined {
    return this.loaded(session)?.accounts.get(accountId);
  }

  /** How far the listing of this sign-in is; undefined if none is running, or nothing was found yet. */
  stepOf(session: SsoSession): ListingStep | undefined {
    return this.#steps.get(signInKey(session));
  }

  /** Lists all accounts and their roles, and shows partial results in the meantime. */
  listAll(session: SsoSession, request: ListRequest): Promise<Listing> {
    return this.#list('all', session, request, async (show, signal) => {
      const { mayAsk } = request;
      const all = await this.#dependencies.signIns.withToken(session, { mayAsk, signal }, (center, token) =>
        listAll(center, token, show, signal),
      );
      const listing = listingOf(all, this.#dependencies.now());
      const key = signInKey(session);
      await this.#dependencies.files.write(key, listing);
      // The user signed out in the meantime, so the file must not remain.
      if (signal.aborted) await this.#dependencies.files.remove(key);
      return listing;
    });
  }

  /** Lists the accounts. Roles that are already known are kept. */
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

  /** Lists the roles in one account. */
  listRoles(session: SsoSession, accountId: string, request: ListRequest): Promise<Listing> {
    return this.#list(`roles ${accountId}`, session, request, async (_, signal) => {
      const { mayAsk } = request;
      const roles = await this.#dependencies.signIns.withToken(session, { mayAsk, signal }, (center, token) =>
        rolesIn(center, token, accountId, signal),
      );
      return withRoles(await this.known(session), accountId, roles);
    });
  }

  /** Forgets the accounts of a sign-in: the next sign-in may belong to another user. */
  async forget(session: SsoSession): Promise<void> {
    const key = signInKey(session);
    this.#running.cancelAll(workKeyPrefix(session));
    this.#listings.delete(key);
    this.#reading.set(key, Promise.resolve(undefined));
    await this.#dependencies.files.remove(key);
    this.#changed.fire(session);
  }

  #list(
    what: string,
    session: SsoSession,
    { mayAsk, signal }: ListRequest,
    list: (show: (progress: ListingProgress) => void, signal: AbortSignal) => Promise<Listing>,
  ): Promise<Listing> {
    const key = `${workKeyPrefix(session)}${mayAsk} ${what}`;
    return this.#running.join(key, signal, async (abort) => {
      const before = await this.known(session);
      let pause = showEveryMs;
      let shownAt = performance.now();
      const show = (progress: ListingProgress): void => {
        const step = { session, accounts: progress.accounts.length, withRoles: progress.roles.size };
        this.#steps.set(signInKey(session), step);
        this.#stepped.fire(step);
        const start = performance.now();
        if (start - shownAt < pause || (before && !addsTo(before, progress))) return;
        const roles = new Map([...knownRolesOf(before), ...progress.roles]);
        this.#show(session, listingOf({ accounts: progress.accounts, roles }, undefined));
        shownAt = performance.now();
        pause = Math.max(showEveryMs, 20 * (shownAt - start));
      };
      try {
        const listing = await list(show, abort);
        if (abort.aborted) throw new Cancelled();
        this.#steps.delete(signInKey(session));
        this.#show(session, listing);
        return listing;
      } finally {
        if (this.#steps.delete(signInKey(session))) this.#changed.fire(session);
      }
    });
  }

  #show(session: SsoSession, listing: Listing): void {
    this.#listings.set(signInKey(session), listing);
    this.#changed.fire(session);
  }

  dispose(): void {
    this.#running.cancelAll();
  }
}

/** A complete listing stays visible until it is replaced, and a listing never shrinks while it is updated. */
function addsTo(before: Listing, { roles }: ListingProgress): boolean {
  return before.completedAt === undefined && roles.size > 0;
}

/** The key prefix of all work for a sign-in. */
function workKeyPrefix(session: SsoSession): string {
  return `${signInKey(session)}\0`;
}
