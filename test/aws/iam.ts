import { roleArn, uniqueId, userArn } from './arns.ts';
import type { Caller } from './caller.ts';
import type { Account, AccessKey, KeyStatus, MfaDevice, Role, User, World } from './world.ts';

/** A long-term key and the user that it speaks for. */
export type LongTermKey = {
  readonly secretAccessKey: string;
  readonly status: KeyStatus;
  readonly caller: Caller;
};

export type FoundRole = {
  readonly accountId: string;
  readonly role: Role;
};

/** The world, to be looked things up in. Only the status of a key changes. */
export class Iam {
  readonly #keys = new Map<string, LongTermKey>();
  readonly #roles = new Map<string, FoundRole>();
  readonly #devices = new Map<string, MfaDevice>();

  constructor(world: World) {
    for (const account of world.accounts) {
      for (const user of account.users ?? []) {
        this.#addUser(account, user);
      }
      for (const role of account.roles ?? []) {
        this.#roles.set(roleArn(account.id, role), { accountId: account.id, role });
      }
    }
  }

  key(accessKeyId: string): LongTermKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  role(arn: string): FoundRole | undefined {
    return this.#roles.get(arn);
  }

  device(serialNumber: string): MfaDevice | undefined {
    return this.#devices.get(serialNumber);
  }

  setKeyStatus(accessKeyId: string, status: KeyStatus): void {
    const key = this.#keys.get(accessKeyId);
    if (key === undefined) {
      throw new Error(`The world has no access key "${accessKeyId}".`);
    }
    this.#keys.set(accessKeyId, { ...key, status });
  }

  #addUser(account: Account, user: User): void {
    const caller = userCaller(account, user);
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
  const arn = userArn(account.id, user.name);
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
