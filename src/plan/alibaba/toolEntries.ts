import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { IniFile } from '../../profiles/alibaba/alibabaTarget.ts';
import { isSwitchedOn } from '../../profiles/alibaba/alibabaVariable.ts';
import type { AlibabaTool } from './alibabaPlan.ts';
import type { ChainReason } from './chainLink.ts';
import {
  cliMode,
  type Entry,
  findsValue,
  forbiddingVariable,
  iniType,
  isEnabledForJava,
  requiredMore,
  sdks,
} from './entryKinds.ts';
import { accessTokenKeys } from './stepSecrets.ts';

/** Why a tool cannot use an entry; undefined if it can. */
type Obstacle = ChainReason | undefined;

/** Follows `source_profile`. A tool that needs a request to find out counts as able. */
export function cliObstacle(tool: AlibabaTool, name: string, profiles: AlibabaProfiles): Obstacle {
  const path = profiles.paths.cli;
  const visited = new Set<string>();
  for (let next = name; ;) {
    const entry = profiles.cli?.profiles.get(next);
    if (!entry)
      return next === name
        ? { code: 'noProfile', name, path }
        : { code: 'sourceMissing', name, path, source: next };
    visited.add(next);
    const obstacle = ownObstacle(tool, next, entry, profiles);
    if (obstacle || cliMode(entry).name !== 'ChainableRamRoleArn') return obstacle;
    next = entry.get('source_profile') ?? '';
    if (visited.has(next)) return { code: 'sourceLoop', name, path, loop: [...visited, next] };
  }
}

function ownObstacle(tool: AlibabaTool, name: string, entry: Entry, profiles: AlibabaProfiles): Obstacle {
  const path = profiles.paths.cli;
  const { name: mode = '', kind, isExact } = cliMode(entry);
  const written = entry.get('mode') ?? '';
  const isSdk = sdks.includes(tool);
  if (!kind || (isSdk && !isExact)) return { code: 'modeUnknown', name, path, mode: isSdk ? written : mode };
  if (kind.unreadableBy.includes(tool))
    return tool === 'node' && mode === 'CloudSSO'
      ? { code: 'sdkDefect', name, path, mode }
      : { code: 'modeUnknown', name, path, mode: written };
  const forbidding = tool === 'cli' ? forbiddingVariable(mode, profiles.environment) : undefined;
  if (forbidding !== undefined) return { code: 'switchedOff', variable: forbidding };
  const required = [...kind.required, ...signInKeys(mode, entry)];
  const missing = required.find((key) => !findsValue(tool, 'cli', entry, key, profiles.environment));
  if (missing !== undefined) return { code: 'keyMissing', name, path, key: missing };
  const invalid = invalidKey(mode, entry, isSdk);
  if (invalid !== undefined) return { code: 'valueInvalid', name, path, key: invalid };
  const variable = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED';
  return isSdk && mode === 'EcsRamRole' && isSwitchedOn(profiles.environment, variable)
    ? { code: 'switchedOff', variable }
    : undefined;
}

/** Without these keys, the user has not signed in with the CLI. A refresh token yields an access token. */
function signInKeys(mode: string, entry: Entry): readonly string[] {
  if (mode === 'CloudSSO') return [accessTokenKeys.CloudSSO];
  return mode === 'OAuth' && !entry.get('oauth_refresh_token') ? [accessTokenKeys.OAuth] : [];
}

/** A key for whose value no request is made. The SDKs know the shortest duration; the others ask STS. */
function invalidKey(mode: string, entry: Entry, isSdk: boolean): string | undefined {
  if (mode === 'OAuth')
    return /^(?:CN|INTL)$/iu.test(entry.get('oauth_site_type') ?? '') ? undefined : 'oauth_site_type';
  const assumes = mode === 'RamRoleArn' || mode === 'ChainableRamRoleArn';
  const seconds = Number(entry.get('expired_seconds') ?? 0);
  return isSdk && assumes && seconds !== 0 && seconds < 900 ? 'expired_seconds' : undefined;
}

/** What an SDK makes of a section, which exists. */
export function iniObstacle(
  tool: AlibabaTool,
  { file, name, section }: { readonly file: IniFile; readonly name: string; readonly section: Entry },
  { paths, environment }: AlibabaProfiles,
): Obstacle {
  const path = paths.ini[file] ?? '';
  const lacks = (key: string) => !findsValue(tool, 'ini', section, key, environment);
  if (tool === 'java' && !isEnabledForJava(section)) return { code: 'notEnabled', name, path };
  if (lacks('type')) return { code: 'keyMissing', name, path, key: 'type' };
  // The SDK for Java takes every type that it does not know for keys.
  const written = section.get('type') ?? '';
  const known = iniType(written);
  const isKnown = known && !known.unreadableBy.includes(tool);
  const type = tool === 'java' && !isKnown ? 'access_key' : written;
  const kind = iniType(type);
  if (!kind || kind.unreadableBy.includes(tool)) return { code: 'modeUnknown', name, path, mode: written };
  const missing = [...kind.required, ...requiredMore(tool, type)].find(lacks);
  if (missing !== undefined) return { code: 'keyMissing', name, path, key: missing };
  const variable = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED';
  return type === 'ecs_ram_role' && isSwitchedOn(environment, variable)
    ? { code: 'switchedOff', variable }
    : undefined;
}
