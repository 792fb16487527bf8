import type { Failure } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaSource, IniFile } from '../../profiles/alibaba/alibabaTarget.ts';
import { alibabaVariable, firstVariable, isSwitchedOn } from '../../profiles/alibaba/alibabaVariable.ts';
import { isEndpoint, metadataEndpoint } from './alibabaEndpoints.ts';
import type { AlibabaTool } from './alibabaPlan.ts';
import type { ChainOutcome, ChainReason } from './chainLink.ts';
import { cliObstacle, iniObstacle } from './toolEntries.ts';

/** What a tool finds in one place of its chain, without regard to the other places. */
export interface Found {
  readonly source: AlibabaSource | undefined;
  readonly outcome: Exclude<ChainOutcome, 'notReached'>;
  readonly why: ChainReason;
}

type Look = (profiles: AlibabaProfiles, tool: AlibabaTool) => Found;

function found(outcome: Found['outcome'], why: ChainReason, source?: AlibabaSource): Found {
  return { source, outcome, why };
}

/** The variables in the order of precedence. The SDKs know only the first name, Terraform prefers the oldest one. */
function keyVariables(tool: AlibabaTool, name: string, short: string): readonly string[] {
  const usual = `ALIBABA_CLOUD_${name}`;
  if (tool === 'terraform') return [`ALICLOUD_${short}`, usual, `ALIBABACLOUD_${name}`];
  return tool === 'cli' ? [usual, `ALIBABACLOUD_${name}`, `ALICLOUD_${name}`, name] : [usual];
}

export const environmentKeys: Look = ({ environment }, tool) => {
  const ids = keyVariables(tool, 'ACCESS_KEY_ID', 'ACCESS_KEY');
  const id = firstVariable(environment, ids);
  const secret = firstVariable(environment, keyVariables(tool, 'ACCESS_KEY_SECRET', 'SECRET_KEY'));
  if (!id && !secret) return found('empty', { code: 'variablesUnset', variables: ids });
  if (id && secret)
    return found('taken', { code: 'variableSet', variable: id.name }, { kind: 'ramEnvironment' });
  const variable = `ALIBABA_CLOUD_ACCESS_KEY_${id ? 'SECRET' : 'ID'}`;
  return found('broken', { code: 'variableMissing', variable }, { kind: 'ramEnvironment' });
};

