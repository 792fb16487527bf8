import * as vscode from 'vscode';
import type { CommandId } from '../base/contributions.ts';
import type { Disposable } from '../base/event.ts';
import type { Target } from '../profiles/profiles.ts';
import type { OnDrop } from '../views/tree/tree.ts';
import type { TreeNode } from '../views/tree/treeNodes.ts';
import { useWithLessAccess } from './use/useWithLessAccess.ts';
import { letAgentsWrite, stopAgentsWriting } from './agents/letAgentsWrite.ts';
import { ChangeHistory } from './change/changeHistory.ts';
import { undoLastChange } from './change/undoLastChange.ts';
import { rowOfCall } from './commandCalls.ts';
import { signInWithConsole } from './consoleSignIn/signInWithConsole.ts';
import { signOutOfConsole } from './consoleSignIn/signOutOfConsole.ts';
import { copyConsoleLink } from './console/copyConsoleLink.ts';
import { followArn, openByArn } from './console/openArn.ts';
import { openConsole, openConsoleHome } from './console/openConsole.ts';
import type { CommandContext } from './context.ts';
import { filterTree, groupTree } from './arrangeTree.ts';
import { copyDiagnostics } from './copyDiagnostics.ts';
import { copyFact } from './copyFact.ts';
import { applyToTerminal } from './handOut/applyToTerminal.ts';
import { applyToOpenTerminals } from './handOut/applyToTerminals.ts';
import { copyCredentials } from './handOut/copyCredentials.ts';
import { copyEndpoint } from './handOut/copyEndpoint.ts';
import { exportCredentials } from './handOut/exportCredentials.ts';
import { offerToFollow } from './handOut/followOffer.ts';
import { showHandedOut } from './handOut/handedOut.ts';
import { offerFreshKeys } from './handOut/shortKeysOffer.ts';
import { showAuditTrail } from './handOut/showAuditTrail.ts';
import { writeToCredentialsFile } from './handOut/writeToCredentialsFile.ts';
import { populateProfiles } from './identityCenter/populateProfiles.ts';
import { listAccounts } from './identityCenter/refreshAccounts.ts';
import { saveAssignment } from './identityCenter/saveAssignment.ts';
import { restartSignIn, signIn, signOut } from './identityCenter/signInAndOut.ts';
import { useAssignment } from './identityCenter/useAssignment.ts';
import { getStarted } from './getStarted.ts';
import { openAwsFile, revealInFile } from './openFiles.ts';
import { addMcpServer, removeMcpServer } from './mcp/addMcpServer.ts';
import { addProfile } from './profiles/addProfile.ts';
import { changeSource, changeSourceByDrop } from './profiles/changeSource.ts';
import { addCopiedCredentials } from './profiles/copiedCredentials.ts';
import { editProfile, type ProfileEdit } from './profiles/editProfile.ts';
import { manageApiAccess } from './use/apiAccess.ts';
import { bindProfile } from './use/bindProfile.ts';
import { chooseRegion } from './use/chooseRegion.ts';
import { Explanations } from './use/explainProfile.ts';
import { LaunchVariables } from './use/launchVariables.ts';
import { guardProduction, markProduction } from './use/markProduction.ts';
import { newTerminal, provideTerminal } from './use/newTerminal.ts';
import { forgetAllSessions, renewSession } from './use/renewAndForget.ts';
import { assumeRole, backToBound, switchProfile, switchToPrevious, useProfile } from './use/switchProfile.ts';
import { useAmbient } from './use/useAmbient.ts';
import { verifyIdentity } from './use/verifyIdentity.ts';
import { Draft } from './wizard.ts';

