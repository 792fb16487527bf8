import { createHash } from 'node:crypto';
import type { Role } from '../world.ts';

export function accountRootArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

export function userArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:user/${name}`;
}

export function roleArn(accountId: string, role: Role): string {
  return `arn:aws:iam::${accountId}:role${role.path ?? '/'}${role.name}`;
}

export function oidcProviderArn(accountId: string, issuer: string): string {
  return `arn:aws:iam::${accountId}:oidc-provider/${issuer.replace('https://', '')}`;
}

/** The account in the ARN of a role, which need not exist. Undefined if `arn` is not the ARN of a role. */
export function accountOfRole(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::(\d{12}):role\/.+$/.exec(arn)?.[1];
}

/** Without the path of the role: two roles in an account cannot differ only in their path. */
export function assumedRoleArn(accountId: string, role: Pick<Role, 'name'>, sessionName: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
export type IdPrefix = 'AIDA' | 'AROA';

/**
 * The permanent id that IAM gives to a user or role. It is derived from the ARN here, so that test runs are
 * reproducible.
 */
export function uniqueId(prefix: IdPrefix, arn: string): string {
  return prefix + createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
}
