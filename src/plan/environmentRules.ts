import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { acceptsValue, keys } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, targetName, valueOf } from '../profiles/profiles.ts';
import type { Plan } from './plan.ts';
import { serviceEndpoints } from './stsEndpoint.ts';

/**
 * Finds invalid regions and endpoint URLs that come from outside the profiles: from environment variables, or from a
 * `[services]` section of a profile in the chain. Checks only values that the plan uses.
 */
export function invalidEnvironment(
  plan: Plan,
  profiles: ProfileSet,
  chainProfiles: readonly Profile[],
  environment: Environment,
): Failure | undefined {
  return invalidVariable(plan, environment) ?? invalidService(plan, profiles, chainProfiles);
}

function invalidVariable(plan: Plan, environment: Environment): Failure | undefined {
  const urls = urlsOf(plan);
  const used = [
    ...(plan.region && plan.region.from === undefined ? regionVariables(environment) : []),
    ...['', ...calledServices.map((service) => `_${service.toUpperCase()}`)]
      .map((suffix) => `AWS_ENDPOINT_URL${suffix}`)
      .filter((name) => environment[name] && urls.has(environment[name])),
  ];
  for (const variable of used) {
    const value = environment[variable] ?? '';
    const key = variable.endsWith('REGION') ? keys.region : keys.endpointUrl;
    if (!acceptsValue(key, value))
      return { code: 'invalidValue', profile: targetName(plan.target), key: variable };
  }
  return undefined;
}

/** The variable that `environmentRegion` uses. */
function regionVariables(environment: Environment): readonly string[] {
  return [environment['AWS_REGION']?.trim() ? 'AWS_REGION' : 'AWS_DEFAULT_REGION'];
}

function invalidService(
  plan: Plan,
  profiles: ProfileSet,
  chainProfiles: readonly Profile[],
): Failure | undefined {
  const urls = urlsOf(plan);
  for (const profile of chainProfiles) {
    const endpoints = serviceEndpoints(profiles, profile);
    const invalid = calledServices.find((service) => {
      const value = endpoints.get(service);
      return value !== undefined && urls.has(value) && !acceptsValue(keys.endpointUrl, value);
    });
    if (invalid === undefined) continue;
    const key = `[services ${valueOf(profile, keys.services)}] ${invalid} endpoint_url`;
    return { code: 'invalidValue', profile: profile.name, key };
  }
  return undefined;
}

/** The services that lead to credentials, as in `[services]` sections and in environment variables. */
const calledServices = ['sts', 'sso', 'sso_oidc'];

/** The custom endpoints of the plan's steps and of the calls after it. */
function urlsOf({ steps, sts }: Plan): ReadonlySet<string | undefined> {
  const ofSteps = steps.flatMap((step) => {
    if (step.kind === 'identityCenter') return [step.session.oidcUrl, step.session.portalUrl];
    return 'sts' in step ? [step.sts.url] : [];
  });
  return new Set([...ofSteps, sts.url]);
}
