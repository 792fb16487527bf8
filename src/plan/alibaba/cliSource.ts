import type { Environment } from '../../base/environment.ts';
import { FailureError } from '../../base/failure.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';
import { cloudSsoEndpoint, oauthEndpoint, stsEndpoint } from './alibabaEndpoints.ts';
import type { AlibabaSourceStep, AlibabaStep, CliSignInStep, RamRoleStep } from './alibabaPlan.ts';
import { cliNotes } from './cliNotes.ts';
import { type CliMode, cliMode, cliValue, type Entry, forbiddingVariable } from './entryKinds.ts';
import {
  durationOf,
  type EntryValues,
  externalIdOf,
  invalid,
  policyOf,
  required,
  roleArnOf,
  sessionNameOf,
  usableEndpoint,
} from './entryValues.ts';
import { credentialsUriStep, ecsRamRoleStep, oidcRoleStep, ramKeysStep } from './environmentSource.ts';
import { missingEntry } from './sourceEntries.ts';
import type { SourcePlan } from './sourcePlan.ts';
import { accessTokenKeys } from './stepSecrets.ts';
import { textDigest } from './textDigest.ts';

type CliSource = Extract<AlibabaSource, { kind: 'cliProfile' }>;

interface ChainProfile {
  readonly source: CliSource;
  readonly entry: Entry;
  readonly mode: string;
  readonly values: EntryValues;
}

/** The steps for a CLI profile and the profiles that it names as its sources, and which tools read it differently. */
export function cliSource(source: CliSource, profiles: AlibabaProfiles, sessionName: string): SourcePlan {
  const chain = chainOf(source.name, profiles);
  const [chosen] = chain;
  return {
    steps: chain.toReversed().flatMap((each) => stepsOf(each, profiles, sessionName)),
    notes: chosen ? cliNotes(chain.map(({ entry }) => entry)) : [],
  };
}

/** The profile and its sources, the chosen one first. Only the last one has credentials of its own. */
function chainOf(name: string, profiles: AlibabaProfiles): readonly ChainProfile[] {
  const chain: ChainProfile[] = [];
  const visited = new Set<string>();
  for (let next: string | undefined = name; next !== undefined;) {
    if (visited.has(next)) throw loopFailure(name, [...visited], next);
    if (chain.length > maxSources)
      throw new FailureError({ code: 'chainTooLong', profile: name, most: maxSources });
    const found = chainProfile(next, chain.at(-1)?.source.name, profiles);
    visited.add(next);
    chain.push(found);
    next = found.mode === 'ChainableRamRoleArn' ? required(found.values, 'source_profile') : undefined;
  }
  return chain;
}

/** As for AWS: each source is a call to STS, and a plan for each prefix of an endless chain would fill the memory. */
const maxSources = 250;

function loopFailure(profile: string, visited: readonly string[], repeated: string): FailureError {
  const loop = [...visited.slice(visited.indexOf(repeated)), repeated];
  return new FailureError({ code: 'alibabaSourceLoop', profile, loop });
}

/** `parent`: the profile that names this one as its source. */
function chainProfile(name: string, parent: string | undefined, profiles: AlibabaProfiles): ChainProfile {
  const entry = profiles.cli?.profiles.get(name);
  if (!entry)
    throw parent === undefined
      ? missingEntry(name, profiles.paths.cli, profiles)
      : new FailureError({ code: 'alibabaSourceMissing', profile: parent, source: name });
  const values = { profile: name, get: (key: string) => cliValue(entry, key, profiles.environment) };
  const mode = usableMode(name, cliMode(entry), profiles.environment);
  for (const key of mode.required) required(values, key);
  return { source: { kind: 'cliProfile', name }, entry, mode: mode.name, values };
}

function usableMode(profile: string, { name, kind }: CliMode, environment: Environment) {
  if (name === undefined) throw new FailureError({ code: 'alibabaKeyMissing', profile, key: 'mode' });
  if (!kind) throw new FailureError({ code: 'alibabaModeUnknown', profile, mode: name });
  if (kind.unsupported) throw new FailureError({ code: 'alibabaModeUnsupported', profile, mode: name });
  if (forbiddingVariable(name, environment) !== undefined)
    throw new FailureError({ code: 'externalProcessDisabled', profile });
  return { name, required: kind.required };
}

