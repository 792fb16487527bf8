import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { isWindows } from '../../base/platform.ts';
import { shellLines } from '../handover/formats.ts';
import type { Assignments } from '../handover/handover.ts';
import type { Shell } from '../handover/shellNames.ts';
import { sourcing } from '../handover/sourcing.ts';
import { createSelfDeletingFile } from './selfDeletingFile.ts';

/**
 * Has the shell that runs in a terminal take up variables. Resolves to whether it did: another program may be there in
 * its place, or the shell may be on another machine. Rejects with `unwritable` what the shell has no way to say.
 */
export function giveToShell(
  terminal: vscode.Terminal,
  shell: Shell,
  profile: string,
  assignments: Assignments,
): Promise<boolean> {
  const commands = shellLines(shell, profile, assignments);
  const name = shell === 'cmd' ? 'aws.cmd' : 'aws';
  return createSelfDeletingFile(
    name,
    (path) => sourcing(shell, path, commands).script,
    (path) => void typeLine(terminal, shell, sourcing(shell, path, commands).line),
  );
}

/** What was half typed goes first: with this line after it, it could be anything. */
async function typeLine(terminal: vscode.Terminal, shell: Shell, line: string): Promise<void> {
  const usesEscape = isWindows && shell !== 'posix';
  terminal.sendText(usesEscape ? '\u001B' : '\u0015', false);
  // With a key right behind it, Escape would be Alt.
  if (usesEscape) await sleep(100);
  terminal.sendText(line);
}
