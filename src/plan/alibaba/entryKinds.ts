import type { Environment } from '../../base/environment.ts';
import { alibabaVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import type { AlibabaTool } from './alibabaPlan.ts';

/** A `mode` of CLI profiles, or a `type` of INI sections. */
export interface EntryKind {
  /** The keys without which no reader yields credentials, in the order in which they are reported. */
  readonly required: readonly string[];
  /** The tools that do not know it, or cannot use it. */
  readonly unreadableBy: readonly AlibabaTool[];
  /** Rolecall does not use it. */
  readonly unsupported?: true;
}

export const sdks: readonly AlibabaTool[] = ['node', 'python', 'go', 'java'];
const allButCli: readonly AlibabaTool[] = [...sdks, 'terraform'];
const cliKeys = ['access_key_id', 'access_key_secret'];

/**
 * The modes, as the CLI writes them (`config/profile.go`), with the providers of the SDKs (`cli_profile`). The CLI
 * accepts a mode in any case, the SDKs do not.
 */
const modes: ReadonlyMap<string, EntryKind> = new Map<string, EntryKind>([
  ['AK', { required: cliKeys, unreadableBy: [] }],
  ['StsToken', { required: [...cliKeys, 'sts_token'], unreadableBy: [] }],
  ['RamRoleArn', { required: [...cliKeys, 'ram_role_arn'], unreadableBy: [] }],
  ['EcsRamRole', { required: [], unreadableBy: [] }],
  // Deprecated.
  ['RamRoleArnWithRoleName', { required: ['ram_role_arn'], unreadableBy: allButCli }],
  ['ChainableRamRoleArn', { required: ['source_profile', 'ram_role_arn'], unreadableBy: [] }],
  ['OIDC', { required: ['oidc_provider_arn', 'oidc_token_file', 'ram_role_arn'], unreadableBy: [] }],
  ['External', { required: ['process_command'], unreadableBy: [] }],
  ['CredentialsURI', { required: [], unreadableBy: allButCli }],
  [
    'CloudSSO',
    {
      required: ['cloud_sso_sign_in_url', 'cloud_sso_account_id', 'cloud_sso_access_config'],
      // `providers/cloud_sso.ts` sends neither the account nor the configuration.
      unreadableBy: ['node'],
    },
  ],
  ['OAuth', { required: ['oauth_site_type'], unreadableBy: [] }],
  ['BearerToken', { required: ['bearer_token'], unreadableBy: allButCli, unsupported: true }],
  ['RsaKeyPair', { required: ['private_key', 'key_pair_name'], unreadableBy: allButCli, unsupported: true }],
  ['Anonymous', { required: [], unreadableBy: allButCli, unsupported: true }],
]);

const usualModes: ReadonlyMap<string, string> = new Map(
  [...modes.keys()].map((name) => [name.toLowerCase(), name]),
);

/** Not even a type that the SDKs know helps here: these tools do not read INI files. */
const noIni: readonly AlibabaTool[] = ['cli', 'terraform'];
const codeOnly: readonly AlibabaTool[] = [...sdks, ...noIni];

/** The types of INI sections. `sts`, `bearer`, and `credentials_uri` exist in code, and in old SDKs for Node.js. */
const types: ReadonlyMap<string, EntryKind> = new Map<string, EntryKind>([
  ['access_key', { required: cliKeys, unreadableBy: noIni }],
  ['sts', { required: [...cliKeys, 'security_token'], unreadableBy: codeOnly }],
  ['ecs_ram_role', { required: [], unreadableBy: noIni }],
  ['ram_role_arn', { required: [...cliKeys, 'role_arn'], unreadableBy: noIni }],
  [
    'oidc_role_arn',
    {
      required: ['oidc_provider_arn', 'oidc_token_file_path', 'role_arn'],
      unreadableBy: ['node', 'go', ...noIni],
    },
  ],
  ['credentials_uri', { required: [], unreadableBy: codeOnly }],
  [
    'rsa_key_pair',
    {
      required: ['public_key_id', 'private_key_file'],
      unreadableBy: ['node', 'go', ...noIni],
      unsupported: true,
    },
  ],
  ['bearer', { required: ['bearer_token'], unreadableBy: codeOnly, unsupported: true }],
]);

export type Entry = ReadonlyMap<string, string>;

/** The mode of a CLI profile in its usual spelling, as written, or as the CLI guesses it if there is none. */
export interface CliMode {
  /** Undefined if the profile has none, and if none can be guessed. */
  readonly name: string | undefined;
  /** Undefined if nothing knows the mode. */
  readonly kind: EntryKind | undefined;
  /** Whether the SDKs read it as the CLI does: it is written, and in its usual spelling. */
  readonly isExact: boolean;
}

export function cliMode(profile: Entry): CliMode {
  const written = profile.get('mode') || undefined;
  const mode = written ?? guessedMode(profile);
  const usual = usualModes.get(mode?.toLowerCase() ?? '');
  return {
    name: usual ?? mode,
    kind: usual === undefined ? undefined : modes.get(usual),
    isExact: usual !== undefined && usual === written,
  };
}

/** `AutoModeRecognition` of the CLI. */
function guessedMode(profile: Entry): string | undefined {
  const has = (...keys: readonly string[]) => keys.every((key) => profile.get(key));
  if (has('access_key_id', 'access_key_secret'))
    return has('sts_token') ? 'StsToken' : has('ram_role_arn') ? 'RamRoleArn' : 'AK';
  if (has('private_key', 'key_pair_name')) return 'RsaKeyPair';
  if (has('ram_role_name')) return 'EcsRamRole';
  if (has('process_command')) return 'External';
  if (has('oidc_provider_arn', 'oidc_token_file', 'ram_role_arn')) return 'OIDC';
  if (has('cloud_sso_sign_in_url')) return 'CloudSSO';
  return has('bearer_token') ? 'BearerToken' : undefined;
}

const externalSwitch = 'ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS';

/** The variable that tells the CLI to run no program, and to ask no URI (`config/external.go`). */
export function forbiddingVariable(mode: string, environment: Environment): string | undefined {
  const isOn = /^(?:1|true)$/iu.test(alibabaVariable(environment, externalSwitch) ?? '');
  return isOn && (mode === 'External' || mode === 'CredentialsURI') ? externalSwitch : undefined;
}

/** The variables that the CLI and the SDKs read in the place of keys that a CLI profile does not have. */
const cliVariables: ReadonlyMap<string, string> = new Map([
  ['ram_role_arn', 'ALIBABA_CLOUD_ROLE_ARN'],
  ['ram_session_name', 'ALIBABA_CLOUD_ROLE_SESSION_NAME'],
  ['oidc_provider_arn', 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN'],
  ['oidc_token_file', 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'],
]);

/** The value of a CLI profile, or of the variable in its place. Undefined if neither is set. */
export function cliValue(profile: Entry, key: string, environment: Environment): string | undefined {
  const variable = cliVariables.get(key);
  return profile.get(key) || (variable && alibabaVariable(environment, variable)) || undefined;
}

/** Some SDKs read these variables, too, in the place of keys that an entry does not have. */
const sdkVariables: ReadonlyMap<string, string> = new Map([
  ['access_key_id', 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
  ['access_key_secret', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
  ['sts_token', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
  ['role_arn', 'ALIBABA_CLOUD_ROLE_ARN'],
  ['oidc_provider_arn', 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN'],
  ['oidc_token_file_path', 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'],
]);

/** The SDKs that do so, for CLI profiles and for INI sections (`static_ak`, `ram_role_arn`, and `oidc` of each). */
const fillingSdks = {
  cli: ['node', 'python', 'go'],
  ini: ['node', 'python'],
} as const satisfies Readonly<Record<string, readonly AlibabaTool[]>>;

/** Whether a tool finds a value for the key of an entry, in the entry or in a variable. */
export function findsValue(
  tool: AlibabaTool,
  kind: 'cli' | 'ini',
  entry: Entry,
  key: string,
  environment: Environment,
): boolean {
  const own = kind === 'cli' ? cliValue(entry, key, environment) : entry.get(key);
  if (own) return true;
  const fills: readonly AlibabaTool[] = fillingSdks[kind];
  const variable = fills.includes(tool) ? sdkVariables.get(key) : undefined;
  return variable !== undefined && alibabaVariable(environment, variable) !== undefined;
}

/** Undefined if nothing knows the type. */
export function iniType(type: string): EntryKind | undefined {
  return types.get(type);
}

/** The keys that only some SDKs require in an INI section. */
export function requiredMore(tool: AlibabaTool, type: string): readonly string[] {
  if (tool !== 'go' && tool !== 'java') return [];
  if (type === 'ecs_ram_role') return ['role_name'];
  return type === 'ram_role_arn' ? ['role_session_name'] : [];
}

/** `ProfileCredentialsProvider.loadIni` of the SDK for Java. */
export function isEnabledForJava(section: Entry): boolean {
  return section.get('enable') === 'true';
}
