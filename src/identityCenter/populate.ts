import { isLegacySso } from '../plan/adHocProfile.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';
import { keys } from '../profiles/keys.ts';
import type { NewProfile, Population } from '../profiles/population.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import type { Account, Listing } from './accounts.ts';

/** A permission set in an account, for which a profile can be written. */
export interface Assignment {
  readonly account: Account;
  readonly roleName: string;
}

/** The user's choices for the profiles to write. */
export interface PopulationOptions {
  readonly session: SsoSession;
  readonly assignments: readonly Assignment[];
  readonly template: string;
  readonly region: string | undefined;
  readonly inBlock: boolean;
  readonly removed: readonly string[];
}

export const defaultTemplate = '{account}.{role}';

/** The placeholders of a template and their values. */
const placeholders: Readonly<Record<string, (assignment: Assignment, session: SsoSession) => string>> = {
  account: ({ account }) => account.name,
  accountId: ({ account }) => account.id,
  email: ({ account }) => account.email,
  role: ({ roleName }) => roleName,
  session: (_, { name, startUrl }) => name ?? startUrl.replace(/^https?:\/\/|\/start.*/gu, ''),
};

export const placeholderNames: readonly string[] = Object.keys(placeholders);

/** The first part of a template that is not a valid placeholder: `{rolle}`, or an unmatched brace. */
export function unknownPlaceholder(template: string): string | undefined {
  const rest = template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    Object.hasOwn(placeholders, name) ? '' : whole,
  );
  return /\{[^{}]*\}|[{}]/u.exec(rest)?.[0];
}

/** Fills in a template. Characters that not all tools accept in a profile name become dashes. */
export function profileName(template: string, assignment: Assignment, session: SsoSession): string {
  const filled = template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    (placeholders[name]?.(assignment, session) ?? whole).trim(),
  );
  return filled.replaceAll(/[^\w\-@+.%:/]+/gu, '-');
}

/** All known assignments of a listing. */
export function assignmentsOf({ accounts }: Listing): readonly Assignment[] {
  return [...accounts.values()].flatMap((account) =>
    (account.roles ?? []).map((roleName) => ({ account, roleName })),
  );
}

/** Identifies an assignment. */
export function assignmentKey(accountId: string, roleName: string): string {
  return `${accountId}/${roleName}`;
}

/** The profiles that get an assignment through this sign-in and do not assume another role, by `assignmentKey`. */
export function profilesOn(
  { profiles }: ProfileSet,
  session: SsoSession,
): ReadonlyMap<string, readonly Profile[]> {
  const found = new Map<string, Profile[]>();
  for (const profile of profiles.values()) {
    const signIn = isLegacySso(profile)
      ? valueOf(profile, keys.ssoStartUrl)
      : valueOf(profile, keys.ssoSession);
    const [accountId, roleName] = [keys.ssoAccountId, keys.ssoRoleName].map((key) => valueOf(profile, key));
    if (signIn !== signInKey(session) || !accountId || !roleName || valueOf(profile, keys.roleArn)) continue;
    const key = assignmentKey(accountId, roleName);
    const others = found.get(key);
    if (others) others.push(profile);
    else found.set(key, [profile]);
  }
  return found;
}

/** The profiles whose assignment no longer exists. The listing must be complete. */
export function vanished(profiles: ProfileSet, session: SsoSession, listing: Listing): readonly string[] {
  const existing = new Set(
    assignmentsOf(listing).map(({ account, roleName }) => assignmentKey(account.id, roleName)),
  );
  return [...profilesOn(profiles, session)]
    .filter(([key]) => !existing.has(key))
    .flatMap(([, gone]) => gone.map(({ name }) => name));
}

/**
 * The changes to the AWS files. An assignment that already has a profile is skipped, whatever the name of that profile.
 */
export function populationOf(profiles: ProfileSet, options: PopulationOptions): Population {
  const { session, template, region, inBlock, removed } = options;
  const existing = profilesOn(profiles, session);
  const added = options.assignments
    .filter(({ account, roleName }) => !existing.has(assignmentKey(account.id, roleName)))
    .map((assignment): NewProfile => ({
      name: profileName(template, assignment, session),
      values: profileValues(session, assignment.account.id, assignment.roleName, region),
    }));
  const name = signInKey(session);
  return { kind: 'populate', name, added, removed, block: inBlock ? name : undefined };
}

/** The keys of a profile for an assignment. */
export function profileValues(
  { name, startUrl, region: ssoRegion }: SsoSession,
  accountId: string,
  roleName: string,
  region: string | undefined,
): NewProfile['values'] {
  return [
    ...(name === undefined
      ? ([
          [keys.ssoStartUrl, startUrl],
          [keys.ssoRegion, ssoRegion],
        ] as const)
      : ([[keys.ssoSession, name]] as const)),
    [keys.ssoAccountId, accountId],
    [keys.ssoRoleName, roleName],
    ...(region === undefined ? [] : ([['region', region]] as const)),
  ];
}

/** The names that the template yields twice or that other profiles already have. */
export function clashes(profiles: ProfileSet, options: PopulationOptions): readonly string[] {
  const seen = new Set<string>();
  const removed = new Set(options.removed);
  return populationOf(profiles, options).added.flatMap(({ name }) => {
    const isTaken = seen.has(name) || (profiles.profiles.has(name) && !removed.has(name));
    seen.add(name);
    return isTaken ? [name] : [];
  });
}
