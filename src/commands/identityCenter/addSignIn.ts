import * as vscode from 'vscode';
import type { ProfileChange } from '../../profiles/changes.ts';
import { freeName, ssoSessionValues } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import { nameComplaint } from '../change/profileQuestions.ts';
import { askSsoRegion, askStartUrl } from '../change/signInQuestions.ts';
import { nameOfStartUrl } from '../change/startUrl.ts';
import type { ChangeContext } from '../context.ts';
import type { Answers } from '../questions.ts';
import { runWizard } from '../wizard.ts';

/**
 * Asks for a new sign-in, and writes it as an `[sso-session]`. Resolves to its name, or to undefined if it was not
 * written.
 */
export async function addSignIn(context: ChangeContext): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const title = t('Sign In to IAM Identity Center');
  const { profiles } = await context.store.ready();
  const answers = await runWizard(title, () => [
    askStartUrl,
    askSsoRegion(profiles),
    (soFar) => ({
      kind: 'text',
      name: 'ssoSession',
      prompt: t('Name for the sign-in'),
      value: freeName(nameOfStartUrl(soFar['startUrl'] ?? ''), profiles.ssoSessions),
      validate: (name) =>
        nameComplaint(name) ??
        (profiles.ssoSessions.has(name) ? t('A sign-in named “{0}” already exists.', name) : undefined),
    }),
    confirmChange(context, { title, changeOf }),
  ]);
  if (!answers) return undefined;
  const change = changeOf(answers);
  await applyChange(context, change, { message: t('The sign-in “{0}” was added.', change.name) });
  return context.store.state.profiles.ssoSessions.has(change.name) ? change.name : undefined;
}

function changeOf(answers: Answers): ProfileChange {
  return { kind: 'addSsoSession', name: answers['ssoSession'] ?? '', values: ssoSessionValues(answers) };
}
