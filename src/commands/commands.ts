import * as vscode from 'vscode';
import type { CommandId } from '../base/contributions.ts';
import type { Disposable } from '../base/event.ts';
import type { TreeNode } from '../views/tree/treeNodes.ts';
import { rowOfCall } from './commandCalls.ts';
import type { CommandContext } from './context.ts';
import { applyToTerminal } from './handOut/applyToTerminal.ts';
import { copyCredentials } from './handOut/copyCredentials.ts';
import { copyEndpoint } from './handOut/copyEndpoint.ts';
import { exportCredentials } from './handOut/exportCredentials.ts';
import { showHandedOut } from './handOut/handedOut.ts';
import { showAuditTrail } from './handOut/showAuditTrail.ts';
import { writeToCredentialsFile } from './handOut/writeToCredentialsFile.ts';
import { openConsole } from './identityCenter/openConsole.ts';
import { populateProfiles } from './identityCenter/populateProfiles.ts';
import { listAccounts } from './identityCenter/refreshAccounts.ts';
import { saveAssignment } from './identityCenter/saveAssignment.ts';
import { restartSignIn, signIn, signOut } from './identityCenter/signInAndOut.ts';
import { useAssignment } from './identityCenter/useAssignment.ts';
import { openAwsFile, revealInFile } from './openFiles.ts';
import { addProfile } from './profiles/addProfile.ts';
import { addCopiedCredentials } from './profiles/copiedCredentials.ts';
import { editProfile, type ProfileEdit } from './profiles/editProfile.ts';
import { manageApiAccess } from './use/apiAccess.ts';
import { bindProfile } from './use/bindProfile.ts';
import { Explanations } from './use/explainProfile.ts';
import { LaunchVariables } from './use/launchVariables.ts';
import { newTerminal, provideTerminal } from './use/newTerminal.ts';
import { forgetAllSessions, renewSession } from './use/renewAndForget.ts';
import { assumeRole, switchProfile, useProfile } from './use/switchProfile.ts';
import { verifyIdentity } from './use/verifyIdentity.ts';

export interface Commands extends Disposable {
  /** Runs a command as VS Code calls it. The argument may come from outside. */
  run(id: CommandId, argument: unknown): Promise<unknown>;
  /** Creates a terminal for VS Code's own terminal menu. */
  provideTerminal(): Promise<vscode.TerminalProfile>;
}

/** Creates the handlers of all commands. */
export function createCommands(stage: Omit<CommandContext, 'run'>): Commands {
  const t = vscode.l10n.t;
  // Each handler declares the type of its argument.
  const context: CommandContext = { ...stage, run: (id, row) => handlers[id](row as never) };
  const { active, attempt, log } = context;
  const explanations = new Explanations(context);
  const variables = new LaunchVariables(context);
  /** Reports a failure under the title, with a button to try again. */
  const titled =
    (title: string, run: (context: CommandContext, node?: TreeNode) => Promise<unknown>) =>
    (node?: TreeNode) =>
      attempt(title, () => run(context, node));

  const edit = (change: ProfileEdit) => (node?: TreeNode) =>
    attempt(node?.kind === 'profile' ? node.name : '', () => editProfile(change, context, node));

  const handlers: Readonly<Record<CommandId, (argument: never) => unknown>> = {
    'rolecall.switchProfile': () => switchProfile(context),
    'rolecall.assumeRole': () => assumeRole(context),
    'rolecall.useProfile': (node?: TreeNode) => useProfile(context, node),
    'rolecall.stopUsing': () => active.stop(),
    'rolecall.bindProfile': titled(t('Bind Profile to This Folder'), bindProfile),
    'rolecall.verifyIdentity': () => verifyIdentity(context),
    'rolecall.explainProfile': (node?: TreeNode) => explanations.show(node),
    'rolecall.renewSession': () => renewSession(context),
    'rolecall.forgetAllSessions': () => forgetAllSessions(context),
    'rolecall.newTerminal': (node?: TreeNode) => newTerminal(context, node),

    'rolecall.addProfile': titled(t('Add AWS Profile'), addProfile),
    'rolecall.addCopiedCredentials': titled(t('Add Profile from Copied Credentials'), addCopiedCredentials),
    'rolecall.duplicateProfile': edit('duplicate'),
    'rolecall.renameProfile': edit('rename'),
    'rolecall.deleteProfile': edit('delete'),
    'rolecall.setRegion': edit('setRegion'),
    'rolecall.openConfigFile': () => openAwsFile(context, 'config'),
    'rolecall.openCredentialsFile': () => openAwsFile(context, 'credentials'),
    'rolecall.revealInFile': (node?: TreeNode) => revealInFile(context, node),

    'rolecall.signIn': titled(t('Sign In to IAM Identity Center'), signIn),
    'rolecall.signOut': titled(t('Sign Out of IAM Identity Center'), signOut),
    'rolecall.restartSignIn': titled(t('Restart IAM Identity Center Session'), restartSignIn),
    'rolecall.listAccounts': titled(t('Refresh Accounts'), listAccounts),
    'rolecall.useAssignment': titled(t('Use IAM Identity Center Role'), useAssignment),
    'rolecall.saveAssignment': titled(t('Save as Profile'), saveAssignment),
    'rolecall.populateProfiles': titled(t('Add Profiles from IAM Identity Center'), populateProfiles),
    'rolecall.openConsole': titled(t('Open AWS Console'), openConsole),

    'rolecall.copyCredentials': titled(t('Copy Credentials'), copyCredentials),
    'rolecall.exportCredentials': titled(t('Export to File'), exportCredentials),
    'rolecall.writeToCredentialsFile': titled(t('Write to Credentials File'), writeToCredentialsFile),
    'rolecall.copyEndpoint': titled(t('Copy Credential Endpoint'), copyEndpoint),
    'rolecall.applyToTerminal': titled(t('Apply to This Terminal'), applyToTerminal),
    'rolecall.manageApiAccess': titled(t('Manage API Access'), manageApiAccess),
    'rolecall.showHandedOut': titled(t('What Is Handed Out Now'), showHandedOut),
    'rolecall.showAuditTrail': titled(t('Audit Trail'), showAuditTrail),

    'rolecall.profileName': () => variables.profileName(),
    'rolecall.region': () => variables.region(),
    'rolecall.accountId': () => variables.accountId(),
    'rolecall.showLog': () => log.show(),
  };
  return {
    run: async (id, argument) => {
      const call = await attempt('', async () => ({ row: await rowOfCall(id, argument, context) }));
      return call && handlers[id](call.row as never);
    },
    provideTerminal: () => provideTerminal(context),
    dispose: () => explanations.dispose(),
  };
}
