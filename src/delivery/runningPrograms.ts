import * as vscode from 'vscode';
import type { Disposable } from '../event.ts';
import { programName, shellOf } from './shellNames.ts';

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

  /** The name of the program that would get what is typed; undefined where that is a shell, or nobody knows. */
  in(terminal: vscode.Terminal): string | undefined {
    const [program = '', ...args] = this.#running.get(terminal)?.commandLine.value.trim().split(/\s+/u) ?? [];
    const isShell = shellOf(program) !== undefined && args.every((arg) => arg.startsWith('-'));
    return isShell ? undefined : programName(program) || undefined;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
