import type { Environment } from '../../base/environment.ts';
import type { Disposable, Event } from '../../base/event.ts';
import { isWindows } from '../../base/platform.ts';
import { type Beside, besideAssignments } from '../handover/besideHandover.ts';
import { assignmentsOf, type Handover } from '../handover/handover.ts';

/** The value that Rolecall set, and the value before that; undefined if the variable is unset. */
interface Injected {
  readonly ours: string | undefined;
  readonly before: string | undefined;
}

/**
 * Sets the variables of the profile in use in the extension host's own environment, if `isOn`. Programs that other
 * extensions start there inherit them, such as Git and language servers.
 */
export class ExtensionHostVariables implements Disposable {
  /**
   * The current environment without Rolecall's variables: what VS Code was started with, and what others changed since.
   */
  readonly inherited: Environment;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #isOn: { readonly value: boolean };
  readonly #injected = new Map<string, Injected>();
  readonly #listening: Disposable;
  #handOver: () => Handover | undefined = () => undefined;
  #beside: () => Beside | undefined = () => undefined;

  constructor(
    environment: NodeJS.ProcessEnv,
    isOn: { readonly value: boolean; readonly onChange: Event<boolean> },
  ) {
    this.#environment = environment;
    this.#isOn = isOn;
    this.inherited = viewOf(environment, this.#injected);
    this.#listening = isOn.onChange(() => this.#apply());
  }

  /** Replaces the variables with those that the functions return, which are called only if they are set. */
  deliver(handOver: () => Handover | undefined, beside: () => Beside | undefined = () => undefined): void {
    this.#handOver = handOver;
    this.#beside = beside;
    this.#apply();
  }

  #apply(): void {
    this.#restore();
    if (!this.#isOn.value) return;
    const handover = this.#handOver();
    const assignments = handover ? assignmentsOf(handover, this.inherited) : [];
    for (const [name, value] of [...assignments, ...besideAssignments(this.#beside())]) {
      this.#injected.set(name, { ours: value ?? undefined, before: this.#environment[name] });
      this.#put(name, value ?? undefined);
    }
  }

  /** Keeps variables that another extension has changed in the meantime. */
  #restore(): void {
    for (const [name, { ours, before }] of this.#injected)
      if (this.#environment[name] === ours) this.#put(name, before);
    this.#injected.clear();
  }

  #put(name: string, value: string | undefined): void {
    if (value === undefined) delete this.#environment[name];
    else this.#environment[name] = value;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#restore();
  }
}

function refuse(): boolean {
  return false;
}

/** A view of `environment` without the injected variables. Listing and copying it does not show them either. */
function viewOf(environment: NodeJS.ProcessEnv, injected: ReadonlyMap<string, Injected>): Environment {
  const valueOf = (name: string | symbol): string | undefined => {
    if (typeof name === 'symbol') return undefined;
    const value = environment[name];
    const injectedValue = injected.get(isWindows ? name.toUpperCase() : name);
    return injectedValue && injectedValue.ours === value ? injectedValue.before : value;
  };
  return new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => valueOf(name),
      has: (_, name) => valueOf(name) !== undefined,
      ownKeys: () => {
        const removed = [...injected.keys()].filter((name) => environment[name] === undefined);
        return [...Object.keys(environment), ...removed].filter((name) => valueOf(name) !== undefined);
      },
      getOwnPropertyDescriptor: (_, name) => {
        const value = valueOf(name);
        return value === undefined ? undefined : { value, enumerable: true, configurable: true };
      },
      set: refuse,
      deleteProperty: refuse,
      defineProperty: refuse,
    },
  );
}
