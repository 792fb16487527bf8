import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { withoutLinks } from '../../base/plainText.ts';

const key = 'answeredOffer';

/** Asks once whether to use the profile that an untrusted workspace is bound to. The answer is remembered. */
export async function offerBinding(profile: string, state: vscode.Memento): Promise<void> {
  if (state.get(key) === profile) return;
  const t = vscode.l10n.t;
  const use = { title: t('Use {0}', profile) };
  const sentence = t(
    'This workspace is bound to AWS profile {0}. Rolecall did not switch to it because the workspace is not trusted.',
    profile,
  );
  const chosen = await vscode.window.showInformationMessage(withoutLinks(sentence), use);
  await state.update(key, profile);
  if (chosen) await vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: profile });
}
