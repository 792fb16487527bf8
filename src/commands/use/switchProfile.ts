import * as vscode from 'vscode';
import { alibabaCommandIds, commandIds } from '../../base/contributions.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { pickProfile } from '../../views/picker/picker.ts';
import type { PickerChoice } from '../../views/picker/pickerChoice.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { limitTarget } from './useWithLessAccess.ts';
import { canTry } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { revealLine, revealSection } from '../openFiles.ts';
import { assumeByArn } from './assumeByArn.ts';
import { openTerminalFor } from './newTerminal.ts';
import { saveRole } from './saveRole.ts';
import { useTarget } from './useTarget.ts';

/** Lets the user choose the profile that this window uses. */
export async function switchProfile(context: CommandContext): Promise<void> {
  await follow(await pickProfile('switch', context.views), context);
}

/** Like `switchProfile`, among profiles with a role. */
export async function assumeRole(context: CommandContext): Promise<void> {
  await follow(await pickProfile('assumeRole', context.views), context);
}

export async function useProfile(context: CommandContext, node?: TreeNode): Promise<void> {
  const target = targetOfNode(node);
  await (target ? useTarget(target, context) : switchProfile(context));
}

/**
 * Uses what the window used before. Other extensions can run the command, too, so a production profile needs a
 * confirmation. Rejects with `Cancelled` if the user declines.
 */
export async function switchToPrevious(context: CommandContext): Promise<void> {
  await context.store.ready();
  const { target } = context.views.previous;
  if (!target) return switchProfile(context);
  await context.confirmOutside(target);
  await useTarget(target, context);
}

/** Like `switchToPrevious`, for the profile that the settings bind the window to. */
export async function backToBound(context: CommandContext): Promise<void> {
  await context.store.ready();
  const { target } = context.views.bound;
  if (!target) return void showInformation(vscode.l10n.t('The settings bind this window to no profile.'));
  await context.confirmOutside(target);
  await useTarget(target, context);
}

async function follow(choice: PickerChoice | undefined, context: CommandContext): Promise<unknown> {
  const { store, active, attempt, run, views } = context;
  const reveal = (name: string) => attempt(name, () => revealSection(store, { kind: 'profile', name }));
  switch (choice?.kind) {
    case undefined:
    case 'unbind':
      return undefined;
    case 'reveal':
      return reveal(choice.name);
    case 'terminal':
      return openTerminalFor(choice.target, context);
    case 'console':
      return run(commandIds.openConsole, { kind: 'inUse', target: choice.target });
    case 'lessAccess':
      return limitTarget(choice.target, context);
    case 'save':
      return save(choice.target, context);
    case 'roleArn':
      return assumeByArn(context, choice.arn === undefined ? {} : { roleArn: choice.arn });
    case 'signIn':
      return run(commandIds.useAssignment, { kind: 'ssoSession', name: choice.name });
    case 'line':
      return attempt(choice.path, () => revealLine(store, choice.path, choice.line));
    case 'command':
      return vscode.commands.executeCommand(choice.id);
    case 'alibaba':
      return vscode.commands.executeCommand(alibabaCommandIds.alibabaUse, choice.target);
    case 'alibabaCommand':
      return vscode.commands.executeCommand(choice.id, choice.argument);
    case 'cancelSwitch':
      return active.cancelSwitch();
    case 'renew':
      return vscode.commands.executeCommand(commandIds.renewSession);
    case 'target': {
      const { target } = choice;
      if (target.kind === 'role') return assumeByArn(context, target, true);
      // A profile that does not work opens at its section, unless the problem is in the settings.
      return canTry(views.planOf(target)) || target.kind !== 'profile'
        ? useTarget(target, context)
        : reveal(target.name);
    }
  }
}

/** Saves a target that is not a profile yet as one. */
async function save(target: Target, context: CommandContext): Promise<unknown> {
  if (target.kind === 'assignment') return context.run(commandIds.saveAssignment, target);
  if (target.kind !== 'role') return undefined;
  return context.attempt(targetName(target), () => saveRole(context, target));
}
