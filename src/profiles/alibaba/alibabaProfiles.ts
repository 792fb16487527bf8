import type { Environment } from '../../base/environment.ts';
import type { Failure } from '../../base/failure.ts';
import type { AlibabaSource, IniFile } from './alibabaTarget.ts';
import type { CliConfig } from './cliConfig.ts';
import type { IniSections } from './iniSections.ts';

/** Where the files of Alibaba Cloud are. `named`: undefined unless `ALIBABA_CLOUD_CREDENTIALS_FILE` is set. */
export interface AlibabaPaths {
  readonly cli: string;
  readonly ini: Readonly<Record<Exclude<IniFile, 'named'>, string>> & { readonly named: string | undefined };
  /** The file of a PAI DSW instance. */
  readonly credentialsFile: string;
}

/** What the files and the environment of VS Code contain, and what can be chosen of it. */
export interface AlibabaProfiles {
  /** In the order in which they are listed. */
  readonly sources: readonly AlibabaSource[];
  /** Undefined if there is no such file, or if it is not valid. */
  readonly cli: CliConfig | undefined;
  /** The files that exist and are valid. */
  readonly ini: ReadonlyMap<IniFile, IniSections>;
  readonly hasCredentialsFile: boolean;
  /** The environment that VS Code was started with, in which a blank variable counts as unset. */
  readonly environment: Environment;
  readonly paths: AlibabaPaths;
  /** Files that could not be read, or are not valid. */
  readonly failures: readonly Failure[];
}
