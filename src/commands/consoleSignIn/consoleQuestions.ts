import * as vscode from 'vscode';
import { profileOf } from '../../plan/includeProfile.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { ViewSources } from '../../views/viewSources.ts';
import { noRegion } from '../change/changeFromAnswers.ts';
import { askRegion, nameComplaint, suggestedRegion } from '../change/profileQuestions.ts';
import type { Answers, WizardStep } from '../questions.ts';
import { refusedBy } from './consoleProfile.ts';

/**
 * The questions about a profile that is signed in with the console: its name, and its region unless it has one.
 * `suggested`: the region of VS Code's environment.
 */
export function consoleSteps(
  profiles: ProfileSet,
  name: string,
  { name: answered = '' }: Answers,
  suggested: string | undefined,
  views: Pick<ViewSources, 'describeReason'>,
): readonly WizardStep[] {
  const hasRegion = valueOf(profileOf(profiles, answered), keys.region) !== undefined;
  const askName: WizardStep = () => ({
    kind: 'text',
    name: 'name',
    prompt: vscode.l10n.t('Name of the profile that you sign in with'),
    placeholder: 'console',
    value: name,
    validate: (text) => complaintAbout(text, profiles, views),
  });
  return hasRegion ? [askName] : [askName, () => askConsoleRegion(suggested ?? suggestedRegion(profiles))];
}

/** A profile that exists already may be signed in, too, whatever its name is. */
function complaintAbout(
  name: string,
  profiles: ProfileSet,
  { describeReason }: Pick<ViewSources, 'describeReason'>,
): string | undefined {
  if (!profiles.profiles.has(name)) return nameComplaint(name);
  const key = refusedBy(profiles, name);
  return key === undefined ? undefined : describeReason({ code: 'loginProfileTaken', profile: name, key });
}

/** A sign-in takes place in a region, which the profile then has. */
function askConsoleRegion(suggested: string): ReturnType<WizardStep> {
  const { items, ...question } = askRegion(suggested);
  return {
    ...question,
    placeholder: vscode.l10n.t('Choose or type the region to sign in to, which the profile then has'),
    items: items.filter(({ answer }) => answer !== noRegion),
  };
}
