import { isPlan, type LoginStep, type Planned } from '../../plan/plan.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, type Target, valueOf } from '../../profiles/profiles.ts';
import { freeName } from '../change/changeFromAnswers.ts';

/** The console sign-in that a target begins with, which may be that of another profile. */
export function consoleStepOf(planned: Planned): LoginStep | undefined {
  const [source] = isPlan(planned) ? planned.steps : [];
  return source?.kind === 'login' ? source : undefined;
}

/** The console sign-ins of all profiles that have one themselves, in file order. */
export function consoleStepsIn(
  { profiles }: ProfileSet,
  planOf: (target: Target) => Planned,
): readonly LoginStep[] {
  return [...profiles.values()]
    .filter((profile) => valueOf(profile, keys.loginSession) !== undefined)
    .flatMap(({ name }) => consoleStepOf(planOf({ kind: 'profile', name })) ?? []);
}

/** Whether a profile names this sign-in, so that tools can use it. */
export function isUsed({ profiles }: ProfileSet, session: string): boolean {
  return [...profiles.values()].some((profile) => valueOf(profile, keys.loginSession) === session);
}

/** The suggested name for a profile that is signed in for the first time. */
export function newConsoleName({ profiles }: ProfileSet): string {
  return profiles.has('default') ? freeName('console', profiles) : 'default';
}

/** The change that makes a profile use a sign-in; undefined if it does already. Without `region`, it keeps its own. */
export function consoleChange(
  { profiles }: ProfileSet,
  name: string,
  session: string,
  region: string | undefined,
): ProfileChange | undefined {
  const existing = profiles.get(name);
  const wanted = [
    [keys.loginSession, session],
    ...(region === undefined ? [] : [[keys.region, region] as const]),
  ] as const;
  if (!existing) return { kind: 'add', name, config: wanted, credentials: [] };
  const values = wanted.filter(([key, value]) => valueOf(existing, key) !== value);
  return values.length > 0 ? { kind: 'set', name, values } : undefined;
}

/** In the order in which the AWS CLI looks for them. */
const otherCredentials = [
  keys.webIdentityTokenFile,
  keys.ssoRoleName,
  keys.ssoAccountId,
  keys.awsAccessKeyId,
  keys.roleArn,
  keys.credentialProcess,
];

/**
 * The key because of which a profile of this name cannot be signed in: it has other credentials, in either file. The
 * AWS CLI refuses it, too (`aws login`). Undefined if there is none.
 */
export function refusedBy({ profiles }: ProfileSet, name: string): string | undefined {
  const existing = profiles.get(name);
  return otherCredentials.find((key) => existing?.values.has(key));
}
