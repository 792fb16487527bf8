import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDraft, writeAtomically } from '../base/atomicFile.ts';
import { onDisk, readText } from '../base/boundedFile.ts';
import { codeOf } from '../base/errorCode.ts';
import type { Failure } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { writeTroubleOf } from '../base/writeTrouble.ts';
import { Credentials, type RevealedCredentials } from '../credentials/credentials.ts';
import type { Progress } from '../credentials/run/runSteps.ts';
import type { Plan } from '../plan/plan.ts';
import { requestedSeconds } from '../plan/rules.ts';
import { keys } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { maxSkewMs } from './storedSessions.ts';

/** Sessions that are shared with another program. `find` and `put` do not reject. */
export interface SharedSessions {
  /** `now`: the current time, in milliseconds since the epoch. */
  find(plan: Plan, now: number): Promise<Progress | undefined>;
  put(plan: Plan, progress: Progress): Promise<void>;
  /**
   * Removes the sessions that any window stored and those that `find` could return. Resolves with these sessions, also
   * with those that cannot be removed, for each of which it calls `onFailure`. Does not reject.
   */
  clear(onFailure?: (failure: Failure) => void): Promise<readonly Credentials[]>;
}

export interface CliCacheDependencies {
  /** `~/.aws/cli/cache` */
  readonly directory: string;
  readonly profiles: () => ProfileSet;
  readonly isOn: () => boolean;
  readonly record: FileRecord;
  readonly log: Log;
}

/** The exit for credentials that are written to files, which records it. */
export interface FileRecord {
  /** Gives the secrets of a session to `write`, unless that is forbidden. Rejects with what `write` rejects with. */
  give(
    session: { readonly plan: Plan; readonly credentials: Credentials },
    path: string,
    write: (credentials: RevealedCredentials) => Promise<void>,
  ): Promise<void>;
  /** The file is gone. */
  end(path: string): void;
}

const ourMark = 'rolecall';

/**
 * The files in which the AWS CLI caches assumed roles (botocore, `BaseAssumeRoleCredentialFetcher`).
 *
 * A file name is derived from what a profile requests, not from the identity that requests it: profiles with the same
 * `role_arn` but different source profiles share one file. A role is therefore shared only if its profile names an MFA
 * device and the role is the first one in its plan, assumed by that device's user: a device belongs to one user, so no
 * other identity can have created the file. Other roles need no MFA code, so reusing them is not worth the risk of
 * using another identity.
 *
 * A file name does not depend on the endpoint either: sessions from custom endpoints are not shared, because a profile
 * that uses AWS's own endpoint could find them under the same name.
 *
 * Nor does it depend on policies that limit the session, or on the marks of an AI agent, which the CLI has neither of.
 *
 * A role that the CLI assumed may have a different session name than ours would. Expirations are by this machine's
 * clock.
 */
export function createCliCache(dependencies: CliCacheDependencies): SharedSessions {
  const { directory, profiles, isOn, record, log } = dependencies;
  const pathOf = ({ profile }: Shared): string => join(directory, fileOf(profile));
  const sharedOf = (plan: Plan): Shared | undefined => (isOn() ? sharedRole(plan, profiles()) : undefined);
  const warn = (error: unknown): void => log.warn(`The AWS CLI’s cache cannot be written: ${codeOf(error)}`);
  return {
    async find(plan, now) {
      const shared = sharedOf(plan);
      if (!shared) return undefined;
      const found = await readFound(pathOf(shared)).catch(() => undefined);
      const credentials = found && credentialsOf(found.text, shared.roleArn);
      if (!credentials || !isPossible(credentials, found.writtenAt, shared.profile, now)) return undefined;
      return { done: shared.done, credentials };
    },
    async put(plan, { done, credentials }) {
      const shared = sharedOf(plan);
      if (shared?.done !== done || credentials.expiration === undefined) return;
      try {
        const path = pathOf(shared);
        await record.give({ plan: planOfRole(plan, shared), credentials }, path, (revealed) =>
          writeAtomically(path, writeEntry(revealed, shared.roleArn)),
        );
      } catch (error) {
        warn(error);
      }
    },
    async clear(onFailure = () => {}) {
      const findable = new Set(isOn() ? [...profiles().profiles.values()].filter(hasDevice).map(fileOf) : []);
      const removed: Credentials[] = [];
      for (const name of await onDisk(directory, () => readdir(directory)).catch(() => [])) {
        const path = join(directory, name);
        const text = await readText(path).catch(() => '');
        const isOurs = parse(text)?.writtenBy === ourMark || isDraft(name);
        if (!isOurs && !findable.has(name)) continue;
        await onDisk(path, () => rm(path, { force: true })).then(
          () => record.end(path),
          (error: unknown) => {
            warn(error);
            onFailure({ code: 'fileUnwritable', path, reason: writeTroubleOf(error) });
          },
        );
        const credentials = readEntry(text);
        if (credentials) removed.push(credentials);
      }
      return removed;
    },
  };
}

