import type { Failure } from '../../base/failure.ts';
import { acceptsValue, keys } from '../../profiles/keys.ts';
import { targetName } from '../../profiles/profiles.ts';
import { aws, looksLikeRegion, type Partition, partitionOf } from '../endpoints/regions.ts';
import { signinUrl } from '../endpoints/signinEndpoint.ts';
import type { Plan, Step } from '../plan.ts';
import { accountOf } from '../planFacts.ts';

/** Where the console is opened with the credentials at the end of a plan. */
export interface ConsolePlace {
  /** The name of the target, for failures. */
  readonly profile: string;
  /** The AWS account ID, if the plan tells it. */
  readonly account: string | undefined;
  /** The ID of the partition. */
  readonly partition: string;
  readonly consoleDomain: string;
  /** The region that the console shows: that of the profile, or else the partition's first one. */
  readonly region: string;
  /** The address of AWS Sign-In in that region, without a slash at its end. */
  readonly signin: string;
}

/**
 * The place for a plan. The credentials decide the partition, and not the region: keys of GovCloud with the region
 * `us-east-1` are a common mistake. `arn`: that of the credentials, if AWS has told it.
 */
export function consolePlace(plan: Plan, arn?: string): ConsolePlace | Failure {
  const profile = targetName(plan.target);
  const { id, consoleDomain, defaultRegion } = partitionAt(plan, arn);
  if (consoleDomain === undefined) return { code: 'noConsole', profile, partition: id };
  const invalid = invalidAddress(plan);
  if (invalid !== undefined) return { code: 'invalidValue', profile, key: invalid };
  const region = [plan.region?.name, plan.signin.region].find((name) => isIn(id, name)) ?? defaultRegion;
  const { url, fips } = plan.signin;
  // Of the FIPS and dual-stack hosts, only those with FIPS of GovCloud are known to have the federation endpoint.
  const variant = { fips: fips && id === 'aws-us-gov', dualstack: false };
  return {
    profile,
    account: accountOf(plan),
    partition: id,
    consoleDomain,
    region,
    signin: signinUrl({ ...plan.signin, ...variant, url, region }),
  };
}

/** Names such as `us-east-1-fips` are regions for tools, but no hosts. */
function isIn(partition: string, region: string | undefined): region is string {
  return region !== undefined && looksLikeRegion(region) && partitionOf(region)?.id === partition;
}

/** What sets the address of AWS Sign-In, if that is no address. Keys must not be sent there. */
function invalidAddress({ signin: { url }, endpointVariables }: Plan): string | undefined {
  if (url === undefined || acceptsValue(keys.endpointUrl, url)) return undefined;
  const variable = 'AWS_ENDPOINT_URL_SIGNIN';
  return endpointVariables.get(variable) === url ? '[services] signin endpoint_url' : variable;
}

function partitionAt({ steps, region, signin }: Plan, arn: string | undefined): Partition {
  const texts = [arn, ...steps.toReversed().map(placeOf), region?.name, signin.region];
  return texts.map((text) => text && partitionOf(text)).find((found) => found) || aws;
}

/** An ARN or a region that is certainly in the partition of the step's credentials. */
function placeOf(step: Step): string | undefined {
  switch (step.kind) {
    case 'assumeRole':
    case 'webIdentity':
      return step.roleArn;
    case 'mfaSession':
      return step.mfaSerial;
    case 'login':
      return step.session;
    case 'identityCenter':
      return step.session.region;
    default:
      return undefined;
  }
}
