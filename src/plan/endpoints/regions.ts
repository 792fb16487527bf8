/** Whether a text has the form of a region such as `ap-northeast-1`, including future regions. */
export function looksLikeRegion(text: string): boolean {
  return /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/u.test(text);
}

/** AWS's regions with the SDKs' names for them. The user chooses from these or enters another region. */
export const regions: readonly (readonly [code: string, name: string])[] = [
  ['af-south-1', 'Africa (Cape Town)'],
  ['ap-east-1', 'Asia Pacific (Hong Kong)'],
  ['ap-east-2', 'Asia Pacific (Taipei)'],
  ['ap-northeast-1', 'Asia Pacific (Tokyo)'],
  ['ap-northeast-2', 'Asia Pacific (Seoul)'],
  ['ap-northeast-3', 'Asia Pacific (Osaka)'],
  ['ap-south-1', 'Asia Pacific (Mumbai)'],
  ['ap-south-2', 'Asia Pacific (Hyderabad)'],
  ['ap-southeast-1', 'Asia Pacific (Singapore)'],
  ['ap-southeast-2', 'Asia Pacific (Sydney)'],
  ['ap-southeast-3', 'Asia Pacific (Jakarta)'],
  ['ap-southeast-4', 'Asia Pacific (Melbourne)'],
  ['ap-southeast-5', 'Asia Pacific (Malaysia)'],
  ['ap-southeast-6', 'Asia Pacific (New Zealand)'],
  ['ap-southeast-7', 'Asia Pacific (Thailand)'],
  ['ca-central-1', 'Canada (Central)'],
  ['ca-west-1', 'Canada West (Calgary)'],
  ['eu-central-1', 'Europe (Frankfurt)'],
  ['eu-central-2', 'Europe (Zurich)'],
  ['eu-north-1', 'Europe (Stockholm)'],
  ['eu-south-1', 'Europe (Milan)'],
  ['eu-south-2', 'Europe (Spain)'],
  ['eu-west-1', 'Europe (Ireland)'],
  ['eu-west-2', 'Europe (London)'],
  ['eu-west-3', 'Europe (Paris)'],
  ['il-central-1', 'Israel (Tel Aviv)'],
  ['me-central-1', 'Middle East (UAE)'],
  ['me-south-1', 'Middle East (Bahrain)'],
  ['me-west-1', 'Middle East (Saudi Arabia)'],
  ['mx-central-1', 'Mexico (Central)'],
  ['sa-east-1', 'South America (Sao Paulo)'],
  ['sa-west-1', 'South America (Chile)'],
  ['us-east-1', 'US East (N. Virginia)'],
  ['us-east-2', 'US East (Ohio)'],
  ['us-west-1', 'US West (N. California)'],
  ['us-west-2', 'US West (Oregon)'],
  ['cn-north-1', 'China (Beijing)'],
  ['cn-northwest-1', 'China (Ningxia)'],
  ['eusc-de-east-1', 'AWS European Sovereign Cloud (Germany)'],
  ['us-gov-east-1', 'AWS GovCloud (US-East)'],
  ['us-gov-west-1', 'AWS GovCloud (US-West)'],
];

let names: ReadonlyMap<string, string> | undefined;

/** The SDKs' name of a region, such as `Europe (Ireland)`. */
export function regionName(code: string): string | undefined {
  return (names ??= new Map(regions)).get(code);
}

/** A partition of AWS. The facts are those of botocore's `partitions.json` and `endpoints.json`. */
export interface Partition {
  readonly id: string;
  /** How the names of its regions begin. */
  readonly prefix: RegExp;
  /** The region for calls if nothing names one. */
  readonly defaultRegion: string;
  readonly domain: string;
  readonly dualstackDomain: string;
  /** The domain of AWS Sign-In (botocore, `signin` endpoint rules). */
  readonly signinDomain: string;
  /** The domain of the AWS console. Undefined where it is not public. */
  readonly consoleDomain?: string;
}

