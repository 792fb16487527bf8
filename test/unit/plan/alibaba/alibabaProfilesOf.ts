import type { Environment } from '../../../../src/base/environment.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import type { AlibabaProfiles } from '../../../../src/profiles/alibaba/alibabaProfiles.ts';
import type { IniFile } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { readAlibabaProfiles } from '../../../../src/profiles/alibaba/readAlibabaProfiles.ts';

export interface GivenFiles {
  readonly environment?: Environment;
  /** The profiles of the CLI's file without its `current`, or its whole text. */
  readonly cli?: readonly object[] | string;
  readonly current?: string;
  readonly ini?: Partial<Record<IniFile, string>>;
  readonly hasCredentialsFile?: boolean;
  readonly asksForEcs?: boolean;
  readonly home?: string;
}

/** The profiles of a machine with these files and variables. */
export function alibabaProfilesOf(given: GivenFiles): AlibabaProfiles {
  const { environment = {}, cli, current, ini = {}, home = '/home/me' } = given;
  return readAlibabaProfiles({
    environment,
    paths: alibabaPaths(environment, home),
    cli: typeof cli === 'string' || !cli ? cli : cliText(cli, current),
    ini: new Map(Object.entries(ini) as [IniFile, string][]),
    hasCredentialsFile: given.hasCredentialsFile ?? false,
    asksForEcs: given.asksForEcs ?? false,
  });
}

/** A `config.json` as the CLI writes it. */
export function cliText(profiles: readonly object[], current?: string): string {
  return JSON.stringify({ current: current ?? '', profiles, meta_path: '' }, undefined, '\t');
}
