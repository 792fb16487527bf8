import * as vscode from 'vscode';
import { showInformation, showWarning } from '../../display/toasts.ts';
import type { BindingOffer } from '../../session/boundWindow.ts';
import type { BindingQuestion } from '../../session/consent/bindingConsent.ts';

const key = 'answeredOffer';

/** Asks once whether to use the profile that an untrusted workspace is bound to. The answer is remembered. */
export async function offerBinding(
  { profile, isProduction }: BindingOffer,
  state: vscode.Memento,
  onUse: () => unknown,
): Promise<void> {
  if (state.get(key) === profile) return;
  const t = vscode.l10n.t;
  const use = { title: t('Use {0}', profile) };
  const sentences = [
    t('This workspace is bound to AWS profile {0}.', profile),
    ...(isProduction ? [t('It is a production profile.')] : []),
    t('Rolecall did not switch to it because the workspace is not trusted.'),
  ];
  const chosen = await showInformation(sentences.join(' '), use);
  await state.update(key, profile);
  if (chosen) await onUse();
}

/**
 * Asks whether to follow a binding of a trusted workspace. Resolves to undefined if the user closes the notification.
 */
export async function askAboutBinding(question: BindingQuestion): Promise<'switch' | 'keep' | undefined> {
  const t = vscode.l10n.t;
  const toSwitch = { title: t('Switch') };
  const { kept } = question;
  const keep = { title: kept === undefined ? t('Do Not Switch') : t('Keep {0}', kept) };
  const chosen = await showWarning(bindingSentence(question), toSwitch, keep);
  return chosen && (chosen === toSwitch ? 'switch' : 'keep');
}

function bindingSentence({ folder, profile, isProduction }: BindingQuestion): string {
  const t = vscode.l10n.t;
  const bound =
    folder === undefined
      ? t('The settings bind this window to AWS profile {0}.', profile)
      : t('The settings bind folder {0} to AWS profile {1}.', folder, profile);
  return [
    bound,
    ...(isProduction ? [t('It is a production profile.')] : []),
    t('Rolecall has not switched to it yet.'),
  ].join(' ');
}
