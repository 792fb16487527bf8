import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import type { Requester } from '../../credentials/run/mfa.ts';
import { agentIn } from '../../display/agentWords.ts';
import { Input } from '../../display/inputBox.ts';
import { askModally } from '../../display/toasts.ts';
import type { AccountFacts } from '../../plan/production.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { ConfirmationQuestion, ConfirmationReason } from '../../session/consent/productionConsent.ts';
import { shortAccess } from '../../views/accessWords.ts';
import { sentences } from '../../views/sentences.ts';

/** Asks whether to use a production profile, and shows its account. Enter alone does not confirm. */
export async function askAboutProduction(
  target: Target,
  account: AccountFacts | undefined,
  { reason, isTyped, isForConsole, requester }: ConfirmationQuestion,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const { name } = publicFacts({ name: targetName(target) });
  const { question, button } = wordsFor(isForConsole ? 'console' : reason, name);
  const who = requesterLine(requester);
  if (isTyped) return askToType(name, question, [...who, accountLine(account), ...accessLines(target)]);
  // VS Code gives the focus to the first button.
  const notNow = { title: t('Not Now') };
  const use = { title: button };
  // Nothing else requested it then.
  const why = reason === 'outside' && who.length > 0 ? [] : reasonLines(reason, isForConsole);
  const detail = [...who, accountLine(account), ...accessLines(target), ...why];
  return (await askModally(question, detail, notNow, use)) === use;
}

function wordsFor(use: ConfirmationReason | 'console', name: string): Record<'question' | 'button', string> {
  const t = vscode.l10n.t;
  switch (use) {
    case 'renewal':
      return {
        question: t('Renew the session of the production profile {0}?', name),
        button: t('Renew {0}', name),
      };
    case 'console':
      return {
        question: t('Open the AWS console for the production profile {0}?', name),
        button: t('Open Console'),
      };
    default:
      return { question: t('Use the production profile {0}?', name), button: t('Use {0}', name) };
  }
}

/** Asks the user to type the name. Closing the box declines. */
async function askToType(name: string, question: string, facts: readonly string[]): Promise<boolean> {
  const t = vscode.l10n.t;
  const input = new Input();
  input.title = question;
  input.placeholder = name;
  input.prompt = { icon: 'flame', text: sentences(t('Type {0} to confirm.', name), ...facts) };
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

/** Only agents are named: the user starts other programs on purpose. */
function requesterLine({ agent, terminal }: Partial<Requester> = {}): readonly string[] {
  return agent === undefined ? [] : [vscode.l10n.t('Requested by {0}.', agentIn(agent, terminal))];
}

/** The access that the user chose, which may be why they use it at all. */
function accessLines({ access }: Target): readonly string[] {
  return access ? [vscode.l10n.t('Access: {0} (your choice)', shortAccess(access))] : [];
}

function accountLine(account: AccountFacts | undefined): string {
  const t = vscode.l10n.t;
  if (account?.id === undefined) return t('Its account is not known before it is used.');
  if (account.name === undefined) return t('Account: {0}', account.id);
  return t('Account: {0}', `${account.name} (${account.id})`);
}

function reasonLines(reason: ConfirmationReason, isForConsole: boolean): readonly string[] {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'policy':
    case 'guard':
      return isForConsole ? [] : [t('This window asks again after you stop using the profile.')];
    case 'renewal':
      return [t('Until then, programs get no new session.')];
    case 'outside':
      return [t('A task, a keybinding, a link, or another extension requested this.')];
  }
}
