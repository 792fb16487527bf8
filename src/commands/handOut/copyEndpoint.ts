import * as vscode from 'vscode';
import { containerOutput, containerVariables } from '../../delivery/handover/containers.ts';
import { commandsFor } from '../../delivery/handover/shellCommands.ts';
import { type Shell, shellOf } from '../../delivery/handover/shellNames.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext } from '../context.ts';
import { runWizard } from '../wizard.ts';
import { shellItems } from './copyCredentials.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';

type EndpointContext = Pick<
  CommandContext,
  'store' | 'active' | 'sessions' | 'endpoint' | 'views' | 'attempt'
>;

/**
 * Copies the address of the credential endpoint for programs on this machine, instead of the credentials themselves.
 */
export async function copyEndpoint(context: EndpointContext, node?: TreeNode): Promise<void> {
  const target = await targetFor(node, context);
  if (!target) return;
  // If no profile is named, the endpoint follows the profile of the window.
  const follows = node === undefined && context.active.isUsing(target);
  await context.attempt(targetName(target), async (renew) => {
    const shell = await askShell();
    if (!shell) return;
    const session = await sessionFor(target, renew, context);
    // The user should see a problem now that the endpoint would only report to a program.
    containerOutput(session.credentials.reveal(), targetName(target));
    const address = (await context.endpoint.get()).addressFor(follows ? undefined : target);
    const lines = commandsFor(shell, containerVariables(address)).map(([, command]) => `${command ?? ''}\n`);
    await vscode.env.clipboard.writeText(lines.join(''));
    void showInformation(copiedMessage(follows, target));
  });
}

async function askShell(): Promise<Shell | undefined> {
  const t = vscode.l10n.t;
  const answers = await runWizard(t('Copy Credential Endpoint'), () => [
    () => ({
      kind: 'choice',
      name: 'shell',
      prompt: t('Choose a format'),
      value: shellOf(vscode.env.shell) ?? 'posix',
      items: shellItems(),
    }),
  ]);
  return answers?.['shell'] as Shell | undefined;
}

function copiedMessage(follows: boolean, target: Target): string {
  const t = vscode.l10n.t;
  return follows
    ? t(
        'The credential endpoint for this window’s profile was copied to the clipboard with its token. It works while the window is open, until you stop using the profile, forget all sessions, or run “Rolecall: What Is Handed Out Now” to revoke it.',
      )
    : t(
        'The credential endpoint for {0} was copied to the clipboard with its token. It works while this window is open, until you forget all sessions or run “Rolecall: What Is Handed Out Now” to revoke it.',
        targetName(target),
      );
}
