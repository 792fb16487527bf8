import type * as vscode from 'vscode';
import { programName, type Shell, shellOf } from '../handover/shellNames.ts';
import { type FirstProcess, firstProcess } from './foreground.ts';
import type { RunningPrograms } from './runningPrograms.ts';

/** What would receive text that is typed into a terminal. */
export type Occupant =
  | { readonly kind: 'shell'; readonly shell: Shell }
  /** The first process of the terminal: a shell whose syntax is unknown, or another program. */
  | { readonly kind: 'unknownShell'; readonly name: string }
  /** A program that a shell runs, or perhaps one. `name` is undefined if it is unknown. */
  | { readonly kind: 'program'; readonly name: string | undefined };

/**
 * Finds what would receive typed text, and assumes a program in case of doubt. VS Code's reports alone are not enough:
 * after a reload, it does not report the program that still runs.
 */
export async function occupantOf(
  terminal: vscode.Terminal,
  programs: Pick<RunningPrograms, 'programIn'>,
): Promise<Occupant> {
  const reported = await programs.programIn(terminal);
  if (reported !== undefined) return { kind: 'program', name: reported };
  const { shell: detected } = terminal.state;
  const known = detected === undefined ? undefined : shellOf(detected);
  const first = await firstIn(terminal);
  if (first ? !first.isInForeground : !known) return { kind: 'program', name: known ? undefined : detected };
  // A shell that is written in Python has the name of Python.
  const shell = (first && shellOf(first.name)) ?? known;
  return shell ? { kind: 'shell', shell } : { kind: 'unknownShell', name: programName(first?.name ?? '') };
}

/** Whether a program that no shell is has the terminal, although VS Code reports none. False if it is unknown. */
export async function hasUnreportedProgram(terminal: vscode.Terminal): Promise<boolean> {
  const { shell } = terminal.state;
  if (shell !== undefined && shellOf(shell)) return false;
  return (await firstIn(terminal))?.isInForeground === false;
}

async function firstIn(terminal: vscode.Terminal): Promise<FirstProcess | undefined> {
  const pid = await terminal.processId;
  return pid === undefined ? undefined : firstProcess(pid);
}
