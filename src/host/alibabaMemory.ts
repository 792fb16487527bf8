import type * as vscode from 'vscode';
import { Emitter } from '../base/event.ts';
import type { AlibabaPlan } from '../plan/alibaba/alibabaPlan.ts';
import type { AlibabaSite } from '../plan/alibaba/alibabaEndpoints.ts';
import { alibabaKey, type AlibabaTarget, type RamRoleTarget } from '../profiles/alibaba/alibabaTarget.ts';
import { isAlibabaTarget } from '../profiles/alibaba/storedAlibabaTarget.ts';
import type { ActiveMemory } from '../session/activeState.ts';

type Memento = Pick<vscode.Memento, 'get' | 'update'>;

const activeKey = 'activeAlibabaTarget';

/** Remembers what this workspace uses of Alibaba Cloud: its name, never a secret. */
export function alibabaMemory(state: Memento): ActiveMemory<AlibabaPlan> {
  return {
    load: () => {
      const stored = state.get<unknown>(activeKey);
      return isAlibabaTarget(stored) ? stored : undefined;
    },
    save: (target) => void state.update(activeKey, isAlibabaTarget(target) ? target : undefined),
  };
}

const rolesKey = 'recentRamRoles';
const maxRoles = 6;

/** The RAM roles that the user has assumed, for all workspaces on this machine, the last one first. */
class RecentRamRoles {
  readonly #state: Memento;
  readonly #changed = new Emitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(state: Memento) {
    this.#state = state;
  }

  get value(): readonly RamRoleTarget[] {
    const stored = this.#state.get<unknown>(rolesKey);
    return Array.isArray(stored) ? stored.filter(isAlibabaTarget).filter(isRole).slice(0, maxRoles) : [];
  }

  /** Puts a role first. A role that cannot be stored is left out. */
  add(role: RamRoleTarget): void {
    if (!isAlibabaTarget(role)) return;
    const others = this.value.filter((each) => alibabaKey(each) !== alibabaKey(role));
    void this.#state.update(rolesKey, [role, ...others].slice(0, maxRoles));
    this.#changed.fire();
  }
}

export function recentRoleMemory(state: Memento): RecentRamRoles {
  return new RecentRamRoles(state);
}

function isRole(target: AlibabaTarget): target is RamRoleTarget {
  return target.kind === 'ramRole';
}

const siteKey = 'alibabaSite';

/** The site whose console the user has chosen, on this machine. Undefined if they have not. */
export function siteMemory(state: Memento) {
  return {
    get value(): AlibabaSite | undefined {
      const stored = state.get<unknown>(siteKey);
      return stored === 'cn' || stored === 'intl' ? stored : undefined;
    },
    set value(site: AlibabaSite | undefined) {
      void state.update(siteKey, site);
    },
  };
}
