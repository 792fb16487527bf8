import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { Input } from '../../display/inputBox.ts';
import { askModally } from '../../display/toasts.ts';
import type { AccountFacts } from '../../plan/production.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { ConfirmationQuestion, ConfirmationReason } from '../../session/consent/productionConsent.ts';

/** Asks whether to use a production profile, and shows its account. Enter alone does not confirm. */
export async function askAboutProduction(
  target: Target,
  account: AccountFacts | undefined,
  { reason, isTyped }: ConfirmationQuestion,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const { name } = publicFacts({ name: targetName(target) });
  const question =
    reason === 'renewal'
      ? t('Renew the session of the production profile {0}?', name)
      : t('Use the production profile {0}?', name);
  if (isTyped) return askToType(name, question, account);
  // VS Code gives the focus to the first button.
  const notNow = { title: t('Not Now') };
  const use = { title: reason === 'renewal' ? t('Renew {0}', name) : t('Use {0}', name) };
  const detail = [accountLine(account), reasonLine(reason)];
  return (await askModally(question, detail, notNow, use)) === use;
}

/** Asks the user to type the name. Closing the box declines. */
async function askToType(
  name: string,
  question: string,
  account: AccountFacts | undefined,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const input = new Input();
  input.title = question;
  input.placeholder = name;
  input.prompt = { icon: 'flame', text: `${t('Type {0} to confirm.', name)} ${accountLine(account)}` };
  try {
    return await new Promise<boolean>((resolve) => {
      input.onDidChangeValue(() => (input.validationMessage = undefined));
      input.onDidAccept(() => {
        if (input.value.trim() === name) resolve(true);
        else input.validationMessage = t('Type the name of the production profile: {0}', name);
      });
      input.onDidHide(() => resolve(false));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

function accountLine(account: AccountFacts | undefined): string {
  const t = vscode.l10n.t;
  if (account?.id === undefined) return t('Its account is not known before it is used.');
  if (account.name === undefined) return t('Account: {0}', account.id);
  return t('Account: {0}', `${account.name} (${account.id})`);
}

function reasonLine(reason: ConfirmationReason): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'policy':
    case 'guard':
      return t('This window asks again after you stop using the profile.');
    case 'renewal':
      return t('Until then, programs get no new session.');
    case 'outside':
      return t('A task, a keybinding, a link, or another extension requested this.');
  }
}
