import type { Account, AccessKey, KeyStatus, MfaDevice, OidcProvider, Role, User, World } from '../world.ts';
import {
  accountRootArn,
  oidcProviderArn,
  type Owner,
  policyArn,
  roleArn,
  uniqueId,
  userArn,
} from './arns.ts';
import type { Caller } from './caller.ts';
import { awsManagedPolicy } from './managedPolicies.ts';
import type { PolicyDocument } from './policies.ts';

/** A long-term key and its user. */
export type LongTermKey = {
  readonly secretAccessKey: string;
  readonly status: KeyStatus;
  readonly caller: Caller;
};

/** Where an explicit deny can come from, as AWS names it. */
export type PolicyKind =
  'identity-based policy' | 'permissions boundary' | 'service control policy' | 'session policy';

export type FoundRole = {
  readonly accountId: string;
  readonly arn: string;
  readonly role: Role;
};

/** The users, roles, and keys of the world, with lookups and the actions of an administrator. */
export class Iam {
  readonly #keys = new Map<string, LongTermKey>();
  readonly #roles = new Map<string, FoundRole>();
  readonly #devices = new Map<string, MfaDevice>();
  readonly #oidcProviders = new Map<string, OidcProvider>();
  readonly #inactiveRegions = new Map<string, readonly string[]>();
  readonly #revokedBefore = new Map<string, number>();
  readonly #denied = new Map<string, PolicyKind>();
  readonly #principals = new Set<string>();
  readonly #owners = new Map<string, Owner>();
  /** The callers that users are, by ARN. */
  readonly #users = new Map<string, Caller>();
  /** The policies of users and roles that have some, by ARN. */
  readonly #policies = new Map<string, readonly PolicyDocument[]>();
  /** By account and ARN. */
  readonly #managedPolicies = new Map<string, PolicyDocument>();
  /** The `PackedPolicySize` of sessions with policies or tags, in percent. Undefined: an estimate. */
  packedPolicySize: number | undefined;

  constructor(world: World) {
    this.packedPolicySize = world.packedPolicySize;
    for (const account of world.accounts) {
      this.#owners.set(account.id, account);
      this.#principals.add(accountRootArn(account));
      for (const user of account.users ?? []) {
        this.#addUser(account, user);
      }
      for (const role of account.roles ?? []) this.addRole(account.id, role);
      for (const provider of account.oidcProviders ?? []) {
        this.#oidcProviders.set(oidcProviderArn(account, provider.issuer), provider);
      }
      for (const policy of account.policies ?? []) {
        this.#managedPolicies.set(`${account.id} ${policyArn(account, policy)}`, policy.document);
      }
      this.#inactiveRegions.set(account.id, account.stsInactiveIn ?? []);
    }
  }

  key(accessKeyId: string): LongTermKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  role(arn: string): FoundRole | undefined {
    return this.#roles.get(arn);
  }

  /** By the name without the path, as in the ARN of its sessions. */
  roleNamed(accountId: string, name: string): FoundRole | undefined {
    return [...this.#roles.values()].find(
      (found) => found.accountId === accountId && found.role.name === name,
    );
  }

  user(arn: string): Caller | undefined {
    return this.#users.get(arn);
  }

  device(serialNumber: string): MfaDevice | undefined {
    return this.#devices.get(serialNumber);
  }

  /** The devices of a user. Undefined if there is no such user. */
  devicesOf(arn: string): readonly MfaDevice[] | undefined {
    return this.#users.get(arn)?.devices;
  }

  oidcProvider(arn: string): OidcProvider | undefined {
    return this.#oidcProviders.get(arn);
  }

  /** The own policies of a user or role. Undefined: it may do everything. */
  policiesOf(principalArn: string): readonly PolicyDocument[] | undefined {
    return this.#policies.get(principalArn);
  }

  /** A managed policy that can be used in the account: one of its own, or one of AWS. */
  managedPolicy(arn: string, accountId: string): PolicyDocument | undefined {
    const { partition = 'aws' } = this.#owner(accountId);
    return arn.startsWith(`arn:${partition}:iam::aws:`)
      ? awsManagedPolicy(arn)
      : this.#managedPolicies.get(`${accountId} ${arn}`);
  }

