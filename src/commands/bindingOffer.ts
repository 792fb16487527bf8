import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { withoutLinks } from '../plainText.ts';

const key = 'answeredOffer';

/** Asks once whether to use the profile that an untrusted workspace asks for; who has answered is not asked again. */
export async function offerBinding(profile: string, state: vscode.Memento): Promise<void> {
  if (state.get(key) === profile) return;
  const t = vscode.l10n.t;
  const use = { title: t('Use {0}', profile) };
  const sentence = t(
    'This workspace asks for AWS profile {0}. It is not trusted, so nothing was switched.',
    profile,
  );
  const chosen = await vscode.window.showInformationMessage(withoutLinks(sentence), use);
  await state.update(key, profile);
  if (chosen) await vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: profile });
}
