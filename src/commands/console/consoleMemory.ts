import type * as vscode from 'vscode';
import type { ConsoleWish } from '../../plan/console/consoleRoute.ts';
import type { Destination } from '../../plan/console/destination.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';

export type OpenedAs = ConsoleWish['as'];

const servicesKey = 'consoleServices';
const openedAsKey = 'consoleOpenedAs';
const hintKey = 'consoleHintShown';

const maxServices = 20;
/** More users than anyone has. */
const maxUsers = 100;

/** What the user chose when they opened the console, on this machine. It contains no secrets and no addresses. */
export class ConsoleMemory {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
  /** The accounts for which this window opened the console. */
  readonly #accounts = new Set<string>();

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
  }

  /** The IDs of services, the one that was opened last first. */
  get services(): readonly string[] {
    const stored = this.#memory.get<unknown>(servicesKey);
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }

  noteDestination(destination: Destination): void {
    if (destination.kind !== 'service') return;
    const others = this.services.filter((id) => id !== destination.id);
    void this.#memory.update(servicesKey, [destination.id, ...others].slice(0, maxServices));
  }

  /** As what the user opened the console for a user without a role; undefined if they have not yet. */
  openedAs(target: Target): OpenedAs | undefined {
    const as = new Map(this.#openedAs).get(targetKey(target));
    return as === 'user' || as === 'readOnly' ? as : undefined;
  }

  noteOpenedAs(target: Target, as: OpenedAs): void {
    const key = targetKey(target);
    const others = this.#openedAs.filter(([each]) => each !== key);
    void this.#memory.update(openedAsKey, [[key, as], ...others].slice(0, maxUsers));
  }

  get #openedAs(): readonly (readonly [string, unknown])[] {
    const stored = this.#memory.get<unknown>(openedAsKey);
    return Array.isArray(stored) ? stored.filter((each) => Array.isArray(each) && each.length === 2) : [];
  }

  /** Notes that the console was opened for an account. Returns whether it was opened for another one before. */
  isSecondAccount(account: string): boolean {
    this.#accounts.add(account);
    return this.#accounts.size > 1;
  }

  /** Whether the hint about several accounts was shown once. */
  get isHintShown(): boolean {
    return this.#memory.get<unknown>(hintKey) === true;
  }

  noteHint(): void {
    void this.#memory.update(hintKey, true);
  }
}
