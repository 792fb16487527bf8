import { withDeadline } from '../base/deadline.ts';
import { deadlines } from '../base/deadlines.ts';
import type { IdentityCenter, PortalAccount } from '../credentials/sdk/identityCenter.ts';
import { isNoAccess } from '../credentials/sso/ssoFailure.ts';

/** An account that a sign-in gives access to. */
export interface Account extends PortalAccount {
  /** The names of the permission sets, sorted; undefined until they are listed. */
  readonly roles: readonly string[] | undefined;
}

/** The known accounts of a sign-in. */
export interface Listing {
  /** By ID, sorted by name. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** When everything was listed, in milliseconds since the epoch; undefined while the listing is incomplete. */
  readonly completedAt: number | undefined;
}

export interface ListingProgress {
  readonly accounts: readonly PortalAccount[];
  /** By account ID. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** Concurrent calls: enough to hide the latency, few enough not to burden the service. */
const concurrency = 8;

type Center = Pick<IdentityCenter, 'accounts' | 'roles'>;

/**
 * Lists all accounts. `show` receives the accounts found so far. Rejects with what the SDK throws, or with `TimedOut`.
 */
export function listAccounts(
  center: Center,
  accessToken: string,
  show: (progress: ListingProgress) => void,
  signal: AbortSignal,
): Promise<readonly PortalAccount[]> {
  return withDeadline(deadlines.listingMs, signal, (within) => accountsIn(center, accessToken, show, within));
}

async function accountsIn(
  center: Center,
  accessToken: string,
  show: (progress: ListingProgress) => void,
  signal: AbortSignal,
): Promise<readonly PortalAccount[]> {
  const accounts: PortalAccount[] = [];
  for await (const page of center.accounts(accessToken, signal)) {
    accounts.push(...page);
    show({ accounts, roles: new Map() });
  }
  return accounts;
}

/**
 * Lists all accounts and their roles. `show` receives the results so far after each response. Rejects with what the SDK
 * throws, after all calls have ended, or with `TimedOut`.
 */
export function listAll(
  center: Center,
  accessToken: string,
  show: (progress: ListingProgress) => void,
  signal: AbortSignal,
): Promise<ListingProgress> {
  return withDeadline(deadlines.listingMs, signal, (within) =>
    everythingIn(center, accessToken, show, within),
  );
}

async function everythingIn(
  center: Center,
  accessToken: string,
  show: (progress: ListingProgress) => void,
  signal: AbortSignal,
): Promise<ListingProgress> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const accounts = await accountsIn(center, accessToken, show, either);
  const roles = new Map<string, readonly string[]>();
  const left = accounts.values();
  const work = Array.from({ length: concurrency }, async () => {
    for (const { id } of left) {
      either.throwIfAborted();
      roles.set(id, await rolesIn(center, accessToken, id, either));
      show({ accounts, roles });
    }
  });
  try {
    await Promise.all(work);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(work);
    throw error;
  }
  return { accounts, roles };
}

/**
 * Lists the role names in an account, sorted. Empty if access to the account was removed since the accounts were
 * listed.
 */
export async function rolesIn(
  center: Center,
  accessToken: string,
  accountId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const roles = await center.roles(accessToken, accountId, signal).catch((error: unknown) => {
    if (isNoAccess(error)) return [];
    throw error;
  });
  return roles.toSorted(compare);
}

/** Converts the results so far to a sorted listing. */
export function listingOf({ accounts, roles }: ListingProgress, completedAt: number | undefined): Listing {
  const names = new Map<string, string>();
  // Thousands of accounts share a few role names, so equal strings are stored once.
  const shared = (name: string): string => {
    const known = names.get(name);
    if (known === undefined) names.set(name, name);
    return known ?? name;
  };
  const sorted = accounts.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  return {
    accounts: new Map(
      sorted.map((account) => [account.id, { ...account, roles: roles.get(account.id)?.map(shared) }]),
    ),
    completedAt,
  };
}

/** The known roles of a listing, by account ID. */
export function knownRolesOf(listing: Listing | undefined): Map<string, readonly string[]> {
  return new Map(
    [...(listing?.accounts ?? [])].flatMap(([id, { roles }]) => (roles ? [[id, roles] as const] : [])),
  );
}

/** Returns the listing with the roles of one account replaced. */
export function withRoles(listing: Listing | undefined, id: string, roles: readonly string[]): Listing {
  const accounts = new Map(listing?.accounts);
  accounts.set(id, { ...(accounts.get(id) ?? { id, name: id, email: '' }), roles });
  return { accounts, completedAt: listing?.completedAt };
}

/** Made on first use: making it takes as long as loading the rest of the bundle. */
let collator: Intl.Collator | undefined;

function compare(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
