import * as vscode from 'vscode';
import { occupantOf } from '../../delivery/runningShell/occupants.ts';
import { relaunch } from '../../delivery/terminals/relaunch.ts';
import type { CommandContext } from '../context.ts';
import { reportOutcomes, type TerminalOutcome } from './terminalOutcomes.ts';

type RelaunchContext = Pick<CommandContext, 'runningPrograms'>;

/**
 * Starts the shells of terminals again, with what new terminals get. A terminal in which a program runs is left alone
 * and named, and so is one whose first process is no known shell, as it may be a server, unless the user has seen its
 * name (`hasSeen`). The focus stays where it is, and so does the active terminal.
 */
export async function relaunchTerminals(
  terminals: readonly vscode.Terminal[],
  name: string,
  context: RelaunchContext,
  hasSeen = false,
): Promise<void> {
  const before = vscode.window.activeTerminal;
  const outcomes: TerminalOutcome[] = [];
  for (const terminal of terminals) {
    const occupant = await occupantOf(terminal, context.runningPrograms);
    const isFree = occupant.kind === 'shell' || (hasSeen && occupant.kind === 'unknownShell');
    if (isFree) outcomes.push({ kind: (await relaunch(terminal)) ? 'done' : 'notRelaunched', terminal });
    else outcomes.push({ ...occupant, terminal });
  }
  before?.show(true);
  reportOutcomes(name, outcomes, {
    tryAgain: (left) => relaunchTerminals(left, name, context),
    relaunch: (left) => relaunchTerminals(left, name, context, true),
  });
}
