import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Recipient } from '../handover/recipient.ts';
import type { HandOuts } from '../record/handOuts.ts';

/** How long VS Code may take to report that a new terminal belongs to a task. Milliseconds. */
const taskMs = 1000;

type Environment = vscode.TerminalOptions['env'];

/**
 * Reports the terminals and tasks that open, with what they get, and their end. VS Code gives them their variables
 * before extensions hear of them.
 */
export class OpenTerminals implements vscode.Disposable {
  readonly #handOuts: Pick<HandOuts, 'of' | 'pass' | 'end'>;
  /** The terminals that Rolecall opens for one profile, by the environment that it gives them. */
  readonly #dedicated = new WeakMap<object, Recipient>();
  readonly #recipients = new Map<vscode.Terminal | vscode.TaskExecution, Recipient>();
  readonly #taskProcesses = new Set<number>();
  readonly #listening: vscode.Disposable;

  constructor(handOuts: Pick<HandOuts, 'of' | 'pass' | 'end'>) {
    this.#handOuts = handOuts;
    this.#listening = vscode.Disposable.from(
      vscode.window.onDidOpenTerminal((terminal) => void this.#noteTerminal(terminal)),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#noteEnd(terminal);
        const isInjected = (each: Recipient): boolean =>
          each.kind === 'terminal' && each.how === 'injected' && each.name === terminal.name;
        handOuts.end('closed', isInjected);
      }),
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => this.#noteTask(execution, processId)),
      vscode.tasks.onDidEndTask(({ execution }) => this.#noteEnd(execution)),
      vscode.debug.onDidTerminateDebugSession(({ name }) =>
        handOuts.end('closed', (each) => each.kind === 'debugSession' && each.name === name),
      ),
    );
  }

  /** Announces a terminal for one target. `env` is the very object in its options. */
  expect(env: NonNullable<Environment>, recipient: Recipient): void {
    this.#dedicated.set(env, recipient);
  }

  async #noteTerminal(terminal: vscode.Terminal): Promise<void> {
    const { creationOptions: options, name } = terminal;
    if ('pty' in options) return;
    const dedicated = options.env && this.#dedicated.get(options.env);
    if (dedicated) return void this.#recipients.set(terminal, dedicated);
    if (options.strictEnv) return;
    const folder = folderOf(options.cwd);
    const note = this.#opened(folder, { kind: 'terminal', name, how: 'opened' });
    const processId = await terminal.processId;
    await sleep(taskMs, undefined, { ref: false });
    if (processId !== undefined && this.#taskProcesses.has(processId)) return;
    note.report();
    this.#recipients.set(terminal, note.recipient);
    if (!vscode.window.terminals.includes(terminal)) this.#noteEnd(terminal);
  }

  #noteTask(execution: vscode.TaskExecution, processId: number): void {
    const { name, scope } = execution.task;
    this.#taskProcesses.add(processId);
    // The system may give the ID to another process later.
    setTimeout(() => this.#taskProcesses.delete(processId), 2 * taskMs).unref();
    const folder = typeof scope === 'object' ? scope.uri.toString() : undefined;
    const note = this.#opened(folder, { kind: 'task', name });
    this.#recipients.set(execution, note.recipient);
    note.report();
  }

  /** Keeps what the recipient got when it opened, to report it later. */
  #opened(folder: string | undefined, recipient: Recipient): { recipient: Recipient; report: () => void } {
    const given =
      this.#handOuts.of({ kind: 'newTerminals', folder }) ??
      this.#handOuts.of({ kind: 'newTerminals', folder: undefined });
    return { recipient, report: () => given && this.#handOuts.pass(given, recipient) };
  }

  #noteEnd(ended: vscode.Terminal | vscode.TaskExecution): void {
    const recipient = this.#recipients.get(ended);
    if (!recipient || !this.#recipients.delete(ended)) return;
    const key = JSON.stringify(recipient);
    const others = [...this.#recipients.values()].map((each) => JSON.stringify(each));
    // Terminals may have the same name.
    if (!others.includes(key)) this.#handOuts.end('closed', (each) => JSON.stringify(each) === key);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** The folder of the workspace in which a terminal starts. */
function folderOf(cwd: vscode.TerminalOptions['cwd']): string | undefined {
  const uri = typeof cwd === 'string' ? vscode.Uri.file(cwd) : cwd;
  return uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
}
