import { createHash } from 'node:crypto';
import type { Role } from './world.ts';

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

/** The account that a role's ARN names, whether or not there is such a role; undefined if it is no ARN of a role. */
export function accountOfRole(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::(\d{12}):role\/.+$/.exec(arn)?.[1];
}

/** The path of the role is left out: two roles cannot differ in it alone. */
export function assumedRoleArn(accountId: string, role: Pick<Role, 'name'>, sessionName: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
export type IdPrefix = 'AIDA' | 'AROA';

/** The id that IAM gives to a user or role for life; here it follows from the ARN, so that runs can be compared. */
export function uniqueId(prefix: IdPrefix, arn: string): string {
  return prefix + createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
}