async function readFound(path: string): Promise<{ readonly text: string; readonly writtenAt: number }> {
  const [text, { mtimeMs }] = await Promise.all([readText(path), onDisk(path, () => stat(path))]);
  return { text, writtenAt: mtimeMs };
}

/**
 * Whether the file can be this old, and the session last this long. If not, the clock was set back, and it is unknown
 * when the session ends.
 */
function isPossible(
  { expiration = 0 }: Credentials,
  writtenAt: number,
  profile: Profile,
  now: number,
): boolean {
  const longestMs = (requestedSeconds(profile) ?? defaultSeconds) * 1000;
  return writtenAt - now <= maxSkewMs && expiration - now <= longestMs + maxSkewMs;
}

/** The duration of a role session if none is requested (STS API, `AssumeRole`). */
const defaultSeconds = 3600;

interface Shared {
  readonly done: number;
  readonly profile: Profile;
  readonly roleArn: string;
}

/** The role of the plan that the CLI caches under the same name and that only the same user can have assumed. */
function sharedRole({ steps, access }: Plan, { profiles }: ProfileSet): Shared | undefined {
  const index = steps.findIndex(({ kind }) => kind === 'assumeRole');
  const step = steps[index];
  if (step?.kind !== 'assumeRole' || step.sessionPolicy) return undefined;
  if (access?.isForAgent && index === steps.length - 1) return undefined;
  const profile = profiles.get(step.profile);
  if (!profile || !hasDevice(profile) || valueOf(profile, keys.roleArn) !== step.roleArn) return undefined;
  const mfaSerial = valueOf(profile, keys.mfaSerial);
  const made = steps.slice(0, index + 1);
  const isOfDevice = made.some((each) => 'mfaSerial' in each && each.mfaSerial === mfaSerial);
  const isFromAws = made.every((each) => !('sts' in each) || each.sts.url === undefined);
  return isOfDevice && isFromAws ? { done: index + 1, profile, roleArn: step.roleArn } : undefined;
}

/** The plan of the shared role, which may be the source of another one. */
function planOfRole(plan: Plan, { done, profile }: Shared): Plan {
  const target = { kind: 'profile', name: profile.name } as const;
  return { ...plan, target, steps: plan.steps.slice(0, done) };
}

function hasDevice(profile: Profile): boolean {
  return valueOf(profile, keys.mfaSerial) !== undefined;
}

function fileOf(profile: Profile): string {
  return `${cliKey(profile)}.json`;
}

/** The name of the CLI's file for a profile's role, without the extension. */
export function cliKey(profile: Profile): string {
  const parameters = {
    DurationSeconds: requestedSeconds(profile),
    ExternalId: valueOf(profile, keys.externalId),
    RoleArn: valueOf(profile, keys.roleArn),
    RoleSessionName: valueOf(profile, keys.roleSessionName),
    SerialNumber: valueOf(profile, keys.mfaSerial),
  };
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${pythonJson(name)}: ${pythonJson(value)}`],
  );
  return createHash('sha1')
    .update(`{${pairs.join(', ')}}`)
    .digest('hex');
}

/** Serializes like Python's `json.dumps`. */
function pythonJson(value: string | number): string {
  return JSON.stringify(value).replaceAll(/[^ -~]/gu, (character) =>
    character.split('').map(escaped).join(''),
  );
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

interface Entry {
  readonly writtenBy?: unknown;
  readonly Credentials?: Readonly<Record<string, unknown>>;
}

function parse(text: string): Entry | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Entry | undefined;
  } catch {
    return undefined;
  }
}

/** The credentials in the file, unless it names another account than the role's. */
function credentialsOf(text: string, roleArn: string): Credentials | undefined {
  const account = parse(text)?.Credentials?.['AccountId'];
  return account === undefined || account === roleArn.split(':')[4] ? readEntry(text) : undefined;
}

function readEntry(text: string): Credentials | undefined {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parse(text)?.Credentials ?? {};
  const found = [AccessKeyId, SecretAccessKey, SessionToken, Expiration];
  if (!found.every((value) => typeof value === 'string')) return undefined;
  const [accessKeyId = '', secretAccessKey = '', sessionToken = '', end = ''] = found;
  // `Date.parse` does not accept the CLI's format, `2026-01-01T00:00:00UTC`.
  const expiration = Date.parse(end.replace(/UTC$/u, 'Z'));
  if (Number.isNaN(expiration)) return undefined;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}

function writeEntry(credentials: RevealedCredentials, roleArn: string): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiration = 0 } = credentials;
  return JSON.stringify({
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiration).toISOString().replace(/\.\d+Z$/u, 'UTC'),
      AccountId: roleArn.split(':')[4],
    },
    writtenBy: ourMark,
  });
}