/** The partition of most users. */
export const aws: Partition = {
  id: 'aws',
  prefix: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-(?!gov-|iso)/u,
  defaultRegion: 'us-east-1',
  domain: 'amazonaws.com',
  dualstackDomain: 'api.aws',
  signinDomain: 'signin.aws.amazon.com',
  consoleDomain: 'console.aws.amazon.com',
};

export const partitions: readonly Partition[] = [
  aws,
  {
    id: 'aws-cn',
    prefix: /^cn-/u,
    defaultRegion: 'cn-north-1',
    domain: 'amazonaws.com.cn',
    dualstackDomain: 'api.amazonwebservices.com.cn',
    signinDomain: 'signin.amazonaws.cn',
    consoleDomain: 'console.amazonaws.cn',
  },
  {
    id: 'aws-us-gov',
    prefix: /^us-gov-/u,
    defaultRegion: 'us-gov-west-1',
    domain: 'amazonaws.com',
    dualstackDomain: 'api.aws',
    signinDomain: 'signin.amazonaws-us-gov.com',
    consoleDomain: 'console.amazonaws-us-gov.com',
  },
  {
    id: 'aws-eusc',
    prefix: /^eusc-/u,
    defaultRegion: 'eusc-de-east-1',
    domain: 'amazonaws.eu',
    dualstackDomain: 'api.amazonwebservices.eu',
    signinDomain: 'signin.amazonaws-eusc.eu',
    consoleDomain: 'console.amazonaws-eusc.eu',
  },
  {
    id: 'aws-iso',
    prefix: /^us-iso-/u,
    defaultRegion: 'us-iso-east-1',
    domain: 'c2s.ic.gov',
    dualstackDomain: 'api.aws.ic.gov',
    signinDomain: 'signin.c2shome.ic.gov',
  },
  {
    id: 'aws-iso-b',
    prefix: /^us-isob-/u,
    defaultRegion: 'us-isob-east-1',
    domain: 'sc2s.sgov.gov',
    dualstackDomain: 'api.aws.scloud',
    signinDomain: 'signin.sc2shome.sgov.gov',
  },
  {
    id: 'aws-iso-e',
    prefix: /^eu-isoe-/u,
    defaultRegion: 'eu-isoe-west-1',
    domain: 'cloud.adc-e.uk',
    dualstackDomain: 'api.cloud-aws.adc-e.uk',
    signinDomain: 'signin.csphome.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    prefix: /^us-isof-/u,
    defaultRegion: 'us-isof-south-1',
    domain: 'csp.hci.ic.gov',
    dualstackDomain: 'api.aws.hci.ic.gov',
    signinDomain: 'signin.csphome.hci.ic.gov',
  },
];

/** The partition of an ARN or a region; undefined if the text tells none. */
export function partitionOf(arnOrRegion: string): Partition | undefined {
  const [, id] = /^arn:([^:]+):/u.exec(arnOrRegion) ?? [];
  return id === undefined ? ofRegion(arnOrRegion) : partitions.find((partition) => partition.id === id);
}

function ofRegion(region: string): Partition | undefined {
  return partitions.find(({ prefix }) => prefix.test(region));
}

interface Variant {
  readonly region: string;
  readonly fips: boolean;
  readonly dualstack: boolean;
}

/** AWS's host for a service such as `sts` or `portal.sso`, as the endpoint rules of these services have it. */
export function serviceHost(service: string, { region, fips, dualstack }: Variant): string {
  const { id, domain, dualstackDomain } = ofRegion(region) ?? aws;
  // Without dual stack, the ordinary endpoints in GovCloud are the FIPS endpoints.
  const isOrdinary = !fips || (id === 'aws-us-gov' && !dualstack);
  return `${service}${isOrdinary ? '' : '-fips'}.${region}.${dualstack ? dualstackDomain : domain}`;
}
