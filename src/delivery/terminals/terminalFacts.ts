import * as vscode from 'vscode';
import { programName } from '../handover/shellNames.ts';
import type { HandOut } from '../record/handOuts.ts';

/** A terminal whose shell can get another profile. */
export interface OpenShell {
  readonly terminal: vscode.Terminal;
  /** The URI of the folder of the workspace in which it starts. */
  readonly folder: string | undefined;
  /** What it got of AWS last, if that is still valid. */
  readonly has: HandOut | undefined;
}

/** What is noted of an open terminal. */
export interface OpenTerminal {
  id: number;
  /** The process that has been noted, and its start in milliseconds since the epoch. */
  pid: number | undefined;
  started: number | undefined;
  /** What new terminals got when the terminal was looked at last: of each cloud. */
  given: readonly HandOut[];
  /** Whether the process has been noted, and no other one is being noted. */
  isSettled: boolean;
  /** Whether a process has ever been noted. Until then, `given` is the best guess. */
  isNoted: boolean;
  isTask: boolean;
}

export function justOpened(id: number, given: readonly HandOut[]): OpenTerminal {
  const states = { isSettled: false, isNoted: false, isTask: false };
  return { id, pid: undefined, started: undefined, given, ...states };
}

/** What the terminal with this ID has, the oldest first. */
export function heldBy(id: number, all: readonly HandOut[]): readonly HandOut[] {
  return all.filter(({ recipient }) => recipient.kind === 'terminal' && recipient.id === id);
}

/** Whether new terminals got the same. */
export function isSameGiven(one: readonly HandOut[], other: readonly HandOut[]): boolean {
  return one.length === other.length && one.every((handOut, i) => handOut === other[i]);
}

/** What the terminal was created with. */
export function optionsOf({ creationOptions }: vscode.Terminal): vscode.TerminalOptions {
  return 'pty' in creationOptions ? {} : creationOptions;
}

/** The name of the terminal, or of its shell: VS Code may name a terminal late, or not at all. */
export function terminalName({ name, state }: vscode.Terminal): string {
  return name || state.shell || programName(vscode.env.shell);
}

/** The folder of the workspace in which the terminal starts. */
export function folderOf(terminal: vscode.Terminal): string | undefined {
  const { cwd } = optionsOf(terminal);
  const uri = typeof cwd === 'string' ? vscode.Uri.file(cwd) : cwd;
  return uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
}

/** The names of the terminals whose shell is one of these processes. */
export async function terminalsWith(pids: readonly number[]): Promise<readonly string[]> {
  const found = await Promise.all(
    vscode.window.terminals.map(async (terminal) => ({ terminal, pid: await terminal.processId })),
  );
  return found.flatMap(({ terminal, pid }) =>
    pid !== undefined && pids.includes(pid) ? [terminalName(terminal)] : [],
  );
}
