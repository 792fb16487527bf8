import type { Environment } from '../../base/environment.ts';
import {
  bearerTokens,
  caBundleName,
  choosesIdentity,
  isBlank,
  keyNames,
  otherSourceNames,
  profileNames,
  regionNames,
} from './credentialVariables.ts';
import { usualValueOf } from './standIns.ts';

/** The names of platforms in VS Code's settings and in `tasks.json`. */
export type Platform = 'windows' | 'osx' | 'linux';

/** The variables for AWS, and for Alibaba Cloud, under all names that its tools read. */
const ofClouds =
  /^(?:AWS|AMAZON|ALIBABA_?CLOUD|ALICLOUD|OSS)_|^(?:ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN)$/u;

/** Those variables of an `env` object in settings or tasks. Null removes a variable, so that none is set. */
export function variablesIn(env: unknown): Environment {
  return Object.fromEntries(
    Object.entries(objectOf(env)).flatMap(([name, value]) =>
      ofClouds.test(name) && (typeof value === 'string' || value === null)
        ? [[name, value ?? undefined] as const]
        : [],
    ),
  );
}

/** The variables that the tasks of a `tasks.json` set, each with one of its values. */
export function variablesOfTasks(content: unknown, platform: Platform): Environment {
  const { tasks } = objectOf(content);
  const each = [content, ...(Array.isArray(tasks) ? (tasks as unknown[]) : [])];
  return union(
    each.flatMap((task) => {
      const { options, [platform]: onPlatform } = objectOf(task);
      return [options, objectOf(onPlatform)['options']].map((found) => variablesIn(objectOf(found)['env']));
    }),
  );
}

/** The variables that the profiles of terminals in the settings set, each with one of its values. */
export function variablesOfProfiles(profiles: unknown): Environment {
  return union(Object.values(objectOf(profiles)).map((profile) => variablesIn(objectOf(profile)['env'])));
}

/** Replaces `${env:NAME}` as VS Code does in settings and tasks: a variable without a value becomes nothing. */
export function resolvedIn(env: Environment, inherited: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value?.replaceAll(
        /\$\{env:([^}]+)\}/gu,
        (_, other: string) => (Object.hasOwn(inherited, other) ? inherited[other] : undefined) ?? '',
      ),
    ]),
  );
}

/** All variables. If one has several values, a value that is not blank stays. */
export function union(all: readonly Environment[]): Environment {
  const merged: Record<string, string | undefined> = {};
  for (const [name, value] of all.flatMap((each) => Object.entries(each)))
    if (merged[name] === undefined || (isBlank(merged[name]) && value !== undefined)) merged[name] = value;
  return merged;
}

const relevant: ReadonlySet<string> = new Set([
  ...keyNames,
  ...otherSourceNames,
  ...profileNames,
  ...regionNames,
  caBundleName,
]);

/**
 * The variables for AWS that choose an identity or a region, or go with one, and blank ones that some tools reject; and
 * those for Alibaba Cloud. What is handed over says which of the latter count.
 */
export function relevantIn(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        relevant.has(name) ||
        isBesideAws(name) ||
        choosesIdentity(name) ||
        bearerTokens([name]).length > 0 ||
        (isBlank(value) && usualValueOf(name) !== undefined),
    ),
  );
}

/** Whether a variable is for Alibaba Cloud. */
export function isBesideAws(name: string): boolean {
  return ofClouds.test(name) && !/^A(?:WS|MAZON)_/u.test(name);
}

/**
 * The names of the variables with which a task, a setting, or another extension chooses an identity or a region in a
 * terminal, although the terminal has another: `delivered` are the variables that win, for the target called `name`.
 */
export function overruledIn(
  env: Environment,
  delivered: ReadonlyMap<string, string>,
  name: string,
): readonly string[] {
  if (delivered.size === 0) return [];
  const leads = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE'].some((each) => delivered.get(each));
  return Object.keys(env).filter((variable) => {
    const [value, ours] = [env[variable], delivered.get(variable)];
    const isChoice = choosesIdentity(variable) || regionNames.includes(variable);
    if (!isChoice || !value?.trim() || value === ours || value === name) return false;
    // Tools disagree about a profile's name next to keys, and about two names.
    return ours !== undefined || (leads && (profileNames.includes(variable) || keyNames.includes(variable)));
  });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
