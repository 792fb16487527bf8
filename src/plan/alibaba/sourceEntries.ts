import { FailureError } from '../../base/failure.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';

/** The values of a section or of a CLI profile. Undefined if it does not exist, or if the source is in no file. */
export function entryOf(
  source: AlibabaTarget,
  profiles: AlibabaProfiles,
): ReadonlyMap<string, string> | undefined {
  switch (source.kind) {
    case 'cliProfile':
      return profiles.cli?.profiles.get(source.name);
    case 'iniProfile':
      return profiles.ini.get(source.file)?.get(source.name);
    default:
      return undefined;
  }
}

/** Why a section or a profile does not exist. A file that nobody can read now may still have it. */
export function missingEntry(
  profile: string,
  path: string | undefined,
  profiles: AlibabaProfiles,
): FailureError {
  const ofFile = profiles.failures.find((failure) => 'path' in failure && failure.path === path);
  return new FailureError(ofFile ?? { code: 'noAlibabaProfile', profile });
}
