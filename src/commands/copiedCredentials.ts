import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { escapeIcons } from '../plainText.ts';
import { type CopiedCredentials, recognizeCredentials } from '../profiles/copied.ts';
import { kindOf } from '../profiles/kind.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { clearClipboard } from './clipboard.ts';
import { copiedProfile } from './answeredChanges.ts';
import { type Button, carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import { askRegion, likelyRegion, newName } from './profileQuestions.ts';
import { type Answers, askSteps, type ChoiceItem, type Complaint, type Question } from './steps.ts';

/** Takes credentials from the clipboard into a profile: a new one, or one whose copied keys have expired. */
export async function addCopiedCredentials(parts: ChangeParts): Promise<void> {
  const t = vscode.l10n.t;
  const text = await vscode.env.clipboard.readText();
  const copied = recognizeCredentials(text);
  if (!copied) return tellWhatToCopy();
  const { profiles } = await parts.store.ready();
  const title = t('Add Profile from Copied Credentials');
  const changeOf = (answers: Answers) => copiedProfile(profiles, copied, answers);
  const answers = await askSteps(title, ({ name = '' }) => [
    () => askProfile(profiles, copied),
    ...(hasRegion(profiles, name) ? [] : [() => askRegion(copied.region ?? likelyRegion(profiles))]),
    confirmChange(parts, { title, changeOf }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const said = t('The copied credentials are now those of profile “{0}”.', name);
  await carryOut(parts, changeOf(answers), { said, buttons: () => [useIt(name), clearClipboard(text)] });
}

function tellWhatToCopy(): void {
  const t = vscode.l10n.t;
  const again = t('Try Again');
  void vscode.window
    .showWarningMessage(
      t(
        'There are no AWS credentials in the clipboard. Copy them first: for example “Access keys” in the AWS access portal, in any of its forms.',
      ),
      { title: again },
    )
    .then((button) => button && vscode.commands.executeCommand(commandIds.addCopiedCredentials));
}

/** Copied keys are short-lived, so they often go where the last ones went: such profiles come first. */
function askProfile({ profiles }: ProfileSet, { profile, accessKeyId }: CopiedCredentials): Question {
  const t = vscode.l10n.t;
  const refreshable = [...profiles.values()].filter((each) => kindOf(each).kind === 'temporaryKeys');
  const items = [
    ...(profile !== undefined && !profiles.has(profile)
      ? [{ label: escapeIcons(profile), answer: profile, description: t('as copied') }]
      : []),
    ...refreshable.map(({ name }) => ({
      label: escapeIcons(name),
      answer: name,
      description: t('replace its temporary keys'),
    })),
  ];
  const suggestion = items.find(({ answer }) => answer === profile)?.answer ?? items[0]?.answer ?? 'copied';
  return {
    kind: 'choice',
    name: 'name',
    prompt: t('Profile for the key {0}: choose one, or type a name', accessKeyId),
    value: suggestion,
    items,
    other: (text) => otherProfile(profiles.get(text), text),
  };
}

/** What becomes of a name that is typed: keys in a profile that gets its credentials otherwise would not be used. */
function otherProfile(existing: Profile | undefined, name: string): ChoiceItem | Complaint {
  const t = vscode.l10n.t;
  if (!existing) return newName(name);
  switch (kindOf(existing).kind) {
    case 'keys':
      return { label: name, description: `$(warning) ${t('replace its access keys')}` };
    case 'temporaryKeys':
    case 'none':
      return { label: name, description: t('add the keys to it') };
    default:
      return {
        complaint: t('Profile “{0}” gets its credentials in another way. Choose another name.', name),
      };
  }
}

function hasRegion({ profiles }: ProfileSet, name: string): boolean {
  return valueOf(profiles.get(name), 'region') !== undefined;
}

function useIt(name: string): Button {
  const follow = () => vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
  return { title: vscode.l10n.t('Use It'), follow };
}