  isStsActive(accountId: string, region: string): boolean {
    return this.#inactiveRegions.get(accountId)?.includes(region) !== true;
  }

  /** Whether a policy denies everything to these credentials because of their age. */
  isRevoked({ principalArn, tokenIssueTime }: Caller): boolean {
    const before = this.#revokedBefore.get(principalArn);
    return before !== undefined && tokenIssueTime !== undefined && tokenIssueTime < before;
  }

  /** Adds a role, as Identity Center does for a permission set. */
  addRole(accountId: string, role: Role): FoundRole {
    const arn = roleArn(this.#owner(accountId), role);
    const found = { accountId, arn, role };
    this.#roles.set(arn, found);
    this.#principals.add(arn);
    if (role.policies) this.#policies.set(arn, role.policies);
    return found;
  }

  /** Whether the user or role still exists. */
  exists(principalArn: string): boolean {
    return this.#principals.has(principalArn);
  }

  setKeyStatus(accessKeyId: string, status: KeyStatus): void {
    const key = this.#keys.get(accessKeyId);
    if (key === undefined) {
      throw new Error(`The world has no access key "${accessKeyId}".`);
    }
    this.#keys.set(accessKeyId, { ...key, status });
  }

  /**
   * Denies everything to older sessions of a user or role, as "Revoke active sessions" in the console does. The
   * sessions still exist: no policy can deny `GetCallerIdentity`.
   *
   * @param before in milliseconds since the epoch, on the movable clock
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
   */
  revokeOlderSessions(principalArn: string, before: number): void {
    this.#requirePrincipal(principalArn);
    this.#revokedBefore.set(principalArn, before);
  }

  /**
   * Denies an action to a user or role on everything, whatever the request contains.
   *
   * @param action as in a policy: `sts:GetSessionToken`
   */
  deny(principalArn: string, action: string, by: PolicyKind): void {
    this.#requirePrincipal(principalArn);
    this.#denied.set(`${action} ${principalArn}`, by);
  }

  /** The policy that denies the action to the caller. */
  denialOf({ principalArn }: Caller, action: string): PolicyKind | undefined {
    return this.#denied.get(`${action} ${principalArn}`);
  }

  /** Deletes a user or role. Its keys and sessions become unknown. */
  deletePrincipal(arn: string): void {
    this.#requirePrincipal(arn);
    this.#principals.delete(arn);
    this.#roles.delete(arn);
    this.#users.delete(arn);
    for (const [accessKeyId, { caller }] of this.#keys) {
      if (caller.principalArn === arn) {
        this.#keys.delete(accessKeyId);
      }
    }
  }

  #owner(accountId: string): Owner {
    return this.#owners.get(accountId) ?? { id: accountId };
  }

  #requirePrincipal(arn: string): void {
    if (!this.#principals.has(arn)) {
      throw new Error(`The world has no user or role "${arn}".`);
    }
  }

  #addUser(account: Account, user: User): void {
    const caller = userCaller(account, user);
    this.#principals.add(caller.arn);
    this.#users.set(caller.arn, caller);
    if (user.policies) this.#policies.set(caller.arn, user.policies);
    for (const key of user.keys ?? []) {
      this.#keys.set(key.accessKeyId, longTermKey(key, caller));
    }
    for (const device of caller.devices) {
      this.#devices.set(device.serialNumber, device);
    }
  }
}

function longTermKey(key: AccessKey, caller: Caller): LongTermKey {
  return { secretAccessKey: key.secretAccessKey, status: key.status ?? 'Active', caller };
}

function userCaller(account: Account, user: User): Caller {
  const arn = userArn(account, user.name);
  return {
    kind: 'user',
    accountId: account.id,
    arn,
    userId: uniqueId('AIDA', arn),
    principalArn: arn,
    mfaPresent: false,
    devices: user.devices ?? [],
  };
}
