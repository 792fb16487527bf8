import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { runningIn, shellOf } from '../handover/shellNames.ts';

/** The shell tells of the end of a program a moment after it. */
const graceMs = 1000;
const lookMs = 100;

/** Which terminals a program has to itself, as far as the shell tells (VS Code's shell integration) or VS Code sees. */
export class RunningPrograms implements Disposable {
  readonly #running = new Map<vscode.Terminal, vscode.TerminalShellExecution>();
  /** The last shell that VS Code saw in a terminal. */
  readonly #shells = new Map<vscode.Terminal, string>();
  readonly #listening = vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) =>
      this.#running.set(terminal, execution),
    ),
    vscode.window.onDidEndTerminalShellExecution(({ terminal, execution }) => {
      if (this.#running.get(terminal) === execution) this.#running.delete(terminal);
    }),
    vscode.window.onDidChangeTerminalState((terminal) => this.#see(terminal)),
    vscode.window.onDidOpenTerminal((terminal) => this.#see(terminal)),
    vscode.window.onDidCloseTerminal((terminal) => {
      this.#running.delete(terminal);
      this.#shells.delete(terminal);
    }),
  );

  constructor() {
    for (const terminal of vscode.window.terminals) this.#see(terminal);
  }

  #see(terminal: vscode.Terminal): void {
    const { shell } = terminal.state;
    if (shell !== undefined && shellOf(shell)) this.#shells.set(terminal, shell);
  }

  /** The shell in a terminal, also while VS Code sees the program that it runs. */
  shellIn(terminal: vscode.Terminal): string | undefined {
    return this.#shells.get(terminal);
  }

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
    if (terminal.shellIntegration) return runningIn(this.#running.get(terminal)?.commandLine.value ?? '');
    const { shell } = terminal.state;
    return this.#shells.has(terminal) && shell !== undefined && !shellOf(shell) ? shell : undefined;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
