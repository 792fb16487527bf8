import * as vscode from 'vscode';
import { checkForContainer, containerVariables } from '../../delivery/handover/containers.ts';
import { addressName } from '../../delivery/handover/recipient.ts';
import { commandsFor } from '../../delivery/handover/shellCommands.ts';
import { type Shell, shellOf } from '../../delivery/handover/shellNames.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext, HandOutContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import { runWizard } from '../wizard.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';
import { shellItems } from './shellItems.ts';

type EndpointContext = HandOutContext & Pick<CommandContext, 'endpoint' | 'clipboard'>;

/**
 * Copies the address of the credential endpoint for programs on this machine, instead of the credentials themselves.
 */
export async function copyEndpoint(context: EndpointContext, node?: TreeNode): Promise<void> {
  const { handOuts, endpoint, clipboard } = context;
  handOuts.check({ kind: 'copiedEndpoint', address: undefined });
  const target = await targetFor(node, context);
  if (!target) return;
  // If no profile is named, the endpoint follows the profile of the window.
  const follows = node === undefined && context.active.isUsing(target);
  await context.attempt(targetName(target), async (renew) => {
    const shell = await askShell();
    if (!shell) return;
    const session = await sessionFor(target, renew, context);
    // The user should see a problem now that the endpoint would only report to a program.
    checkForContainer(session.credentials, targetName(target));
    const followed = follows ? undefined : target;
    handOuts.lead(target, { kind: 'copiedEndpoint', address: addressName(followed) });
    const address = (await endpoint.get()).addressFor(followed);
    const lines = commandsFor(shell, containerVariables(address)).map(([, command]) => `${command ?? ''}\n`);
    const copied = await clipboard.copy(lines.join(''));
    showInfo(`${copiedMessage(follows, target)} ${copied.sentence}`, [copied.clear]);
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
        'The credential endpoint for {0} was copied to the clipboard with its token. It works while this window is open, until you stop using {0}, forget all sessions, or run “Rolecall: What Is Handed Out Now” to revoke it.',
        targetName(target),
      );
}
