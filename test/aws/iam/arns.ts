import { createHash } from 'node:crypto';
import type { Account, ManagedPolicy, Role } from '../world.ts';

/** The account of everything that belongs to it. */
export type Owner = Pick<Account, 'id' | 'partition'>;

/** The account in an ARN of IAM or STS. */
export function ownerOf(arn: string): Owner {
  const [, partition = '', , , id = ''] = arn.split(':');
  return { partition, id };
}

export function accountRootArn(owner: Owner): string {
  return iamArn(owner, 'root');
}

export function userArn(owner: Owner, name: string): string {
  return iamArn(owner, `user/${name}`);
}

export function roleArn(owner: Owner, role: Pick<Role, 'name' | 'path'>): string {
  return iamArn(owner, `role${role.path ?? '/'}${role.name}`);
}

export function policyArn(owner: Owner, policy: Pick<ManagedPolicy, 'name' | 'path'>): string {
  return iamArn(owner, `policy${policy.path ?? '/'}${policy.name}`);
}

export function oidcProviderArn(owner: Owner, issuer: string): string {
  return iamArn(owner, `oidc-provider/${issuer.replace('https://', '')}`);
}

function iamArn({ partition = 'aws', id }: Owner, resource: string): string {
  return `arn:${partition}:iam::${id}:${resource}`;
}

/** The account in the ARN of a role, which need not exist. Undefined if `arn` is not the ARN of a role. */
export function accountOfRole(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::(\d{12}):role\/.+$/.exec(arn)?.[1];
}

/** Without the path of the role: two roles in an account cannot differ only in their path. */
export function assumedRoleArn(
  { partition = 'aws', id }: Owner,
  role: Pick<Role, 'name'>,
  sessionName: string,
): string {
  return `arn:${partition}:sts::${id}:assumed-role/${role.name}/${sessionName}`;
}

export function federatedUserArn({ partition = 'aws', id }: Owner, name: string): string {
  return `arn:${partition}:sts::${id}:federated-user/${name}`;
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
