import type { Listing } from '../../identityCenter/accounts.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, type Target, targetKey, valueOf } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { factsOf, nameOf, searchedTexts, type TargetFacts } from '../targetFacts.ts';
import type { ViewSources } from '../viewSources.ts';
import { normalized, type Searchable } from './wordSearch.ts';

/** A target of the picker: a profile, VS Code's environment, or a role without a profile. */
export interface Entry extends Searchable {
  readonly target: Target;
  /** See `targetKey`. */
  readonly key: string;
  /** `dev`, or `production / Admin` for a role of a sign-in. */
  readonly label: string;
  /** Undefined for a profile that is not planned yet, and for a role of a sign-in, of which there may be thousands. */
  readonly planned: Planned | undefined;
}

/** Entries are kept as long as their plans, so that ten thousand rows can be searched again immediately. */
const known = new WeakMap<Planned, { readonly basis: string; readonly entry: Entry }>();

export function entryOf(planned: Planned, sources: ViewSources): Entry {
  // What may change while a plan stays the same.
  const basis = `${sources.accountNames.of(planned)?.name} ${sources.production.of(planned) !== undefined}`;
  const kept = known.get(planned);
  if (kept?.basis === basis) return kept.entry;
  const facts = factsOf(planned, sources);
  const { target } = planned;
  const label = labelOf(facts);
  const name = normalized(label);
  // Words do not contain line breaks, so no word matches across two facts.
  const text = [name, ...searchedTexts(facts).map(normalized)].join('\n');
  const entry = { target, key: targetKey(target), label, name, text, planned };
  known.set(planned, { basis, entry });
  return entry;
}

/** A role of a sign-in is named as among the roles of its sign-in. */
function labelOf({ target, name, accountName }: TargetFacts): string {
  return target.kind === 'assignment' && accountName !== undefined
    ? `${accountName} / ${target.roleName}`
    : name;
}

/** The last entry of each target, for the next picker to show before all plans are looked up again. */
const last = new WeakMap<Target, Entry>();

/** The entries of the targets as they are now. */
export function entriesOf(targets: readonly Target[], sources: ViewSources): readonly Entry[] {
  return targets.map((target) => {
    const entry = entryOf(sources.planOf(target), sources);
    last.set(target, entry);
    return entry;
  });
}

/** The entries that an earlier picker had; undefined unless it had all of them. */
export function lastEntries(targets: readonly Target[]): readonly Entry[] | undefined {
  const entries = targets.flatMap((target) => last.get(target) ?? []);
  return entries.length === targets.length ? entries : undefined;
}

/** A row for a profile that is not planned yet: only its name is known. */
export function unplannedEntry(target: Target): Entry {
  const label = nameOf(target);
  const name = normalized(label);
  return { target, key: targetKey(target), label, name, text: name, planned: undefined };
}

/** The profiles of the files: the same objects as long as the files stay the same. */
export function profileTargets(set: ProfileSet): readonly Target[] {
  const kept = targetsOfSet.get(set);
  if (kept) return kept;
  const targets = [...set.profiles.keys()].map((name): Target => ({ kind: 'profile', name }));
  targetsOfSet.set(set, targets);
  return targets;
}

const targetsOfSet = new WeakMap<ProfileSet, readonly Target[]>();

/** Everything that can be chosen, apart from the roles of sign-ins. */
export function targetsOf({ store, active, chosen, planOf }: ViewSources): readonly Target[] {
  const profiles = profileTargets(store.state.profiles);
  const environment: Target = { kind: 'environment' };
  const inUse = targetOf(settled(active.state));
  // The files say nothing of these, so they stay as long as the user has used or pinned them, or uses them.
  const others = [...(inUse ? [inUse] : []), ...chosen.pinned, ...chosen.recent].filter(
    ({ kind, access }) => kind === 'role' || kind === 'assignment' || access !== undefined,
  );
  const unique = new Map(others.map((target) => [targetKey(target), target]));
  const usable = [...unique.values()].filter((target) => isPlan(planOf(target)));
  return [...usable, ...profiles, ...(isPlan(planOf(environment)) ? [environment] : [])];
}

/** The roles of a sign-in. */
export interface SignInRoles {
  /** As in a `Target`. */
  readonly key: string;
  readonly label: string;
  readonly entries: readonly Entry[];
}

/** The known roles without a profile, by sign-in. Requests nothing from AWS, and never prompts the user. */
export async function rolesOfSignIns(sources: ViewSources): Promise<readonly SignInRoles[]> {
  const signIns = [...sources.signIns()];
  if (signIns.length === 0) return [];
  const { accounts } = await sources.portal.get();
  const { profiles } = sources.store.state;
  const groups = signIns.map(async ([key, session]) => {
    if ('code' in session) return [];
    const listing = await accounts.known(session);
    return [keptRoles({ key, label: sessionLabel(session) }, listing, profiles)];
  });
  return (await Promise.all(groups)).flat();
}

/** Tens of thousands of entries are kept as long as what they come from stays the same. */
const keptOf = new WeakMap<Listing, { readonly profiles: ProfileSet; readonly roles: SignInRoles }>();

function keptRoles(
  signIn: Omit<SignInRoles, 'entries'>,
  listing: Listing | undefined,
  profiles: ProfileSet,
): SignInRoles {
  if (!listing) return { ...signIn, entries: [] };
  const kept = keptOf.get(listing);
  if (kept?.profiles === profiles && kept.roles.key === signIn.key && kept.roles.label === signIn.label)
    return kept.roles;
  const roles = { ...signIn, entries: roleEntries(signIn, listing, rolesWithProfile(profiles)) };
  keptOf.set(listing, { profiles, roles });
  return roles;
}

function roleEntries(
  signIn: Omit<SignInRoles, 'entries'>,
  { accounts }: Listing,
  taken: ReadonlySet<string>,
): readonly Entry[] {
  return [...accounts.values()].flatMap(({ id, name, email, roles = [] }) =>
    roles
      .filter((roleName) => !taken.has(`${id}/${roleName}`))
      .map((roleName): Entry => {
        const shown = `${name} / ${roleName}`;
        const lower = normalized(shown);
        const target: Target = { kind: 'assignment', signIn: signIn.key, accountId: id, roleName };
        const text = `${lower}\n${id}\n${normalized(email)}\n${normalized(signIn.label)}`;
        return { target, key: targetKey(target), label: shown, name: lower, text, planned: undefined };
      }),
  );
}

function rolesWithProfile({ profiles }: ProfileSet): ReadonlySet<string> {
  return new Set(
    [...profiles.values()].map(
      (each) => `${valueOf(each, keys.ssoAccountId)}/${valueOf(each, keys.ssoRoleName)}`,
    ),
  );
}

/** The roles that are not among the entries: those in use, recent, or pinned are. */
export function rolesBeside(
  entries: readonly Entry[],
  roles: readonly SignInRoles[],
): readonly SignInRoles[] {
  const taken = new Set(entries.flatMap(({ target, key }) => (target.kind === 'assignment' ? [key] : [])));
  if (taken.size === 0) return roles;
  return roles.map((signIn) => ({
    ...signIn,
    entries: signIn.entries.filter(({ key }) => !taken.has(key)),
  }));
}
