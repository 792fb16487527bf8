import type { ConfigDocument } from '../../config/syntax.ts';
import { configKey, keys } from '../../profiles/keys.ts';
import type { FileRole } from '../../profiles/profiles.ts';

/** What usually stands in a profile, when none of its keys tells of what kind it is. */
const usual: readonly string[] = [
  keys.region,
  keys.output,
  keys.ssoSession,
  keys.roleArn,
  keys.sourceProfile,
  keys.mfaSerial,
  keys.ssoAccountId,
  keys.ssoRoleName,
  keys.credentialProcess,
  keys.webIdentityTokenFile,
  keys.credentialSource,
  keys.endpointUrl,
  keys.services,
];
const accessKeys: readonly string[] = [keys.awsAccessKeyId, keys.awsSecretAccessKey, keys.awsSessionToken];
const ofRole: readonly string[] = [
  keys.roleArn,
  keys.sourceProfile,
  keys.credentialSource,
  keys.mfaSerial,
  keys.roleSessionName,
  keys.externalId,
  keys.durationSeconds,
];
const ofWebIdentity: readonly string[] = [
  keys.roleArn,
  keys.webIdentityTokenFile,
  keys.roleSessionName,
  keys.durationSeconds,
];
const ofSignIn: readonly string[] = [keys.ssoAccountId, keys.ssoRoleName];
const ofLegacySignIn: readonly string[] = [keys.ssoStartUrl, keys.ssoRegion, ...ofSignIn];

/** Keys that no tool needs anymore, or that only programs write. They are read, but not offered. */
const notOffered: ReadonlySet<string> = new Set([
  keys.awsSecurityToken,
  keys.parentProfile,
  keys.grantedSsoAccountId,
  keys.grantedSsoAccountName,
]);

export function isOffered(name: string): boolean {
  return !notOffered.has(name) && configKey(name)?.expiresKeys === undefined;
}

/**
 * Sorts keys by how likely they are in a profile with the keys that it has: first what its kind of profile lacks, then
 * what the file uses most, and last what only other tools read.
 */
export function inOrderOfUse(
  names: readonly string[],
  present: ReadonlySet<string>,
  role: FileRole,
  document: ConfigDocument,
): readonly string[] {
  const first = [...wanted(present), ...(role === 'credentials' ? accessKeys : []), ...usual];
  const counts = keyCounts(document);
  const ranks = new Map(names.map((name) => [name, rankOf(name, first, present, counts)]));
  return names.toSorted((one, other) => ranks.get(one)! - ranks.get(other)!);
}

function rankOf(
  name: string,
  first: readonly string[],
  present: ReadonlySet<string>,
  counts: ReadonlyMap<string, number>,
): number {
  const key = configKey(name);
  if (isIdle(name, present)) return 3000;
  const at = first.indexOf(name);
  if (at !== -1) return at;
  if (key?.onlyReadBy) return 2000;
  // Rare keys keep the order of the table.
  return 1000 - Math.min(counts.get(name) ?? 0, 500);
}

/** What a profile with these keys usually has, too. */
function wanted(present: ReadonlySet<string>): readonly string[] {
  const has = (name: string) => present.has(name);
  if (has(keys.webIdentityTokenFile)) return ofWebIdentity;
  if (has(keys.roleArn) || has(keys.sourceProfile) || has(keys.credentialSource)) return ofRole;
  if (has(keys.ssoSession)) return ofSignIn;
  if (has(keys.ssoStartUrl) || has(keys.ssoAccountId)) return ofLegacySignIn;
  return accessKeys.some(has) ? accessKeys : [];
}

/** Whether the key would do nothing beside the others. */
function isIdle(name: string, present: ReadonlySet<string>): boolean {
  if (present.has(keys.ssoSession) && (name === keys.ssoStartUrl || name === keys.ssoRegion)) return true;
  if (name === keys.credentialSource) return present.has(keys.sourceProfile);
  if (name === keys.sourceProfile) return present.has(keys.credentialSource);
  return false;
}

/** How often the beginning of a file has each key. The whole of a large file says no more, and takes long. */
function keyCounts({ text }: ConfigDocument): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, key] of text.slice(0, 64 * 1024).matchAll(/^([\w.-]+)[ \t]*=/gmu)) {
    const name = key!.toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
