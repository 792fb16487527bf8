import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../event.ts';
import { programName, shellOf } from './shellNames.ts';

/** The shell tells of the end of a program a moment after it. */
const graceMs = 1000;
const lookMs = 100;

/** Which terminals a program has to itself, as far as the shell tells (VS Code's shell integration). */
export class RunningPrograms implements Disposable {
  readonly #running = new Map<vscode.Terminal, vscode.TerminalShellExecution>();
  readonly #listening = vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) =>
      this.#running.set(terminal, execution),
    ),
    vscode.window.onDidEndTerminalShellExecution(({ terminal, execution }) => {
      if (this.#running.get(terminal) === execution) this.#running.delete(terminal);
    }),
    vscode.window.onDidCloseTerminal((terminal) => this.#running.delete(terminal)),
  );

  /**
   * The name of the program that would get what is typed; undefined where that is a shell, or nobody knows. One that is
   * about to end is waited for.
   */
  async in(terminal: vscode.Terminal): Promise<string | undefined> {
    for (let waited = 0; waited < graceMs && this.#nameOf(terminal) !== undefined; waited += lookMs)
      await sleep(lookMs);
    return this.#nameOf(terminal);
  }

  #nameOf(terminal: vscode.Terminal): string | undefined {
    const [program = '', ...args] = this.#running.get(terminal)?.commandLine.value.trim().split(/\s+/u) ?? [];
    const isShell = shellOf(program) !== undefined && args.every((arg) => arg.startsWith('-'));
    return isShell ? undefined : programName(program) || undefined;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
