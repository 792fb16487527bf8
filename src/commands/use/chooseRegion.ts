import * as vscode from 'vscode';
import { looksLikeRegion, partitionOf, regions } from '../../plan/endpoints/regions.ts';
import { isPlan, type Plan } from '../../plan/plan.ts';
import { targetOf } from '../../session/activeState.ts';
import { regionDescription } from '../../views/regionWords.ts';
import { otherRegion } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import type { ChangeContext, CommandContext } from '../context.ts';
import { type ChoiceItem, type Question } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { switchProfile } from './switchProfile.ts';

type RegionContext = ChangeContext & Parameters<typeof switchProfile>[0];

/** The answers that are no regions. A region contains no space. */
const ofProfile = 'of profile';
const save = 'save to profile';

/** Lets the user choose the region for this window. Without a profile in use, it is for that to be chosen first. */
export async function chooseRegion(context: RegionContext): Promise<void> {
  const { active, views } = context;
  const target = targetOf(active.state);
  if (!target) return switchProfile(context);
  const planned = views.planOf(target);
  const plan = isPlan(planned) ? planned : undefined;
  const answers = await runWizard(vscode.l10n.t('Region for This Window'), () => [
    () => regionQuestion(plan, context),
  ]);
  const answer = answers?.['region'];
  if (answer === undefined) return;
  if (answer === save) return saveToProfile(context);
  views.windowRegion.choose(answer === ofProfile ? undefined : answer);
}

function regionQuestion(plan: Plan | undefined, { views }: Pick<CommandContext, 'views'>): Question {
  const t = vscode.l10n.t;
  const { value, recent } = views.windowRegion;
  const partition = plan && partitionOf(plan.sts.region);
  const isHere = (code: string): boolean => partition === undefined || partitionOf(code) === partition;
  const all = regions.map(([code]) => code).filter(isHere);
  const last = recent.filter(isHere);
  const items: readonly ChoiceItem[] = [
    ...(value === undefined
      ? []
      : [{ label: t('Region of the profile'), answer: ofProfile, icon: 'discard' }]),
    ...saveItems(plan, value),
    ...group(t('recently used'), last),
    ...group(
      t('all regions'),
      all.filter((code) => !last.includes(code)),
    ),
  ];
  return {
    kind: 'choice',
    name: 'region',
    prompt: t('Choose the region for terminals and tasks of this window'),
    placeholder: t('Choose or type a region'),
    value: plan?.region?.name ?? '',
    items,
    other: (text) => (looksLikeRegion(text) && !all.includes(text) ? { label: text } : undefined),
  };
}

function saveItems(plan: Plan | undefined, region: string | undefined): readonly ChoiceItem[] {
  if (region === undefined || plan?.target.kind !== 'profile') return [];
  const label = vscode.l10n.t('Save {0} to profile {1}…', region, plan.target.name);
  return [{ label, answer: save, icon: 'save' }];
}

function group(title: string, codes: readonly string[]): readonly ChoiceItem[] {
  if (codes.length === 0) return [];
  const rows = codes.map((code) => ({ label: code, description: regionDescription(code) }));
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

/** Writes the region of the window to the profile in use, after a preview. The window then needs none of its own. */
async function saveToProfile(context: RegionContext): Promise<void> {
  const t = vscode.l10n.t;
  const { active, views } = context;
  const target = targetOf(active.state);
  const region = views.windowRegion.value;
  if (target?.kind !== 'profile' || region === undefined) return;
  const change = otherRegion(target.name, { region });
  const title = t('Set Region: {0}', target.name);
  const answers = await runWizard(title, () => [confirmChange(context, { title, changeOf: () => change })]);
  if (!answers) return;
  const message = t('The region of profile “{0}” is now {1}.', target.name, region);
  const outcome = {
    message,
    onDone: () => views.windowRegion.choose(undefined),
    onUndone: () => views.windowRegion.choose(region),
  };
  await applyChange(context, change, outcome);
}
