import { isLegacySso } from '../plan/adHocProfile.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';
import { keys } from '../profiles/keys.ts';
import type { NewProfile, Population } from '../profiles/population.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import type { Account, Listing } from './accounts.ts';
import { plainText, withDashes } from './asciiNames.ts';

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

type SignInName = Pick<SsoSession, 'name' | 'startUrl'>;

/** The placeholders of a template and their values. */
const placeholders: ReadonlyMap<string, (assignment: Assignment, session: SignInName) => string> = new Map([
  ['account', ({ account }) => account.name],
  ['accountId', ({ account }) => account.id],
  ['email', ({ account }) => account.email],
  ['role', ({ roleName }) => roleName],
  ['session', (_, { name, startUrl }) => name ?? startUrl.replace(/^https?:\/\/|\/start.*/gu, '')],
]);

export const placeholderNames: readonly string[] = [...placeholders.keys()];

/** The first part of a template that is not a valid placeholder: `{rolle}`, or an unmatched brace. */
export function unknownPlaceholder(template: string): string | undefined {
  const rest = template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    placeholders.has(name) ? '' : whole,
  );
  return /\{[^{}]*\}|[{}]/u.exec(rest)?.[0];
}

/**
 * Fills in a template. The result has only characters that all tools accept in a profile name. `marksChanges`: the
 * account ID follows each value that has other characters.
 */
export function profileName(
  template: string,
  assignment: Assignment,
  session: SignInName,
  marksChanges = false,
): string {
  const { id } = assignment.account;
  const filled = fill(template, assignment, session, (text) => plainText(text, id, marksChanges));
  const name = withDashes(filled).replace(/^-+/u, '');
  // This section has a meaning of its own, for tools and for the CLI's parser.
  return /^default$/iu.test(name) ? `${name}-${id}` : name;
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
  const { session, region, inBlock, removed } = options;
  const added = newNames(profiles, options).map(({ name, assignment }): NewProfile => ({
    name,
    values: profileValues(session, assignment.account.id, assignment.roleName, region),
  }));
  const name = signInKey(session);
  return { kind: 'populate', name, added, removed, block: inBlock ? name : undefined };
}

/** The assignments without a profile, and the names that their profiles get. */
export function newNames(
  profiles: ProfileSet,
  { session, template, assignments, removed }: PopulationOptions,
): readonly { readonly name: string; readonly assignment: Assignment }[] {
  const existing = profilesOn(profiles, session);
  const added = assignments.filter(
    ({ account, roleName }) => !existing.has(assignmentKey(account.id, roleName)),
  );
  const isTaken = (name: string): boolean => profiles.profiles.has(name) && !removed.includes(name);
  const names = profileNames(template, added, session, isTaken);
  return added.map((assignment, i) => ({ name: names[i]!, assignment }));
}

/**
 * The name of each assignment. Names that are equal or taken only because of characters that had to go get the account
 * ID. Others that are equal need another template.
 */
function profileNames(
  template: string,
  assignments: readonly Assignment[],
  session: SsoSession,
  isTaken: (name: string) => boolean,
): readonly string[] {
  const named = assignments.map((assignment) => ({
    assignment,
    name: profileName(template, assignment, session),
    written: fill(template, assignment, session, (text) => text),
  }));
  const writtenAs = new Map<string, Set<string>>();
  for (const { name, written } of named)
    writtenAs.set(name, (writtenAs.get(name) ?? new Set<string>()).add(written));
  return named.map(({ assignment, name }) => {
    const isShared = (writtenAs.get(name)?.size ?? 0) > 1 || isTaken(name);
    return isShared ? profileName(template, assignment, session, true) : name;
  });
}

function fill(
  template: string,
  assignment: Assignment,
  session: SignInName,
  change: (text: string) => string,
): string {
  return template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    change(placeholders.get(name)?.(assignment, session) ?? whole),
  );
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
  return newNames(profiles, options).flatMap(({ name }) => {
    const isTaken = seen.has(name) || (profiles.profiles.has(name) && !removed.has(name));
    seen.add(name);
    return isTaken ? [name] : [];
  });
}
