import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

/** How long VS Code may take to make a terminal the active one, and to start its new process. Milliseconds. */
const limitMs = 3000;
const pollMs = 20;

/**
 * Ends the process of a terminal and starts its shell again, with what new terminals get. It becomes the active
 * terminal, because VS Code relaunches only that one. Resolves to whether it was relaunched.
 */
export async function relaunch(terminal: vscode.Terminal): Promise<boolean> {
  const before = await terminal.processId;
  terminal.show(true);
  if (!(await becomesTrue(() => vscode.window.activeTerminal === terminal))) return false;
  await vscode.commands.executeCommand('workbench.action.terminal.relaunch');
  // The command does not wait, and what is typed meanwhile would reach the old process.
  return becomesTrue(async () => (await terminal.processId) !== before);
}

async function becomesTrue(isTrue: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > end) return false;
    await sleep(pollMs);
  }
  return true;
}
