import { createHash } from 'node:crypto';
import type { RamPolicyName } from '../alibabaWorld.ts';

/** The owner of keys: what GetCallerIdentity says of it, and what it may do. */
export type RamCaller = {
  readonly kind: 'Account' | 'RAMUser' | 'AssumedRoleUser';
  readonly accountId: string;
  /** As in the answer of GetCallerIdentity: `…:root`, `…:user/<name>`, or `…:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** The ARN that trust policies name: that of the role instead of its session. */
  readonly principalArn: string;
  readonly principalId: string;
  readonly policies: readonly RamPolicyName[];
  /** The policy that limits the session, as the caller of AssumeRole wrote it. */
  readonly sessionPolicy?: string;
};

export function accountCaller(accountId: string): RamCaller {
  const arn = `acs:ram::${accountId}:root`;
  return {
    kind: 'Account',
    accountId,
    arn,
    principalArn: arn,
    principalId: accountId,
    policies: ['AdministratorAccess'],
  };
}

export function userCaller(
  accountId: string,
  name: string,
  policies: readonly RamPolicyName[] = [],
): RamCaller {
  const arn = `acs:ram::${accountId}:user/${name}`;
  return { kind: 'RAMUser', accountId, arn, principalArn: arn, principalId: idOf(arn), policies };
}

/** The numeric ID that RAM gives a user: 18 digits. */
export function idOf(arn: string): string {
  const number = createHash('sha256').update(arn).digest().readBigUInt64BE();
  return `2${String(number % 10n ** 17n).padStart(17, '0')}`;
}

/** The ID of a role: 18 digits that begin with 3. */
export function roleIdOf(arn: string): string {
  return `3${idOf(arn).slice(1)}`;
}
