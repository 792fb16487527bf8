import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { isPlan } from '../../plan/plan.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { pickProfile } from '../../views/picker/picker.ts';
import type { PickerChoice } from '../../views/picker/pickerRows.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext } from '../context.ts';
import { revealLine, revealSection } from '../openFiles.ts';
import { enterRoleArn } from './enterRoleArn.ts';

type SwitchContext = Pick<
  CommandContext,
  'store' | 'active' | 'views' | 'attempt' | 'run' | 'defaultSessionName'
>;

/** Lets the user choose the profile that this window uses. */
export async function switchProfile(context: SwitchContext): Promise<void> {
  await follow(await pickProfile('switch', context.views), context);
}

/** Like `switchProfile`, among profiles with a role. */
export async function assumeRole(context: SwitchContext): Promise<void> {
  await follow(await pickProfile('assumeRole', context.views), context);
}

export async function useProfile(context: SwitchContext, node?: TreeNode): Promise<void> {
  const target = targetOfNode(node);
  await (target ? use(target, context) : switchProfile(context));
}

async function use(target: Target, { active, attempt }: SwitchContext): Promise<void> {
  await attempt(targetName(target), (renew) => active.use(target, renew));
}

async function follow(choice: PickerChoice | undefined, context: SwitchContext): Promise<unknown> {
  const { store, active, attempt } = context;
  const reveal = (name: string) => attempt(name, () => revealSection(store, { kind: 'profile', name }));
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'reveal':
      return reveal(choice.name);
    case 'signIn':
      return void context.run(commandIds.useAssignment, { kind: 'ssoSession', name: choice.name });
    case 'line':
      return attempt(choice.path, () => revealLine(store, choice.path, choice.line));
    case 'target': {
      const { target } = choice.planned;
      // A profile that does not work opens at its section, which has the problem.
      return isPlan(choice.planned) || target.kind !== 'profile' ? use(target, context) : reveal(target.name);
    }
    case 'command':
      switch (choice.id) {
        case 'stop':
          return active.stop();
        case 'cancelSwitch':
          return active.cancelSwitch();
        case 'openConfigFile':
          return void vscode.commands.executeCommand(commandIds.openConfigFile);
        default: {
          const target = await attempt(vscode.l10n.t('Enter a role ARN…'), () => enterRoleArn(context));
          return target && use(target, context);
        }
      }
  }
}
