import { Refusal } from '../../aws/sts/refusals.ts';
import { durationOutOfRange, policyMalformed, policyTooLong, wronglyFormed } from './alibabaRefusals.ts';
import type { RpcParameters } from './rpcRequest.ts';

/** What AssumeRole and AssumeRoleWithOIDC share. */
export type RoleParameters = {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly policy: string | undefined;
};

/** The largest `MaxSessionDuration` of any role. */
const longestSeconds = 43_200;

/** @see The document "AssumeRole" of RAM's API reference */
export function readRoleParameters(parameters: RpcParameters, known: readonly string[]): RoleParameters {
  refuseUnknown(parameters, known);
  return {
    // An account that does not exist, or a user in place of a role, is a role that does not exist.
    roleArn: text(parameters, 'RoleArn', /^acs:ram::\d+:(?:role|user)\/[A-Za-z0-9.-]{1,64}$/u),
    sessionName: text(parameters, 'RoleSessionName', /^[A-Za-z0-9.@_-]{2,64}$/u),
    policy: readPolicy(parameters.get('Policy')),
  };
}

/** @throws Refusal if the parameter is missing or does not match */
export function text(parameters: RpcParameters, name: string, form: RegExp): string {
  const value = parameters.get(name) ?? '';
  if (!form.test(value)) throw wronglyFormed(name);
  return value;
}

/** Checked against the role once that is known. */
export function readDuration(parameters: RpcParameters, maximumSeconds = longestSeconds): number {
  const value = parameters.get('DurationSeconds') || '3600';
  if (!/^\d+$/u.test(value)) throw wronglyFormed('DurationSeconds');
  if (Number(value) < 900 || Number(value) > maximumSeconds) throw durationOutOfRange(maximumSeconds);
  return Number(value);
}

/** @see The document "Policy structure and syntax": the version is always 1 */
function readPolicy(policy: string | undefined): string | undefined {
  if (policy === undefined || policy === '') return undefined;
  if (policy.length > 2048) throw policyTooLong();
  if (statementsOf(policy) === undefined) throw policyMalformed();
  return policy;
}

type Statement = { readonly Effect: unknown; readonly Action: unknown; readonly Resource: unknown };

function statementsOf(policy: string): readonly Statement[] | undefined {
  let parsed: { readonly Version?: unknown; readonly Statement?: unknown };
  try {
    parsed = Object(JSON.parse(policy)) as typeof parsed;
  } catch {
    return undefined;
  }
  const { Version, Statement } = parsed;
  if (Version !== '1' || !Array.isArray(Statement) || !Statement.length) return undefined;
  const statements = Statement.map((statement) => Object(statement) as Statement);
  const isValid = statements.every(
    ({ Effect, Action, Resource }) =>
      (Effect === 'Allow' || Effect === 'Deny') && isTexts(Action) && isTexts(Resource),
  );
  return isValid ? statements : undefined;
}

/** Whether a session with this policy may call an action. Conditions and resources are not evaluated. */
export function policyAllows(policy: string, action: string): boolean {
  const matching = (statementsOf(policy) ?? []).filter(({ Action }) =>
    [Action].flat().some((pattern) => matches(String(pattern), action)),
  );
  return (
    matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow')
  );
}

function matches(pattern: string, action: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'iu').test(action);
}

function isTexts(value: unknown): boolean {
  return [value].flat().every((item) => typeof item === 'string' && item !== '') && value !== undefined;
}

/** Those that a signature or the gateway adds. */
const common: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
  'RegionId',
]);

/** Alibaba Cloud ignores other parameters. Refusing them shows typing errors, and parameters of AWS. */
export function refuseUnknown(parameters: RpcParameters, known: readonly string[]): void {
  const unknown = [...parameters.keys()].find((name) => !common.has(name) && !known.includes(name));
  if (unknown !== undefined)
    throw new Refusal(501, 'NotModelled', `The local Alibaba Cloud knows nothing of ${unknown}.`);
}
