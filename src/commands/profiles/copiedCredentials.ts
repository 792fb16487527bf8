import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { publicKeyId } from '../../base/secretText.ts';
import { showWarning } from '../../display/toasts.ts';
import { kindOf } from '../../profiles/credentialKind.ts';
import { keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import {
  type CopiedCredentials,
  lacksSessionToken,
  recognizeCredentials,
} from '../../profiles/copied/recognizeCredentials.ts';
import { copiedProfile } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange, useAfter } from '../change/confirmChange.ts';
import { askRegion, newName, suggestedRegion } from '../change/profileQuestions.ts';
import type { ChangeContext } from '../context.ts';
import { clearClipboard } from '../handOut/clearClipboard.ts';
import type { Answers, ChoiceItem, Complaint, Question } from '../questions.ts';
import { runWizard } from '../wizard.ts';

/** Saves credentials from the clipboard in a profile: a new one, or one whose copied keys have expired. */
export async function addCopiedCredentials(context: ChangeContext): Promise<void> {
  const t = vscode.l10n.t;
  const text = await vscode.env.clipboard.readText();
  const copied = recognizeCredentials(text);
  if (!copied) return showWhatToCopy(text);
  const { profiles } = await context.store.ready();
  const title = t('Add Profile from Copied Credentials');
  const changeOf = (answers: Answers) => copiedProfile(profiles, copied, answers);
  const answers = await runWizard(title, ({ name = '' }) => [
    () => askProfile(profiles, copied),
    ...(hasRegion(profiles, name) ? [] : [() => askRegion(copied.region ?? suggestedRegion(profiles))]),
    confirmChange(context, { title, changeOf, offersUse: true }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const message = t('The copied credentials were saved in profile “{0}”.', name);
  const use = useAfter(answers, name, context);
  const buttons = () => [...(use.buttons?.() ?? []), clearClipboard(text)];
  await applyChange(context, changeOf(answers), { message, ...use, buttons });
}

function showWhatToCopy(text: string): void {
  const t = vscode.l10n.t;
  const again = t('Try Again');
  const message = lacksSessionToken(text)
    ? t(
        'The copied access keys are temporary (ASIA…) and work only with their session token. Copy them again, including the token.',
      )
    : t(
        'There are no AWS credentials on the clipboard. Copy them first, for example from “Access keys” in the AWS access portal, in any format.',
      );
  void showWarning(message, { title: again }).then(
    (button) => button && vscode.commands.executeCommand(commandIds.addCopiedCredentials),
  );
}

/** Copied keys are short-lived and often replace earlier ones, so profiles with temporary keys come first. */
function askProfile({ profiles }: ProfileSet, { profile, accessKeyId }: CopiedCredentials): Question {
  const t = vscode.l10n.t;
  const refreshable = [...profiles.values()].filter((each) => kindOf(each).kind === 'temporaryKeys');
  const items = [
    ...(profile !== undefined && !profiles.has(profile)
      ? [{ label: profile, answer: profile, description: t('name from the clipboard') }]
      : []),
    ...refreshable.map(({ name }) => ({
      label: name,
      answer: name,
      description: t('replace the temporary keys'),
    })),
  ];
  const suggestion = items.find(({ answer }) => answer === profile)?.answer ?? items[0]?.answer ?? 'copied';
  return {
    kind: 'choice',
    name: 'name',
    prompt: t('Choose a profile for the access key {0}, or type a new name', publicKeyId(accessKeyId)),
    value: suggestion,
    items,
    other: (text) => otherProfile(profiles.get(text), text),
  };
}

/** What a typed name leads to. A profile that gets its credentials another way would not use the keys. */
function otherProfile(existing: Profile | undefined, name: string): ChoiceItem | Complaint {
  const t = vscode.l10n.t;
  if (!existing) return newName(name);
  switch (kindOf(existing).kind) {
    case 'keys':
      return { label: name, description: { icon: 'warning', text: t('replace the access keys') } };
    case 'temporaryKeys':
    case 'none':
      return { label: name, description: t('add the access keys') };
    default:
      return {
        complaint: t(
          'Profile “{0}” does not get its credentials from access keys. Choose another name.',
          name,
        ),
      };
  }
}

function hasRegion({ profiles }: ProfileSet, name: string): boolean {
  return valueOf(profiles.get(name), keys.region) !== undefined;
}
