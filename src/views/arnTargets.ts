import type { Caller } from '../base/failure.ts';
import { callerAfter } from '../plan/caller.ts';
import type { Arn } from '../plan/console/arn.ts';
import { consolePlace } from '../plan/console/consolePlace.ts';
import { isPlan, type Plan } from '../plan/plan.ts';
import { isSameTarget, type Target } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { rolesOfSignIns, targetsOf } from './picker/pickerEntries.ts';
import { planInRounds } from './picker/pickerPlanning.ts';
import type { ViewSources } from './viewSources.ts';

/** With what a resource can be opened. */
export interface FoundTargets {
  /** What opens it without a question. */
  readonly decided: Plan | undefined;
  /** The plans in the account of the ARN, or in its partition if the ARN names no account. */
  readonly fitting: readonly Plan[];
  /** The plans that may be in that account. */
  readonly possible: readonly Plan[];
}

interface Candidate {
  readonly plan: Plan;
  /** Undefined if it is not known before the plan is used. */
  readonly account: string | undefined;
}

/** Where a resource is, as far as that decides what opens it. */
type Whereabouts = Pick<Arn, 'partition' | 'account'>;

/** What resources can be opened with. Made once for all ARNs of a text, which may be of a thousand accounts. */
export class ArnTargets {
  readonly #preferred: ReadonlyMap<string, readonly Plan[]>;
  readonly #all: ReadonlyMap<string, readonly Plan[]>;
  readonly #found = new Map<string, FoundTargets>();

  /** `preferred` are chosen without a question even if others fit, too: the first one that fits. */
  constructor(preferred: readonly Candidate[], all: readonly Candidate[]) {
    this.#preferred = byPlace(preferred);
    this.#all = byPlace(all);
  }

  /** The same for all ARNs of an account and a partition. */
  for({ partition, account }: Whereabouts): FoundTargets {
    const key = placeKey(partition, account ?? anyAccount);
    const found = this.#found.get(key) ?? this.#find(key, { partition, account });
    this.#found.set(key, found);
    return found;
  }

  #find(key: string, { partition, account }: Whereabouts): FoundTargets {
    const [own] = openable(this.#preferred.get(key));
    const fitting = openable(this.#all.get(key));
    if (account === undefined) return { decided: own, fitting, possible: [] };
    const only = fitting.length === 1 ? fitting[0] : undefined;
    const possible = openable(this.#all.get(placeKey(partition, unknownAccount)));
    return { decided: own ?? only, fitting, possible };
  }
}

/** In place of an account. */
const anyAccount = '*';
const unknownAccount = '?';

function placeKey(partition: string, account: string): string {
  return `${partition} ${account}`;
}

/** Those of each account, and all of each partition. */
function byPlace(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Plan[]> {
  const plans = new Map<string, Plan[]>();
  for (const { plan, account = unknownAccount } of candidates) {
    const place = consolePlace(plan);
    if ('code' in place) continue;
    for (const key of [placeKey(place.partition, account), placeKey(place.partition, anyAccount)]) {
      const known = plans.get(key) ?? [];
      known.push(plan);
      plans.set(key, known);
    }
  }
  return plans;
}

/** AWS opens no console for an MFA session, so a user without a role is only offered if nothing else is there. */
function openable(plans: readonly Plan[] = []): readonly Plan[] {
  const direct = plans.filter(({ steps }) => steps.at(-1)?.kind !== 'mfaSession');
  return direct.length > 0 ? direct : plans;
}

/** Reads what can be chosen now. `own`: what a terminal of its own uses, which comes before what the window uses. */
export async function readArnTargets(
  sources: ViewSources,
  own: Target | undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<ArnTargets> {
  await sources.store.ready();
  const inUse = targetOf(settled(sources.active.state));
  const isTwice = own && inUse && isSameTarget(own, inUse);
  const preferred = [own, isTwice ? undefined : inUse].filter((target) => target !== undefined);
  const isPreferred = (target: Target): boolean => preferred.some((each) => isSameTarget(each, target));
  // Each is there once: with the access that the user chose for it if it is preferred, otherwise with none.
  const others = targetsOf(sources).filter((target) => !target.access && !isPreferred(target));
  await planInRounds(others, sources, () => {}, signal);
  const first = candidatesOf(preferred, sources);
  return new ArnTargets(first, [...first, ...candidatesOf(others, sources)]);
}

/** The roles without a profile in an account, as the user's sign-ins have listed them. */
export async function signInRolesIn(account: string, sources: ViewSources): Promise<readonly Plan[]> {
  const entries = (await rolesOfSignIns(sources)).flatMap((signIn) => signIn.entries);
  return entries
    .filter(({ target }) => target.kind === 'assignment' && target.accountId === account)
    .map(({ target }) => sources.planOf(target))
    .filter(isPlan);
}

function candidatesOf(targets: readonly Target[], sources: ViewSources): readonly Candidate[] {
  return targets.flatMap((target): readonly Candidate[] => {
    const plan = sources.planOf(target);
    return isPlan(plan) ? [{ plan, account: accountOf(plan, sources) }] : [];
  });
}

/** Also what AWS has said about credentials that this window has used, whose account the files may not tell. */
function accountOf(plan: Plan, { accountNames, active, identities }: ViewSources): string | undefined {
  const known = accountNames.of(plan)?.id;
  if (known !== undefined) return known;
  const state = settled(active.state);
  const isInUse = state.kind === 'ready' && isSameTarget(state.target, plan.target);
  const key = keyOf(callerAfter(plan.steps));
  const verdict =
    (isInUse ? identities.of(state.session) : undefined) ??
    (key === undefined ? undefined : identities.ofKey(key));
  return verdict?.kind === 'accepted' ? verdict.identity.account : undefined;
}

/** The ID of the access keys of a user without a role. */
function keyOf(caller: Caller): string | undefined {
  if (caller.kind === 'keys') return caller.accessKeyId;
  return 'of' in caller ? keyOf(caller.of) : undefined;
}
