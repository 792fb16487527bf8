import * as vscode from 'vscode';
import { containerOutput, containerVariables } from '../delivery/containers.ts';
import { type Shell, shellOf } from '../delivery/shellNames.ts';
import { commandsFor } from '../delivery/shells.ts';
import { withoutLinks } from '../plainText.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { TreeNode } from '../views/tree.ts';
import { shellItems } from './copyCredentials.ts';
import { sessionFor, targetFor } from './handedSession.ts';
import type { CommandParts } from './parts.ts';
import { askSteps } from './steps.ts';

type EndpointParts = Pick<CommandParts, 'store' | 'active' | 'sessions' | 'endpoint' | 'views' | 'perform'>;

/** Copies where programs on this machine get credentials from, in place of the credentials themselves. */
export async function copyEndpoint(parts: EndpointParts, node?: TreeNode): Promise<void> {
  const target = await targetFor(node, parts);
  if (!target) return;
  // Who names no profile wants what the window uses, at each time.
  const follows = node === undefined && parts.active.isUsing(target);
  await parts.perform(targetName(target), async (anew) => {
    const shell = await askShell();
    if (!shell) return;
    const session = await sessionFor(target, anew, parts);
    // What the endpoint would refuse to a program is better said to the person.
    containerOutput(session.credentials.reveal(), targetName(target));
    const address = (await parts.endpoint.get()).addressFor(follows ? undefined : target);
    const lines = commandsFor(shell, containerVariables(address)).map(([, command]) => `${command ?? ''}\n`);
    await vscode.env.clipboard.writeText(lines.join(''));
    void vscode.window.showInformationMessage(withoutLinks(copied(follows, target)));
  });
}

async function askShell(): Promise<Shell | undefined> {
  const t = vscode.l10n.t;
  const answers = await askSteps(t('Copy Credential Endpoint'), () => [
    () => ({
      kind: 'choice',
      name: 'shell',
      prompt: t('For what?'),
      value: shellOf(vscode.env.shell) ?? 'posix',
      items: shellItems(),
    }),
  ]);
  return answers?.['shell'] as Shell | undefined;
}

function copied(follows: boolean, target: Target): string {
  const t = vscode.l10n.t;
  return follows
    ? t(
        'The address of the profile that this window uses is in the clipboard, with its token. It works while the window is open.',
      )
    : t(
        'The address of {0} is in the clipboard, with its token. It works while this window is open.',
        targetName(target),
      );
}
