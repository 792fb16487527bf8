import { FailureError } from '../../base/failure.ts';
import { alibabaVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import type { Environment } from '../../base/environment.ts';
import type { AlibabaEndpoint } from './alibabaPlan.ts';
import { type FoundEndpoint, isEndpoint } from './alibabaEndpoints.ts';
import type { Entry } from './entryKinds.ts';
import { isSendable } from './stepSecrets.ts';
import {
  durationProblem,
  externalIdProblem,
  isInstanceRole,
  policyProblem,
  roleArnProblem,
  type RoleProblem,
  sessionNameProblem,
} from './roleRules.ts';

/**
 * The values of one section, profile, or environment, each checked when it is read. What is missing or malformed is
 * thrown as a `FailureError` with the key as it is written there.
 */
export interface EntryValues {
  readonly profile: string;
  /** Undefined if the value is absent or empty. */
  readonly get: (key: string) => string | undefined;
}

export function valuesOfEntry(profile: string, entry: Entry): EntryValues {
  return { profile, get: (key) => entry.get(key) || undefined };
}

export function valuesOfEnvironment(profile: string, environment: Environment): EntryValues {
  return { profile, get: (name) => alibabaVariable(environment, name) };
}

export function required({ profile, get }: EntryValues, key: string): string {
  const value = get(key);
  if (value === undefined) throw new FailureError({ code: 'alibabaKeyMissing', profile, key });
  return value;
}

export function invalid({ profile }: EntryValues, key: string): FailureError {
  return new FailureError({ code: 'alibabaValueInvalid', profile, key });
}

/** The value if it has none of the problems that `problem` finds. */
function accepted(values: EntryValues, key: string, problem: (text: string) => RoleProblem | undefined) {
  const value = values.get(key);
  if (value !== undefined && problem(value) !== undefined) throw invalid(values, key);
  return value;
}

export function roleArnOf(values: EntryValues, key: string): string {
  const arn = required(values, key);
  if (roleArnProblem(arn) !== undefined) throw invalid(values, key);
  return arn;
}

export function sessionNameOf(values: EntryValues, key: string): string | undefined {
  return accepted(values, key, sessionNameProblem);
}

export function externalIdOf(values: EntryValues, key: string): string | undefined {
  return accepted(values, key, externalIdProblem);
}

export function policyOf(values: EntryValues, key: string): string | undefined {
  return accepted(values, key, policyProblem);
}

/** In seconds. */
export function durationOf(values: EntryValues, key: string): number | undefined {
  const text = accepted(values, key, durationProblem);
  return text === undefined ? undefined : Number(text);
}

export function instanceRoleOf(values: EntryValues, key: string): string | undefined {
  return accepted(values, key, (name) => (isInstanceRole(name) ? undefined : 'form'));
}

export function providerArnOf(values: EntryValues, key: string): string {
  const arn = required(values, key);
  if (!/^acs:ram::\d{1,20}:oidc-provider\/[\w.@-]{1,128}$/u.test(arn)) throw invalid(values, key);
  return arn;
}

/** A key or token. */
export function credentialOf(values: EntryValues, key: string): string {
  const text = required(values, key);
  if (!isSendable(text)) throw invalid(values, key);
  return text;
}

/** The endpoint, unless it comes from a malformed value. */
export function usableEndpoint(values: EntryValues, found: FoundEndpoint): AlibabaEndpoint {
  if (isEndpoint(found)) return found;
  throw invalid(values, found.invalid);
}