function stepsOf(
  member: ChainProfile,
  profiles: AlibabaProfiles,
  sessionName: string,
): readonly AlibabaStep[] {
  const { mode } = member;
  const role = () => roleStep(member, profiles, sessionName);
  if (mode === 'ChainableRamRoleArn') return [role()];
  const first = sourceStep(member, profiles, sessionName);
  return mode === 'RamRoleArn' || mode === 'RamRoleArnWithRoleName' ? [first, role()] : [first];
}

function sourceStep(
  { source, entry, mode, values }: ChainProfile,
  profiles: AlibabaProfiles,
  sessionName: string,
): AlibabaSourceStep {
  const { profile } = values;
  const keys = (token: string | undefined) =>
    ramKeysStep(source, values, 'cli', { id: 'access_key_id', secret: 'access_key_secret', token });
  switch (mode) {
    case 'StsToken':
      return keys('sts_token');
    case 'RamRoleArn':
      return keys(values.get('sts_token') && 'sts_token');
    case 'EcsRamRole':
    case 'RamRoleArnWithRoleName':
      return ecsRamRoleStep(values, 'ram_role_name', profiles);
    case 'OIDC': {
      const names = {
        roleArn: 'ram_role_arn',
        providerArn: 'oidc_provider_arn',
        tokenFile: 'oidc_token_file',
        sessionName: 'ram_session_name',
      };
      const sts = usableEndpoint(values, stsEndpoint(profiles.environment, entry));
      return { ...oidcRoleStep(values, names, sts, sessionName), policy: policyOf(values, 'policy') };
    }
    case 'External':
      return { kind: 'external', profile, source, command: required(values, 'process_command') };
    case 'CredentialsURI':
      return credentialsUriStep(source, profile, profiles);
    case 'CloudSSO':
    case 'OAuth':
      return signInStep(source, mode, values, profiles);
    default:
      return keys(undefined);
  }
}

function signInStep(
  source: CliSource,
  mode: 'CloudSSO' | 'OAuth',
  values: EntryValues,
  { environment }: AlibabaProfiles,
): CliSignInStep {
  const { profile } = values;
  const digest = textDigest(values.get(accessTokenKeys[mode]) ?? '');
  if (mode === 'CloudSSO')
    return {
      kind: 'cloudSso',
      profile,
      source,
      digest,
      endpoint: usableEndpoint(values, cloudSsoEndpoint(required(values, 'cloud_sso_sign_in_url'))),
      account: required(values, 'cloud_sso_account_id'),
      accessConfiguration: required(values, 'cloud_sso_access_config'),
    };
  const site = required(values, 'oauth_site_type').toUpperCase();
  if (site !== 'CN' && site !== 'INTL') throw invalid(values, 'oauth_site_type');
  return {
    kind: 'oauth',
    profile,
    source,
    digest,
    endpoint: usableEndpoint(values, oauthEndpoint(environment, site === 'CN' ? 'cn' : 'intl')),
    account: undefined,
    accessConfiguration: undefined,
  };
}

function roleStep(
  { entry, values }: ChainProfile,
  { environment }: AlibabaProfiles,
  sessionName: string,
): RamRoleStep {
  return {
    kind: 'ramRole',
    profile: values.profile,
    roleArn: roleArnOf(values, 'ram_role_arn'),
    sessionName: sessionNameOf(values, 'ram_session_name') ?? sessionName,
    // For the readers, 0 means none.
    durationSeconds:
      values.get('expired_seconds') === '0' ? undefined : durationOf(values, 'expired_seconds'),
    externalId: externalIdOf(values, 'external_id'),
    policy: policyOf(values, 'policy'),
    sts: usableEndpoint(values, stsEndpoint(environment, entry)),
  };
}
