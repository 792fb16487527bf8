import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { acceptsValue, keys } from '../profiles/keys.ts';
import { valueTrouble } from '../profiles/meant/valueTrouble.ts';
import { lineOf, type Profile, type ProfileSet, targetName, valueOf } from '../profiles/profiles.ts';
import { nearestName } from '../profiles/spelling.ts';
import type { Plan } from './plan.ts';
import { isIgnoringEndpoints, serviceEndpoints, variableOf } from './endpoints/stsEndpoint.ts';

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

/** The failure if the settings of the chosen profile name no usable `[services]` section, or no STS endpoint. */
export function invalidSettings(
  plan: Plan,
  profiles: ProfileSet,
  chosen: Profile | undefined,
  environment: Environment,
): Failure | undefined {
  const services = invalidServices(plan, profiles, chosen, environment);
  if (services) return services;
  const { sts } = plan;
  const key = keys.stsRegionalEndpoints;
  const variable = variableOf(key, environment);
  const value = variable === undefined ? valueOf(chosen, key) : environment[variable];
  // botocore `args.py`, `_should_set_global_sts_endpoint`: it reads the setting last.
  const isRead = sts.url === undefined && !sts.fips && !sts.dualstack;
  if (value === undefined || !isRead || acceptsValue(key, value)) return undefined;
  const profile = chosen?.name ?? 'environment';
  return { code: 'invalidValue', profile, key: variable ?? key, ...valueTrouble(value) };
}

/**
 * The CLI fails where the section is missing or empty, and where the service that it calls has no block (botocore
 * `configprovider.py`, ConfiguredEndpointProvider). AWS itself must not be called instead.
 */
function invalidServices(
  plan: Plan,
  profiles: ProfileSet,
  chosen: Profile | undefined,
  environment: Environment,
): Failure | undefined {
  const written = chosen?.values.get(keys.services);
  if (!chosen || !written || isIgnoringEndpoints(chosen, environment)) return undefined;
  if (environment['AWS_ENDPOINT_URL']) return undefined;
  const { text: services } = written;
  const { name: profile } = chosen;
  if (services === '') return { code: 'invalidValue', profile, key: keys.services, why: 'empty' };
  const { values } = profiles.services.get(services) ?? {};
  if (!values || values.size === 0) {
    const near = nearestName(services, profiles.services);
    const facts = { code: 'missingServices', profile, services } as const;
    return near === undefined || near === services ? facts : { ...facts, near };
  }
  const withoutBlock = [...values].filter(([, { nested }]) => nested.size === 0);
  const called = withoutBlock.find(([key]) => servicesOf(plan).includes(key));
  const own = withoutBlock.find(([key]) => key === keys.endpointUrl);
  const lost = own && withoutBlock.length > 1 ? own : called;
  if (!lost) return undefined;
  const [key, value] = lost;
  return {
    code: 'servicesNotNested',
    profile,
    key,
    place: { kind: value.file, line: lineOf(profiles, value) },
  };
}

function invalidVariable(plan: Plan, environment: Environment): Failure | undefined {
  const urls = urlsOf(plan);
  const used = [
    ...(plan.region && plan.region.from === undefined ? regionVariables(environment) : []),
    ...['', ...servicesOf(plan).map((service) => `_${service.toUpperCase()}`)]
      .map((suffix) => `AWS_ENDPOINT_URL${suffix}`)
      .filter((name) => environment[name] && urls.has(environment[name])),
  ];
  for (const variable of used) {
    const value = environment[variable] ?? '';
    const key = variable.endsWith('REGION') ? keys.region : keys.endpointUrl;
    if (!acceptsValue(key, value))
      return {
        code: 'invalidValue',
        profile: targetName(plan.target),
        key: variable,
        ...valueTrouble(value),
      };
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
    const invalid = servicesOf(plan).find((service) => {
      const value = endpoints.get(service);
      return value !== undefined && urls.has(value) && !acceptsValue(keys.endpointUrl, value);
    });
    if (invalid === undefined) continue;
    const key = `[services ${valueOf(profile, keys.services)}] ${invalid} endpoint_url`;
    return { code: 'invalidValue', profile: profile.name, key, ...valueTrouble(endpoints.get(invalid)) };
  }
  return undefined;
}

/** The services that lead to credentials, as in `[services]` sections and in environment variables. */
function servicesOf({ steps }: Plan): readonly string[] {
  const called = ['sts', 'sso', 'sso_oidc'];
  // Other plans reach AWS Sign-In only for the console; see `consolePlace`.
  return steps[0]?.kind === 'login' ? [...called, 'signin'] : called;
}

/** The custom endpoints of the plan's steps and of the calls after it. */
function urlsOf({ steps, sts }: Plan): ReadonlySet<string | undefined> {
  const ofSteps = steps.flatMap((step) => {
    if (step.kind === 'identityCenter') return [step.session.oidcUrl, step.session.portalUrl];
    if (step.kind === 'login') return [step.signin.url];
    return 'sts' in step ? [step.sts.url] : [];
  });
  return new Set([...ofSteps, sts.url]);
}
