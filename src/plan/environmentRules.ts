import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { type Profile, type ProfileSet, targetName, valueOf } from '../profiles/profiles.ts';
import type { Plan } from './plan.ts';
import { acceptsValue } from './rules.ts';
import { serviceEndpoints } from './stsEndpoint.ts';

/**
 * What no call of the plan could be made with, although no profile says it: a region or an address of the environment,
 * or of a `[services]` section that a profile of the `line` names. Only what the plan uses counts.
 */
export function invalidEnvironment(
  plan: Plan,
  profiles: ProfileSet,
  line: readonly Profile[],
  environment: Environment,
): Failure | undefined {
  return invalidVariable(plan, environment) ?? invalidService(plan, profiles, line);
}

function invalidVariable(plan: Plan, environment: Environment): Failure | undefined {
  const urls = urlsOf(plan);
  const used = [
    ...(plan.region && plan.region.from === undefined ? regionVariables(environment) : []),
    ...['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].filter(
      (name) => environment[name] && urls.has(environment[name]),
    ),
  ];
  for (const variable of used) {
    const value = environment[variable] ?? '';
    const asKey = variable.endsWith('REGION') ? 'region' : 'endpoint_url';
    if (!acceptsValue(asKey, value))
      return { code: 'invalidValue', profile: targetName(plan.target), key: variable, value };
  }
  return undefined;
}

/** The variable that gives the region, see `environmentRegion`. */
function regionVariables(environment: Environment): readonly string[] {
  return [environment['AWS_REGION'] ? 'AWS_REGION' : 'AWS_DEFAULT_REGION'];
}

function invalidService(plan: Plan, profiles: ProfileSet, line: readonly Profile[]): Failure | undefined {
  const urls = urlsOf(plan);
  for (const profile of line) {
    const value = serviceEndpoints(profiles, profile).get('sts');
    if (value === undefined || !urls.has(value) || acceptsValue('endpoint_url', value)) continue;
    const key = `[services ${valueOf(profile, 'services')}] sts endpoint_url`;
    return { code: 'invalidValue', profile: profile.name, key, value };
  }
  return undefined;
}

/** Where the plan, and what follows it, call STS. */
function urlsOf({ steps, sts }: Plan): ReadonlySet<string | undefined> {
  return new Set([...steps.map((step) => ('sts' in step ? step.sts.url : undefined)), sts.url]);
}
