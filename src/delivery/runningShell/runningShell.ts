import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { isWindows } from '../../base/platform.ts';
import { shellLines } from '../handover/credentialFormats.ts';
import type { Assignments } from '../handover/handover.ts';
import type { Shell } from '../handover/shellNames.ts';
import { sourcedScript } from '../handover/sourcedScript.ts';
import { createSelfDeletingFile, scriptNames } from './selfDeletingFile.ts';

/**
 * Makes the shell in a terminal load variables. Resolves to whether it did: another program may be running there, or
 * the shell may be on another machine. Rejects with `unwritable` if the shell cannot express a value.
 */
export function loadIntoShell(
  terminal: vscode.Terminal,
  shell: Shell,
  profile: string,
  assignments: Assignments,
): Promise<boolean> {
  const commands = shellLines(shell, profile, assignments);
  const name = shell === 'cmd' ? scriptNames.batchFile : scriptNames.script;
  return createSelfDeletingFile(
    name,
    (path) => sourcedScript(shell, path, commands).script,
    (path) => void typeLine(terminal, shell, sourcedScript(shell, path, commands).line),
  );
}

/** Clears half-typed input first. Together with this line, it could mean anything. */
async function typeLine(terminal: vscode.Terminal, shell: Shell, line: string): Promise<void> {
  const usesEscape = isWindows && (shell === 'powershell' || shell === 'cmd');
  terminal.sendText(usesEscape ? '\u001B' : '\u0015', false);
  // If a key follows immediately, the terminal reads Escape as Alt.
  if (usesEscape) await sleep(100);
  terminal.sendText(line);
}
