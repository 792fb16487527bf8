import type * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import type { HandOut } from '../record/handOuts.ts';

/** A terminal with its process, and what it has. Contains no secret. */
export interface RememberedTerminal {
  readonly id: number;
  readonly pid: number;
  /** When the process started, in milliseconds since the epoch, if the system tells. */
  readonly started: number | undefined;
  readonly handOuts: readonly HandOut[];
}

const memoryKey = 'openTerminals';
/** How long VS Code may take to restore terminals after it has loaded a window. Milliseconds. */
const restoringMs = 60_000;
/** Starts of a process are the same if they differ by less. Milliseconds. */
const sameStartMs = 2000;

/**
 * The terminals of the window before it was loaded again. VS Code keeps their processes with what they got, and reports
 * them like new ones.
 */
export class RememberedTerminals {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
  /** Those that VS Code has not restored yet. */
  #missing: readonly RememberedTerminal[];
  readonly highestId: number;

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memory = memory;
    this.#missing = memory.get<readonly RememberedTerminal[]>(memoryKey, []);
    this.highestId = Math.max(0, ...this.#missing.map(({ id }) => id));
    setTimeout(() => (this.#missing = []), restoringMs).unref();
  }

  /** The terminal that has this process, once. The system may have given its ID to another process. */
  take(pid: number, started: number | undefined): RememberedTerminal | undefined {
    const found = this.#missing.find((each) => each.pid === pid && isSame(each.started, started));
    if (found) this.#missing = this.#missing.filter((each) => each !== found);
    return found;
  }

  save(open: readonly RememberedTerminal[]): void {
    void this.#memory.update(memoryKey, publicFacts([...this.#missing, ...open]));
  }
}

function isSame(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined ? one === other : Math.abs(one - other) < sameStartMs;
}
