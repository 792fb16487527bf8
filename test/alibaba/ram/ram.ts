import type { AlibabaWorld, RamAccessKey, RamOidcProvider, RamRole } from '../alibabaWorld.ts';
import { accountCaller, type RamCaller, roleIdOf, userCaller } from './ramCaller.ts';

export type FoundKey = { readonly key: RamAccessKey; readonly caller: RamCaller };

export type FoundRamRole = {
  readonly role: RamRole;
  readonly arn: string;
  readonly roleId: string;
  readonly accountId: string;
};

/** The users, keys, and roles of the world. */
export class Ram {
  readonly #keys = new Map<string, FoundKey>();
  readonly #roles = new Map<string, FoundRamRole>();
  readonly #providers = new Map<string, RamOidcProvider>();

  constructor(world: AlibabaWorld) {
    for (const { id, rootKeys = [], users = [], roles = [], oidcProviders = [] } of world.accounts) {
      for (const key of rootKeys) this.#keys.set(key.accessKeyId, { key, caller: accountCaller(id) });
      for (const { name, keys = [], policies } of users) {
        const caller = userCaller(id, name, policies);
        for (const key of keys) this.#keys.set(key.accessKeyId, { key, caller });
      }
      for (const role of roles) this.addRole(id, role);
      for (const provider of oidcProviders)
        this.#providers.set(`acs:ram::${id}:oidc-provider/${provider.name}`, provider);
    }
  }

  key(accessKeyId: string): FoundKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  role(arn: string): FoundRamRole | undefined {
    return this.#roles.get(arn);
  }

  provider(arn: string): RamOidcProvider | undefined {
    return this.#providers.get(arn);
  }

  /** Creates a role, or replaces the one with its name. */
  addRole(accountId: string, role: RamRole): FoundRamRole {
    const arn = `acs:ram::${accountId}:role/${role.name}`;
    const found = { role, arn, roleId: roleIdOf(arn), accountId };
    this.#roles.set(arn, found);
    return found;
  }

  deleteRole(arn: string): void {
    this.#roles.delete(arn);
  }

  deleteKey(accessKeyId: string): void {
    this.#keys.delete(accessKeyId);
  }
}
