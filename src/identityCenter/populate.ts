import { isOlder } from '../plan/adHocProfile.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';
import type { NewProfile, Population } from '../profiles/population.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import type { Account, Listing } from './accounts.ts';

/** A role in an account, as a profile could have it. */
export interface Assignment {
  readonly account: Account;
  readonly roleName: string;
}

/** What a person wants of the profiles that are written. */
export interface PopulationWish {
  readonly session: SsoSession;
  readonly assignments: readonly Assignment[];
  readonly template: string;
  readonly region: string | undefined;
  readonly inBlock: boolean;
  readonly removed: readonly string[];
}

export const defaultTemplate = '{account}.{role}';

/** What a template may say, and what comes in its place. */
const placeholders: Readonly<Record<string, (assignment: Assignment, session: SsoSession) => string>> = {
  account: ({ account }) => account.name,
  accountId: ({ account }) => account.id,
  email: ({ account }) => account.email,
  role: ({ roleName }) => roleName,
  session: (_, { name, startUrl }) => name ?? startUrl.replace(/^https?:\/\/|\/start.*$/gu, ''),
};

export const placeholderNames: readonly string[] = Object.keys(placeholders);

/** What in a template stands for nothing: `{rolle}`, or a brace that has no other. */
export function unknownPlaceholder(template: string): string | undefined {
  const rest = template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    Object.hasOwn(placeholders, name) ? '' : whole,
  );
  return /\{[^{}]*\}|[{}]/u.exec(rest)?.[0];
}

/** The name by a template. What not all tools can read in a name is a dash. */
export function profileName(template: string, assignment: Assignment, session: SsoSession): string {
  const filled = template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    (placeholders[name]?.(assignment, session) ?? whole).trim(),
  );
  return filled.replaceAll(/[^\w\-@+.%:/]+/gu, '-');
}

/** All roles of a listing, as far as they are known. */
export function assignmentsOf({ accounts }: Listing): readonly Assignment[] {
  return [...accounts.values()].flatMap((account) =>
    (account.roles ?? []).map((roleName) => ({ account, roleName })),
  );
}

/** Tells assignments apart. */
export function assignmentKey(accountId: string, roleName: string): string {
  return `${accountId}/${roleName}`;
}

/** The profiles that have a role by this sign-in, and nothing else, by `assignmentKey`. */
export function profilesOn(
  { profiles }: ProfileSet,
  session: SsoSession,
): ReadonlyMap<string, readonly Profile[]> {
  const found = new Map<string, Profile[]>();
  for (const profile of profiles.values()) {
    const signIn = isOlder(profile) ? valueOf(profile, 'sso_start_url') : valueOf(profile, 'sso_session');
    const [accountId, roleName] = ['sso_account_id', 'sso_role_name'].map((key) => valueOf(profile, key));
    if (signIn !== signInKey(session) || !accountId || !roleName || valueOf(profile, 'role_arn')) continue;
    const key = assignmentKey(accountId, roleName);
    found.set(key, [...(found.get(key) ?? []), profile]);
  }
  return found;
}

/** The profiles whose role is no longer there; of a listing that is complete. */
export function vanished(profiles: ProfileSet, session: SsoSession, listing: Listing): readonly string[] {
  const there = new Set(
    assignmentsOf(listing).map(({ account, roleName }) => assignmentKey(account.id, roleName)),
  );
  return [...profilesOn(profiles, session)]
    .filter(([key]) => !there.has(key))
    .flatMap(([, gone]) => gone.map(({ name }) => name));
}

/** What a wish does to the files. A role that a profile has already is left as it is, whatever the profile is called. */
export function populationOf(profiles: ProfileSet, wish: PopulationWish): Population {
  const { session, template, region, inBlock, removed } = wish;
  const there = profilesOn(profiles, session);
  const added = wish.assignments
    .filter(({ account, roleName }) => !there.has(assignmentKey(account.id, roleName)))
    .map((assignment): NewProfile => ({
      name: profileName(template, assignment, session),
      values: profileValues(session, assignment.account.id, assignment.roleName, region),
    }));
  const name = signInKey(session);
  return { kind: 'populate', name, added, removed, block: inBlock ? name : undefined };
}

/** The keys of a profile that has a role by a sign-in. */
export function profileValues(
  { name, startUrl, region: ssoRegion }: SsoSession,
  accountId: string,
  roleName: string,
  region: string | undefined,
): NewProfile['values'] {
  return [
    ...(name === undefined
      ? ([
          ['sso_start_url', startUrl],
          ['sso_region', ssoRegion],
        ] as const)
      : ([['sso_session', name]] as const)),
    ['sso_account_id', accountId],
    ['sso_role_name', roleName],
    ...(region === undefined ? [] : ([['region', region]] as const)),
  ];
}

/** The names that a template gives twice, or that other profiles have. */
export function clashes(profiles: ProfileSet, wish: PopulationWish): readonly string[] {
  const seen = new Set<string>();
  return populationOf(profiles, wish).added.flatMap(({ name }) => {
    const isTaken = seen.has(name) || (profiles.profiles.has(name) && !wish.removed.includes(name));
    seen.add(name);
    return isTaken ? [name] : [];
  });
}
