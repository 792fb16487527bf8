import * as vscode from 'vscode';
import type { ProfileChange } from '../profiles/changes.ts';
import { ssoSessionValues } from './answeredChanges.ts';
import { askSsoRegion, askStartUrl } from './identityCenterQuestions.ts';
import { carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import { nameComplaint } from './profileQuestions.ts';
import { type Answers, askSteps } from './steps.ts';

/** Asks where to sign in, and writes it as an `[sso-session]`. Gives its name. */
export async function addSignIn(parts: ChangeParts): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const title = t('Sign In to IAM Identity Center');
  const { profiles } = await parts.store.ready();
  const answers = await askSteps(title, () => [
    askStartUrl,
    askSsoRegion,
    (so) => ({
      kind: 'text',
      name: 'ssoSession',
      prompt: t('Name for the sign-in'),
      value: likelyName(so['startUrl'] ?? ''),
      validate: (name) =>
        nameComplaint(name) ??
        (profiles.ssoSessions.has(name) ? t('There is a sign-in “{0}” already.', name) : undefined),
    }),
    confirmChange(parts, { title, changeOf }),
  ]);
  if (!answers) return undefined;
  const change = changeOf(answers);
  await carryOut(parts, change, { said: t('The sign-in “{0}” was added.', change.name) });
  return parts.store.state.profiles.ssoSessions.has(change.name) ? change.name : undefined;
}

function changeOf(answers: Answers): ProfileChange {
  return { kind: 'addSsoSession', name: answers['ssoSession'] ?? '', values: ssoSessionValues(answers) };
}

/** `example` of `https://example.awsapps.com/start`, unless that is one of AWS's own identifiers. */
function likelyName(startUrl: string): string {
  const [, name = ''] = /^https:\/\/([\w-]+)\.awsapps\./u.exec(startUrl) ?? [];
  return name === '' || /^d-[0-9a-f]{10}$/u.test(name) ? 'my-sso' : name;
}
