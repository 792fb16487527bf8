import * as vscode from 'vscode';
import { keys } from '../../profiles/keys.ts';
import { type Named, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { Answers, Question, WizardStep } from '../wizard.ts';
import { noRegion } from './changeFromAnswers.ts';
import { askRegion, askValue, nameComplaint, newName } from './profileQuestions.ts';

/**
 * The questions that identify a permission set: the sign-in, the account, and the role. A new sign-in needs more
 * questions.
 */
export function identityCenterSteps({ ssoSessions }: ProfileSet, { ssoSession }: Answers): WizardStep[] {
  const isNew = ssoSession !== undefined && !ssoSessions.has(ssoSession);
  return [
    () => askSsoSession([...ssoSessions.values()]),
    ...(isNew ? [askStartUrl, askSsoRegion] : []),
    askAccount,
    askRole,
  ];
}

function askSsoSession(known: readonly Named[]): Question {
  const t = vscode.l10n.t;
  const name = 'ssoSession';
  if (known.length === 0) {
    return {
      kind: 'text',
      name,
      prompt: t('Name for the sign-in'),
      value: 'my-sso',
      validate: nameComplaint,
    };
  }
  const items = known.map((session) => ({
    label: session.name,
    description: valueOf(session, keys.ssoStartUrl) ?? '',
  }));
  const prompt = t('Choose a sign-in, or type the name of a new one');
  return { kind: 'choice', name, prompt, items, other: newName };
}

export const askStartUrl: WizardStep = () =>
  askValue({
    name: 'startUrl',
    key: keys.ssoStartUrl,
    prompt: vscode.l10n.t('Start URL from your administrator'),
    placeholder: 'https://example.awsapps.com/start',
  });

export const askSsoRegion: WizardStep = () => {
  const { items, ...question } = askRegion('');
  return {
    ...question,
    name: 'ssoRegion',
    placeholder: vscode.l10n.t('Choose or type the region of IAM Identity Center'),
    items: items.filter(({ answer }) => answer !== noRegion),
  };
};

const askAccount: WizardStep = () =>
  askValue({
    name: 'accountId',
    key: keys.ssoAccountId,
    prompt: vscode.l10n.t('Account ID'),
    placeholder: '123456789012',
  });

const askRole: WizardStep = () =>
  askValue({
    name: 'roleName',
    key: keys.ssoRoleName,
    prompt: vscode.l10n.t('Permission set name'),
    placeholder: 'AdministratorAccess',
  });
