import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { shellOf, startedProgram } from '../handover/shellNames.ts';

/** How long the shell may take to report the end of a program. Milliseconds. */
const graceMs = 1000;
const pollMs = 100;

/** Knows which program runs in each terminal, as reported by shell integration or detected by VS Code. */
export class RunningPrograms implements Disposable {
  readonly #running = new Map<vscode.Terminal, vscode.TerminalShellExecution>();
  /** The last shell that VS Code detected in each terminal. */
  readonly #shells = new Map<vscode.Terminal, string>();
  readonly #listening = vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) =>
      this.#running.set(terminal, execution),
    ),
    vscode.window.onDidEndTerminalShellExecution(({ terminal, execution }) => {
      if (this.#running.get(terminal) === execution) this.#running.delete(terminal);
    }),
    vscode.window.onDidChangeTerminalState((terminal) => this.#noteShell(terminal)),
    vscode.window.onDidOpenTerminal((terminal) => this.#noteShell(terminal)),
    vscode.window.onDidCloseTerminal((terminal) => {
      this.#running.delete(terminal);
      this.#shells.delete(terminal);
    }),
  );

  constructor() {
    for (const terminal of vscode.window.terminals) this.#noteShell(terminal);
  }

  #noteShell(terminal: vscode.Terminal): void {
    const { shell } = terminal.state;
    if (shell !== undefined && shellOf(shell)) this.#shells.set(terminal, shell);
  }

  /** The shell in a terminal, even while VS Code detects the program that the shell runs. */
  shellIn(terminal: vscode.Terminal): string | undefined {
    return this.#shells.get(terminal);
  }

  /**
   * The name of the program that would receive typed text; undefined if that is a shell, or unknown. Waits for a
   * program that is about to end.
   */
  async programIn(terminal: vscode.Terminal): Promise<string | undefined> {
    for (let waited = 0; waited < graceMs && this.#nameOf(terminal) !== undefined; waited += pollMs)
      await sleep(pollMs);
    return this.#nameOf(terminal);
  }

  #nameOf(terminal: vscode.Terminal): string | undefined {
    if (terminal.shellIntegration)
      return startedProgram(this.#running.get(terminal)?.commandLine.value ?? '');
    const { shell } = terminal.state;
    return this.#shells.has(terminal) && shell !== undefined && !shellOf(shell) ? shell : undefined;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