export interface Commands extends Disposable {
  /** Runs a command as VS Code calls it. The argument may come from outside. */
  run(id: CommandId, argument: unknown): Promise<unknown>;
  /** Creates a terminal for VS Code's own terminal menu. */
  provideTerminal(): Promise<vscode.TerminalProfile>;
  /** Opens the resource of a link on an ARN. `own`: what the terminal with the link uses, if it has its own profile. */
  followArn(arn: unknown, own?: Target): Promise<void>;
  /** Changes the source of the role that was dropped on another row of the tree. */
  drop: OnDrop;
  /** After a switch: offers to give open terminals the profile in use. Resolves when that is answered. */
  offerToFollow(): Promise<void>;
  /** After a terminal has got keys of this profile that last 15 minutes: offers the mode that renews them. */
  offerFreshKeys(profile: string): Promise<void>;
}

/** Creates the handlers of all commands. */
export function createCommands(given: Omit<CommandContext, 'run' | 'changes'>): Commands {
  const t = vscode.l10n.t;
  // Each handler declares the type of its argument.
  const context: CommandContext = {
    ...given,
    changes: new ChangeHistory(),
    run: (id, row) => handlers[id](row as never),
  };
  const { active, attempt, log } = context;
  const explanations = new Explanations(context);
  const variables = new LaunchVariables(context);
  /** What the user has entered of a profile that was not added. */
  const draft = new Draft();
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
    'rolecall.switchToPrevious': titled(t('Switch to Previous Profile'), switchToPrevious),
    'rolecall.backToBound': titled(t('Back to Bound Profile'), backToBound),
    'rolecall.forgetRecent': () => context.views.chosen.forget(),
    'rolecall.useWithLessAccess': titled(t('Use with Less Access'), useWithLessAccess),
    'rolecall.useAmbient': titled(t('Use What Terminals Use Already'), useAmbient),
    'rolecall.chooseRegion': titled(t('Region for This Window'), chooseRegion),
    'rolecall.stopUsing': () => active.stop(),
    'rolecall.bindProfile': titled(t('Bind Profile to This Folder'), bindProfile),
    'rolecall.verifyIdentity': () => verifyIdentity(context),
    'rolecall.explainProfile': (node?: TreeNode) => explanations.show(node),
    'rolecall.renewSession': () => renewSession(context),
    'rolecall.forgetAllSessions': () => forgetAllSessions(context),
    'rolecall.newTerminal': (node?: TreeNode) => newTerminal(context, node),
    'rolecall.treatAsProduction': titled(t('Treat as Production'), (stage, node) =>
      markProduction(true, stage, node),
    ),
    'rolecall.notProduction': titled(t('Not Production'), (stage, node) =>
      markProduction(false, stage, node),
    ),
    'rolecall.guardProduction': titled(t('Guard Production'), guardProduction),
    'rolecall.letAgentsWrite': titled(t('Let Agents Write'), letAgentsWrite),
    'rolecall.stopAgentsWriting': () => stopAgentsWriting(context),

    'rolecall.getStarted': () => getStarted(),
    'rolecall.addProfile': titled(t('Add AWS Profile'), () => addProfile(context, draft)),
    'rolecall.addCopiedCredentials': titled(t('Add Profile from Copied Credentials'), addCopiedCredentials),
    'rolecall.duplicateProfile': edit('duplicate'),
    'rolecall.renameProfile': edit('rename'),
    'rolecall.deleteProfile': edit('delete'),
    'rolecall.setRegion': edit('setRegion'),
    'rolecall.changeSource': titled(t('Change Source Profile'), changeSource),
    'rolecall.undoLastChange': titled(t('Undo Last Change to AWS Files'), undoLastChange),
    'rolecall.openConfigFile': () => openAwsFile(context, 'config'),
    'rolecall.openCredentialsFile': () => openAwsFile(context, 'credentials'),
    'rolecall.revealInFile': (node?: TreeNode) => revealInFile(context, node),

    'rolecall.signInWithConsole': titled(t('Sign In with AWS Console'), signInWithConsole),
    'rolecall.signOutOfConsole': titled(t('Sign Out of AWS Console'), signOutOfConsole),
    'rolecall.signIn': titled(t('Sign In to IAM Identity Center'), signIn),
    'rolecall.signOut': titled(t('Sign Out of IAM Identity Center'), signOut),
    'rolecall.restartSignIn': titled(t('Restart IAM Identity Center Session'), restartSignIn),
    'rolecall.listAccounts': titled(t('Refresh Accounts'), listAccounts),
    'rolecall.useAssignment': titled(t('Use IAM Identity Center Role'), useAssignment),
    'rolecall.saveAssignment': titled(t('Save as Profile'), saveAssignment),
    'rolecall.populateProfiles': titled(t('Add Profiles from IAM Identity Center'), populateProfiles),
    'rolecall.openConsole': titled(t('Open AWS Console'), openConsole),
    'rolecall.openConsoleHome': titled(t('Open AWS Console'), openConsoleHome),
    'rolecall.copyConsoleLink': titled(t('Copy Console Link'), copyConsoleLink),
    'rolecall.openArn': titled(t('Open Resource by ARN'), openByArn),

    'rolecall.copyCredentials': titled(t('Copy Credentials'), copyCredentials),
    'rolecall.exportCredentials': titled(t('Export to File'), exportCredentials),
    'rolecall.writeToCredentialsFile': titled(t('Write to Credentials File'), writeToCredentialsFile),
    'rolecall.copyEndpoint': titled(t('Copy Credential Endpoint'), copyEndpoint),
    'rolecall.applyToTerminal': titled(t('Apply to This Terminal'), applyToTerminal),
    'rolecall.applyToOpenTerminals': titled(t('Apply to Open Terminals'), applyToOpenTerminals),
    'rolecall.manageApiAccess': titled(t('Manage API Access'), manageApiAccess),
    'rolecall.showHandedOut': titled(t('What Is Handed Out Now'), showHandedOut),
    'rolecall.showAuditTrail': titled(t('Audit Trail'), showAuditTrail),

    'rolecall.addMcpServer': titled(t('Add AWS MCP Server'), addMcpServer),
    'rolecall.removeMcpServer': titled(t('Remove AWS MCP Server'), removeMcpServer),

    'rolecall.copyName': titled(t('Copy Name'), copyFact('name')),
    'rolecall.copyArn': titled(t('Copy ARN'), copyFact('arn')),
    'rolecall.copyAccountId': titled(t('Copy Account ID'), copyFact('accountId')),
    'rolecall.filterProfiles': () => filterTree(context),
    'rolecall.showSecrets': () => context.secretsInEditors.show(),
    'rolecall.hideSecrets': () => context.secretsInEditors.hide(),
    'rolecall.clearFilter': () => void (context.treeSearch.value = ''),
    'rolecall.groupBySource': titled(t('Group by Source'), () => groupTree('source')),
    'rolecall.groupByFile': titled(t('Group by File'), () => groupTree('file')),
    'rolecall.groupByAccount': titled(t('Group by Account'), () => groupTree('account')),

    'rolecall.profileName': () => variables.profileName(),
    'rolecall.region': () => variables.region(),
    'rolecall.accountId': () => variables.accountId(),
    'rolecall.access': () => variables.access(),
    'rolecall.showLog': () => log.show(),
    'rolecall.copyDiagnostics': titled(t('Copy Diagnostics'), copyDiagnostics),
  };
  return {
    run: async (id, argument) => {
      const call = await attempt('', async () => ({ row: await rowOfCall(id, argument, context) }));
      return call && handlers[id](call.row as never);
    },
    provideTerminal: () => provideTerminal(context),
    offerToFollow: () => offerToFollow(context),
    offerFreshKeys: (profile) => offerFreshKeys(profile, context),
    followArn: (arn, own) => attempt(t('Open Resource by ARN'), () => followArn(arn, context, own)),
    drop: (dragged, onto) => changeSourceByDrop(context, dragged, onto),
    dispose: () => explanations.dispose(),
  };
}