const oidcVariables = ['ALIBABA_CLOUD_OIDC_PROVIDER_ARN', 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'];

export const oidc: Look = ({ environment }) => {
  // The role alone serves other sources, too.
  const first = firstVariable(environment, oidcVariables);
  if (!first) return found('empty', { code: 'variablesUnset', variables: oidcVariables });
  const missing = [...oidcVariables, 'ALIBABA_CLOUD_ROLE_ARN'].find(
    (name) => alibabaVariable(environment, name) === undefined,
  );
  return missing === undefined
    ? found('taken', { code: 'variableSet', variable: first.name }, { kind: 'rrsa' })
    : found('broken', { code: 'variableMissing', variable: missing }, { kind: 'rrsa' });
};

/** `ALIBABA_CLOUD_PROFILE` precedes the current profile of the file. */
export const cliProfile: Look = (profiles, tool) => {
  const { environment, cli, paths } = profiles;
  const isSdk = tool !== 'cli' && tool !== 'terraform';
  const disabled = 'ALIBABA_CLOUD_CLI_PROFILE_DISABLED';
  if (isSdk && isSwitchedOn(environment, disabled))
    return found('off', { code: 'switchedOff', variable: disabled });
  if (tool === 'cli' && environment['ALIBABA_CLOUD_IGNORE_PROFILE'] === 'TRUE')
    return found('off', { code: 'switchedOff', variable: 'ALIBABA_CLOUD_IGNORE_PROFILE' });
  const variable = firstVariable(environment, profileVariables[tool] ?? ['ALIBABA_CLOUD_PROFILE']);
  if (tool === 'terraform' && !variable) return found('empty', { code: 'profileUnnamed' });
  const other = firstVariable(environment, otherFiles[tool] ?? []);
  if (other && other.value !== paths.cli)
    return found('perhaps', { code: 'otherFile', variable: other.name });
  if (!cli) return absentFile(profiles, paths.cli);
  const name = variable?.value ?? cli.current;
  if (name === undefined)
    return found(cli.profiles.size > 0 ? 'broken' : 'empty', { code: 'noCurrent', path: paths.cli });
  if (!cli.profiles.has(name))
    return found(isSdk ? 'empty' : 'broken', { code: 'noProfile', name, path: paths.cli });
  const source = { kind: 'cliProfile', name } as const;
  const obstacle = cliObstacle(tool, name, profiles);
  if (!obstacle) return found('taken', { code: 'profile', name, path: paths.cli }, source);
  // The CLI takes the keys of the environment if the profile has none.
  const isFilled = tool === 'cli' && obstacle.code === 'keyMissing' && obstacle.key.startsWith('access_key_');
  return found(isFilled ? 'empty' : 'broken', obstacle, source);
};

const profileVariables: Partial<Readonly<Record<AlibabaTool, readonly string[]>>> = {
  cli: ['ALIBABA_CLOUD_PROFILE', 'ALIBABACLOUD_PROFILE', 'ALICLOUD_PROFILE'],
  terraform: ['ALICLOUD_PROFILE', 'ALIBABA_CLOUD_PROFILE'],
};

/** The variables that name another file in the format of the CLI. */
const otherFiles: Partial<Readonly<Record<AlibabaTool, readonly string[]>>> = {
  go: ['ALIBABA_CLOUD_CONFIG_FILE'],
  terraform: ['ALICLOUD_SHARED_CREDENTIALS_FILE', 'ALIBABA_CLOUD_CREDENTIALS_FILE'],
};

/** `ALIBABA_CLOUD_PROFILE` also names the section, which otherwise is `default`. */
export const iniProfile: Look = (profiles, tool) => {
  const { environment, ini, paths } = profiles;
  const file = iniFileOf(profiles, tool);
  const path = paths.ini[file] ?? '';
  const sections = ini.get(file);
  if (!sections) return absentFile(profiles, path);
  const name = alibabaVariable(environment, 'ALIBABA_CLOUD_PROFILE') ?? 'default';
  const section = sections.get(name);
  // The library of the SDK for Node.js nests a section whose name has dots.
  if (!section || (tool === 'node' && name.includes('.')))
    return found('empty', { code: 'noProfile', name, path });
  const source = { kind: 'iniProfile', file, name } as const;
  const obstacle = iniObstacle(tool, { file, name, section }, profiles);
  return obstacle
    ? found(obstacle.code === 'notEnabled' ? 'empty' : 'broken', obstacle, source)
    : found('taken', { code: 'profile', name, path }, source);
};

/** The default names differ by language. */
function iniFileOf({ paths }: AlibabaProfiles, tool: AlibabaTool): IniFile {
  if (paths.ini.named !== undefined) return 'named';
  return tool === 'node' || tool === 'go' ? 'credentials' : 'credentials.ini';
}

function absentFile({ failures }: AlibabaProfiles, path: string): Found {
  const shown = publicFacts({ path }).path;
  const isOfFile = (failure: Failure) =>
    'path' in failure && (failure.path === path || failure.path === shown);
  return failures.some(isOfFile)
    ? found('broken', { code: 'fileInvalid', path })
    : found('empty', { code: 'noFile', path });
}

export const ecsMetadata: Look = ({ environment }, tool) => {
  const variable = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED';
  const roles = ['ALICLOUD_ECS_ROLE_NAME', 'ALIBABA_CLOUD_ECS_METADATA'];
  if (tool === 'terraform' && !firstVariable(environment, roles))
    return found('empty', { code: 'variablesUnset', variables: roles });
  if (tool !== 'terraform' && isSwitchedOn(environment, variable))
    return found('off', { code: 'switchedOff', variable });
  const endpoint = metadataEndpoint(environment);
  const host = isEndpoint(endpoint) ? endpoint.host : '100.100.100.200';
  return found('perhaps', { code: 'mustAsk', host }, { kind: 'ecsRamRole' });
};

export const credentialsUri: Look = ({ environment }, tool) => {
  const usual = 'ALIBABA_CLOUD_CREDENTIALS_URI';
  const variables = tool === 'terraform' ? ['ALICLOUD_CREDENTIALS_URI', usual] : [usual];
  const variable = firstVariable(environment, variables);
  if (!variable)
    return tool === 'node'
      ? found('broken', { code: 'asksWithoutUri' })
      : found('empty', { code: 'variablesUnset', variables });
  const { name, value } = variable;
  return /^https?:\/\//iu.test(value) && URL.canParse(value)
    ? found('taken', { code: 'variableSet', variable: name }, { kind: 'credentialsUri' })
    : found('broken', { code: 'variableInvalid', variable: name }, { kind: 'credentialsUri' });
};

/** Only the program knows its system properties. */
export const javaProperties: Look = () => found('perhaps', { code: 'inProgram' });
