import * as vscode from 'vscode';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { WizardStep } from '../questions.ts';
import { newSignIn, noRegion } from './changeFromAnswers.ts';
import { askRegion, askValue, suggestedRegion } from './profileQuestions.ts';
import { mendedStartUrl, regionOfStartUrl } from './startUrl.ts';

/** Asks for a sign-in of the files, or for a new one. */
export function askSignIn({ ssoSessions }: ProfileSet): WizardStep {
  const t = vscode.l10n.t;
  const known = [...ssoSessions.values()].map((session) => ({
    icon: 'cloud',
    label: session.name,
    description: valueOf(session, keys.ssoStartUrl) ?? '',
    answer: session.name,
  }));
  const items = [...known, { icon: 'add', label: t('New sign-in…'), answer: newSignIn }];
  return () => ({ kind: 'choice', name: 'ssoSession', prompt: t('Choose a sign-in'), items });
}

export const askStartUrl: WizardStep = () =>
  askValue({
    name: 'startUrl',
    key: keys.ssoStartUrl,
    prompt: vscode.l10n.t('Start URL from your administrator'),
    placeholder: 'https://example.awsapps.com/start',
    mend: mendedStartUrl,
  });

/** Suggests the region that the start URL names, or that of other sign-ins. */
export function askSsoRegion(profiles: ProfileSet): WizardStep {
  const [used] = [...profiles.ssoSessions.values()].flatMap((each) => valueOf(each, keys.ssoRegion) ?? []);
  return ({ startUrl = '' }) => {
    const suggested = regionOfStartUrl(startUrl) ?? used ?? suggestedRegion(profiles);
    const { items, ...question } = askRegion(suggested);
    return {
      ...question,
      name: 'ssoRegion',
      placeholder: vscode.l10n.t('Choose or type the region of IAM Identity Center'),
      items: items.filter(({ answer }) => answer !== noRegion),
    };
  };
}

export const askAccount: WizardStep = () =>
  askValue({
    name: 'accountId',
    key: keys.ssoAccountId,
    prompt: vscode.l10n.t('Account ID'),
    placeholder: '123456789012',
  });

export const askRole: WizardStep = () =>
  askValue({
    name: 'roleName',
    key: keys.ssoRoleName,
    prompt: vscode.l10n.t('Permission set name'),
    placeholder: 'AdministratorAccess',
  });
