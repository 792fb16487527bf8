import * as vscode from 'vscode';
import { type Named, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { Answers, Ask, Question } from '../wizard.ts';
import { noRegion } from './changeFromAnswers.ts';
import { askRegion, askValue, nameComplaint, newName } from './profileQuestions.ts';

/** What names a permission set: which sign-in, which account, which role. A sign-in that is not there yet is added. */
export function identityCenterAsks({ ssoSessions }: ProfileSet, { ssoSession }: Answers): Ask[] {
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
    description: valueOf(session, 'sso_start_url') ?? '',
  }));
  const prompt = t('Choose a sign-in, or type the name of a new one');
  return { kind: 'choice', name, prompt, items, other: newName };
}

export const askStartUrl: Ask = () =>
  askValue({
    name: 'startUrl',
    key: 'sso_start_url',
    prompt: vscode.l10n.t('Start URL from your administrator'),
    placeholder: 'https://example.awsapps.com/start',
  });

export const askSsoRegion: Ask = () => {
  const { items, ...question } = askRegion('');
  return {
    ...question,
    name: 'ssoRegion',
    placeholder: vscode.l10n.t('Choose or type the region of IAM Identity Center'),
    items: items.filter(({ answer }) => answer !== noRegion),
  };
};

const askAccount: Ask = () =>
  askValue({
    name: 'accountId',
    key: 'sso_account_id',
    prompt: vscode.l10n.t('Account ID'),
    placeholder: '123456789012',
  });

const askRole: Ask = () =>
  askValue({
    name: 'roleName',
    key: 'sso_role_name',
    prompt: vscode.l10n.t('Permission set name'),
    placeholder: 'AdministratorAccess',
  });
