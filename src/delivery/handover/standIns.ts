import { usualCallSettings } from '../../profiles/keys/callSettings.ts';
import type { Plan } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { accountName, caBundleName, fileNames, isBlank, regionNames } from './credentialVariables.ts';

/**
 * The paths that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` can have instead of those of the user's own files.
 */
export interface MirrorPaths {
  readonly config: string;
  readonly credentials: string;
}

/** The user's own files. */
export interface OwnFiles extends MirrorPaths {
  /** The certificate authorities of the system; undefined if they are not in a file. */
  readonly caBundle?: string | undefined;
}

/** Values for absent variables that no tool accepts empty. */
export interface StandIn {
  /** The profile name under which the files have the same credentials. */
  readonly profile: string;
  /** The files with this profile, if they are not the user's own. */
  readonly mirror: MirrorPaths | undefined;
  readonly region: string | undefined;
  /** The plan of the handover, for values over blank variables. */
  readonly plan?: Plan | undefined;
  /** Whether `noMachineRole` goes with the profile name. */
  readonly isGuarded?: true;
}

/**
 * Keeps programs from the role of the EC2 instance. When a profile fails or is missing, the SDKs for JavaScript
 * (`defaultProvider.js`), Java, and PHP ask the instance metadata service next; all AWS tools honor this variable.
 */
export const noMachineRole = ['AWS_EC2_METADATA_DISABLED', 'true'] as const;

/** A profile name in place of the absent variable `name`, and what goes with it. */
export function standInProfile(
  name: string,
  { profile, mirror, isGuarded }: StandIn,
): readonly (readonly [string, string])[] {
  return [[name, profile], ...filesOf(mirror), ...(isGuarded ? [noMachineRole] : [])];
}

/** The value for a variable that must be absent; undefined if it can stay as it is. */
export function overAbsent(name: string, value: string, { region, plan }: StandIn): string | undefined {
  if (regionNames.includes(name)) return region ?? (isBlank(value) ? plan?.sts.region : undefined);
  const isOurs = name === accountName && plan !== undefined && value === accountOf(plan);
  return value === '' || isOurs ? undefined : '';
}

/**
 * The defaults of variables that botocore or the SDK for JavaScript reject if they are empty (botocore
 * `configprovider.py`; for retries, those of the AWS CLI version 2).
 */
const usualValues: ReadonlyMap<string, string> = new Map([
  ['AWS_RETRY_MODE', 'standard'],
  ['AWS_MAX_ATTEMPTS', '3'],
  ['AWS_DEFAULTS_MODE', 'legacy'],
  ['AWS_METADATA_SERVICE_TIMEOUT', '1'],
  ['AWS_METADATA_SERVICE_NUM_ATTEMPTS', '1'],
  ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', 'IPv4'],
  ['AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES', '10240'],
]);

/** The default of a variable that some tools reject if it is empty; undefined for all others. */
export function usualValueOf(name: string): string | undefined {
  return usualCallSettings.get(name) ?? usualValues.get(name);
}

/**
 * A value with the effect of no value, for a variable that is blank; undefined if it can stay as it is. No tool accepts
 * an empty region. Without any, AWS is called in the region of the plan.
 */
export function overBlank(
  name: string,
  value: string,
  { plan }: StandIn,
  own: OwnFiles | undefined,
): string | undefined {
  if (regionNames.includes(name)) return plan?.sts.region;
  if (fileNames.includes(name)) return ownPath(name, own);
  if (name === caBundleName) return plan?.endpointVariables.get(name) ?? own?.caBundle;
  return usualValueOf(name) ?? (name.startsWith('AWS_') && value !== '' ? '' : undefined);
}

/** The path of one of the user's own files, for the variable `name`. */
export function ownPath(name: string, own: OwnFiles | undefined): string | undefined {
  return name === 'AWS_CONFIG_FILE'
    ? own?.config
    : name === 'AWS_SHARED_CREDENTIALS_FILE'
      ? own?.credentials
      : undefined;
}

/** The variables that lead a program to a mirror. */
export function filesOf(mirror: MirrorPaths | undefined): readonly (readonly [string, string])[] {
  if (!mirror) return [];
  return [
    ['AWS_CONFIG_FILE', mirror.config],
    ['AWS_SHARED_CREDENTIALS_FILE', mirror.credentials],
    // Without this, the older SDKs for Go and JavaScript read only the credentials file.
    ['AWS_SDK_LOAD_CONFIG', '1'],
  ];
}
