import { type Disposable, Emitter } from '../base/event.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { accountOf } from '../plan/planFacts.ts';
import type { AccountFacts } from '../plan/production.ts';
import type { ProfileSet } from '../profiles/profiles.ts';
import type { Listing } from './accounts.ts';
import { statedAccountId, statedAccountNames } from './statedAccounts.ts';

export interface AccountNamesDependencies {
  /** Resolves when the AWS files have been read. */
  readonly ready: () => Promise<unknown>;
  readonly profiles: () => ProfileSet;
  /** The keys of the sign-ins in the AWS files (`signInKey`). */
  readonly signIns: () => readonly string[];
  /** Reads the last listing of a sign-in. */
  readonly readListing: (signIn: string) => Promise<Listing | undefined>;
}

type Listed = Listing['accounts'];

/**
 * The names and email addresses of accounts, from what sign-ins have listed and from the AWS files. Listings are read
 * when the first name is asked for: it is known a moment later, when `onDidChange` fires.
 */
export class AccountNames implements Disposable {
  readonly #dependencies: AccountNamesDependencies;
  readonly #changed = new Emitter<void>();
  /** By sign-in; undefined if a sign-in has no listing. */
  readonly #listed = new Map<string, Listed | undefined>();
  readonly #reading = new Map<string, Promise<void>>();
  #stated: { readonly from: ProfileSet; readonly names: ReadonlyMap<string, string> } | undefined;
  /** The files in which a name was last asked for. */
  #askedIn: ProfileSet | undefined;
  /** The files whose sign-ins were read, or are being read. */
  #read: { readonly of: ProfileSet; readonly done: Promise<unknown> } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: AccountNamesDependencies) {
    this.#dependencies = dependencies;
  }

  /** Resolves when the listings of all sign-ins in the AWS files have been read. Does not reject. */
  async ready(): Promise<void> {
    await this.#dependencies.ready();
    const of = this.#dependencies.profiles();
    if (this.#read?.of !== of) this.#read = { of, done: this.#readAll() };
    await this.#read.done;
  }

  /** The account of a target; undefined if nothing is known about it. */
  of(planned: Planned): AccountFacts | undefined {
    const { target } = planned;
    const profile =
      target.kind === 'profile' ? this.#dependencies.profiles().profiles.get(target.name) : undefined;
    const id = (isPlan(planned) ? accountOf(planned) : undefined) ?? statedAccountId(profile);
    return id === undefined ? undefined : this.ofId(id);
  }

  ofId(id: string): AccountFacts {
    const profiles = this.#dependencies.profiles();
    if (this.#askedIn !== profiles) void this.ready();
    this.#askedIn = profiles;
    const listed = [...this.#listed.values()].map((accounts) => accounts?.get(id)).find(hasName);
    return { id, name: listed?.name ?? this.#namesInFiles.get(id), email: listed?.email || undefined };
  }

  /** Takes over what a sign-in has listed; undefined if it was forgotten. */
  learn(signIn: string, listing: Listing | undefined): void {
    const before = this.#listed.get(signIn);
    this.#reading.set(signIn, Promise.resolve());
    this.#listed.set(signIn, listing?.accounts);
    if (!isSame(before, listing?.accounts)) this.#changed.fire();
  }

  #readAll(): Promise<unknown> {
    return Promise.all(
      this.#dependencies.signIns().map((signIn) => {
        const reading = this.#reading.get(signIn) ?? this.#readListing(signIn);
        this.#reading.set(signIn, reading);
        return reading;
      }),
    );
  }

  async #readListing(signIn: string): Promise<void> {
    const listing = await this.#dependencies.readListing(signIn).catch(() => undefined);
    // The sign-in may have listed its accounts in the meantime.
    if (listing && !this.#listed.has(signIn)) this.learn(signIn, listing);
  }

  get #namesInFiles(): ReadonlyMap<string, string> {
    const from = this.#dependencies.profiles();
    if (this.#stated?.from !== from) this.#stated = { from, names: statedAccountNames(from) };
    return this.#stated.names;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** A listing has the ID as the name of an account whose name is not known. */
function hasName(account: { readonly id: string; readonly name: string } | undefined): boolean {
  return account !== undefined && account.name !== account.id;
}

function isSame(one: Listed | undefined, other: Listed | undefined): boolean {
  if (one?.size !== other?.size) return false;
  return [...(one ?? [])].every(([id, { name, email }]) => {
    const now = other?.get(id);
    return now?.name === name && now.email === email;
  });
}
