import type { Environment } from '../../base/environment.ts';
import type { Failure } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import type { AlibabaPaths, AlibabaProfiles } from './alibabaProfiles.ts';
import type { AlibabaSource, IniFile } from './alibabaTarget.ts';
import { alibabaVariable } from './alibabaVariable.ts';
import { type CliConfig, readCliConfig } from './cliConfig.ts';
import { type IniSections, readIniSections, strayIniLine } from './iniSections.ts';

/** What `readAlibabaProfiles` reads. A file that does not exist, or could not be read, has no text. */
export interface AlibabaInput {
  readonly environment: Environment;
  readonly paths: AlibabaPaths;
  readonly cli: string | undefined;
  readonly ini: ReadonlyMap<IniFile, string>;
  /** Whether the file of a PAI DSW instance exists. */
  readonly hasCredentialsFile: boolean;
  /** Whether the metadata service of ECS is to be listed even if no variable speaks of it. */
  readonly asksForEcs: boolean;
}

/** The profiles and sections of the files, and the sources that the environment offers. Pure. */
export function readAlibabaProfiles(input: AlibabaInput): AlibabaProfiles {
  const { paths, hasCredentialsFile } = input;
  const environment = withoutBlankVariables(input.environment);
  const failures: Failure[] = [];
  const cli = readCli(input, failures);
  const ini = readIni(input, failures);
  return {
    sources: [
      ...placesOf(environment, input),
      ...[...(cli?.profiles.keys() ?? [])].map((name) => ({ kind: 'cliProfile', name }) as const),
      ...[...ini].flatMap(([file, sections]) =>
        [...sections.keys()].map((name) => ({ kind: 'iniProfile', file, name }) as const),
      ),
    ],
    cli,
    ini,
    hasCredentialsFile,
    environment,
    paths,
    failures: publicFacts(failures),
  };
}

/** The sources that are not entries of files. */
function placesOf(
  environment: Environment,
  { hasCredentialsFile, asksForEcs }: AlibabaInput,
): readonly AlibabaSource[] {
  const isSet = (name: string) => alibabaVariable(environment, name) !== undefined;
  const places: readonly (readonly [AlibabaSource, boolean])[] = [
    [{ kind: 'credentialsUri' }, isSet('ALIBABA_CLOUD_CREDENTIALS_URI')],
    [{ kind: 'credentialsFile' }, hasCredentialsFile],
    [{ kind: 'ecsRamRole' }, asksForEcs || isSet('ALIBABA_CLOUD_ECS_METADATA')],
    [{ kind: 'ramEnvironment' }, isSet('ALIBABA_CLOUD_ACCESS_KEY_ID')],
    // `ALIBABA_CLOUD_ROLE_ARN` alone also names a role for other sources.
    [{ kind: 'rrsa' }, isSet('ALIBABA_CLOUD_OIDC_PROVIDER_ARN') || isSet('ALIBABA_CLOUD_OIDC_TOKEN_FILE')],
  ];
  return places.flatMap(([source, isThere]) => (isThere ? [source] : []));
}

function readCli({ cli, paths }: AlibabaInput, failures: Failure[]): CliConfig | undefined {
  if (cli === undefined) return undefined;
  const config = readCliConfig(cli);
  if ('profiles' in config) return config;
  failures.push({ code: 'alibabaFileInvalid', path: paths.cli, line: config.line });
  return undefined;
}

/** Without the files in the home folder if a variable names another one: all SDKs read only that. */
function readIni({ ini, paths }: AlibabaInput, failures: Failure[]): ReadonlyMap<IniFile, IniSections> {
  const read = new Map<IniFile, IniSections>();
  for (const [file, text] of ini) {
    const path = paths.ini[file];
    if (path === undefined || (paths.ini.named !== undefined && file !== 'named')) continue;
    const sections = readIniSections(text);
    if (sections) read.set(file, sections);
    else failures.push({ code: 'alibabaFileInvalid', path, line: strayIniLine(text) });
  }
  return read;
}

const ofAlibaba = /^(?:ALIBABA_CLOUD|ALIBABACLOUD|ALICLOUD|ROLECALL_ALIBABA)_/u;

function withoutBlankVariables(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => !ofAlibaba.test(name) || value?.trim()),
  );
}
