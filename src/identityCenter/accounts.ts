import type { IdentityCenter, PortalAccount } from '../credentials/sdk/identityCenter.ts';
import { isNoAccess } from '../credentials/sso/ssoFailure.ts';

/** An account that a sign-in leads to. */
export interface Account extends PortalAccount {
  /** The names of the permission sets, in order; undefined as long as nobody has asked for them. */
  readonly roles: readonly string[] | undefined;
}

/** What a sign-in leads to, as far as it is known. */
export interface Listing {
  /** By id, in the order of their names. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** When all of it was listed, in milliseconds since the epoch; undefined while something is missing. */
  readonly completedAt: number | undefined;
}

export interface ListingProgress {
  readonly accounts: readonly PortalAccount[];
  /** By account. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** So many calls are under way at a time: enough to hide the distance, too few to be a burden. */
const concurrency = 8;

type Center = Pick<IdentityCenter, 'accounts' | 'roles'>;

/** Lists all accounts. `show` hears of those that there are so far. Rejects with what the SDK throws. */
export async function listAccounts(
  center: Center,
  accessToken: string,
  show: (so: ListingProgress) => void,
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
 * Lists all accounts and the roles in them. `show` hears of what there is so far, after each answer. Rejects with what
 * the SDK throws; nothing is under way any more then.
 */
export async function listAll(
  center: Center,
  accessToken: string,
  show: (so: ListingProgress) => void,
  signal: AbortSignal,
): Promise<ListingProgress> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const accounts = await listAccounts(center, accessToken, show, either);
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

/** The names of the roles in an account, in order. What was taken away between two calls leads to none. */
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

/** What there is so far, in order. */
export function listingOf({ accounts, roles }: ListingProgress, completedAt: number | undefined): Listing {
  const names = new Map<string, string>();
  // Thousands of accounts have the same few roles.
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

/** The roles that a listing knows, by account. */
export function knownRolesOf(listing: Listing | undefined): Map<string, readonly string[]> {
  return new Map(
    [...(listing?.accounts ?? [])].flatMap(([id, { roles }]) => (roles ? [[id, roles] as const] : [])),
  );
}

/** The same with the roles of one account. */
export function withRoles(listing: Listing | undefined, id: string, roles: readonly string[]): Listing {
  const accounts = new Map(listing?.accounts);
  accounts.set(id, { ...(accounts.get(id) ?? { id, name: id, email: '' }), roles });
  return { accounts, completedAt: listing?.completedAt };
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}
