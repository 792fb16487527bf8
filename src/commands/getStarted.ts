import * as vscode from 'vscode';
import { walkthroughId } from '../base/contributions.ts';

/** Opens the walkthrough in the editor. */
export async function getStarted(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthroughId, false);
}
