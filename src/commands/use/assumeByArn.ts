import * as vscode from 'vscode';
import { type ProfileSet, targetKey, targetName } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import { accessWords } from '../../views/accessWords.ts';
import { regionWords } from '../../views/regionWords.ts';
import { duration } from '../../views/timeLeft.ts';
import { sourceItems } from '../change/profileQuestions.ts';
import { askAccess } from '../access/accessQuestions.ts';
import type { CommandContext } from '../context.ts';
import type { ChoiceItem } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { askArn, askField, askSource, fieldOf, type RoleField, type RoleTarget } from './roleQuestions.ts';
import { saveRole } from './saveRole.ts';
import { useTarget } from './useTarget.ts';

/**
 * Uses a role that is not in the files. Asks for what `start` lacks, and shows the rest, so that the user can change
 * it. With `isKnown`, `start` is a role that the user has used before, and is used at once. A failure offers to change
 * the role, because no file has it.
 */
export async function assumeByArn(
  context: CommandContext,
  start: Partial<RoleTarget> = {},
  isKnown = false,
): Promise<void> {
  const { profiles } = await context.store.ready();
  const sources = sourceItems(profiles, context.views);
  const role = isKnown ? (start as RoleTarget) : await askRole(start, profiles, sources, context);
  if (!role) return;
  const remedy = {
    title: vscode.l10n.t('Change Role…'),
    follow: () => void assumeByArn(context, role),
  };
  await useTarget(role, context, remedy);
}

async function askRole(
  start: Partial<RoleTarget>,
  profiles: ProfileSet,
  sources: readonly ChoiceItem[],
  context: CommandContext,
): Promise<RoleTarget | undefined> {
  const role = await askMissing(start, profiles, sources, context);
  return role && reviewRole(role, profiles, sources, context);
}

/** The ARN and the source profile, without which there is no role. */
async function askMissing(
  start: Partial<RoleTarget>,
  profiles: ProfileSet,
  sources: readonly ChoiceItem[],
  { views, active, defaultSessionName }: CommandContext,
): Promise<RoleTarget | undefined> {
  const history = views.chosen.recent.filter((target) => target.kind === 'role');
  const inUse = settled(active.state);
  const usual = inUse.kind === 'none' ? '' : targetName(inUse.target);
  const usedBefore = (answer: string | undefined): RoleTarget | undefined =>
    history.find((role) => targetKey(role) === answer);
  const answers = await runWizard(vscode.l10n.t('Assume Role'), (soFar) => [
    ...(start.roleArn === undefined ? [() => askArn(profiles, '', history)] : []),
    ...(start.sourceProfile === undefined && !usedBefore(soFar['roleArn'])
      ? [() => askSource(sources, usual)]
      : []),
  ]);
  if (!answers) return undefined;
  const { roleArn = '', sourceProfile = '' } = answers;
  const asked = { kind: 'role', roleArn, sourceProfile, sessionName: defaultSessionName } as const;
  return { ...(usedBefore(roleArn) ?? asked), ...start };
}

type Review = 'assume' | 'access' | 'save' | RoleField;

/** Shows all of a role. The first row uses it, so that Enter is enough; each other row changes something. */
async function reviewRole(
  role: RoleTarget,
  profiles: ProfileSet,
  sources: readonly ChoiceItem[],
  context: CommandContext,
): Promise<RoleTarget | undefined> {
  const t = vscode.l10n.t;
  const prompt = t('Press Enter to assume the role, or choose what to change');
  for (let current = role; ;) {
    const items = reviewItems(current, context);
    const name = 'review';
    const review = await runWizard(t('Assume Role'), () => [() => ({ kind: 'choice', name, prompt, items })]);
    const chosen = review?.[name] as Review | undefined;
    if (chosen === undefined || chosen === 'assume') return chosen && current;
    if (chosen === 'save') {
      await saveRole(context, current);
      return undefined;
    }
    if (chosen === 'access') {
      const asking = { title: t('Access'), mayOpenTerminal: false };
      const limited = await askAccess(current, asking, context);
      if (limited?.target.kind === 'role') current = limited.target;
      continue;
    }
    const question = askField(chosen, current, profiles, sources);
    const title = items.find(({ answer }) => answer === chosen)?.label ?? '';
    // Escape returns to the role as it was.
    const answers = await runWizard(title, () => [() => question]);
    if (answers) current = withField(current, chosen, fieldOf(answers[question.name]));
  }
}

function withField(role: RoleTarget, field: RoleField, value: string | undefined): RoleTarget {
  const { [field]: _, ...others } = role;
  return { ...others, ...(value !== undefined && { [field]: value }) } as RoleTarget;
}

function reviewItems(role: RoleTarget, { views }: CommandContext): readonly ChoiceItem[] {
  const t = vscode.l10n.t;
  const field = (answer: RoleField, label: string, value: string | undefined): ChoiceItem => ({
    answer,
    label,
    description: value ?? t('none'),
  });
  const { region, durationSeconds } = role;
  const time = durationSeconds ? duration(Number(durationSeconds) * 1000) : t('one hour');
  const planned = views.planOf(role);
  const isProduction = views.production.of(planned) !== undefined;
  const mark = isProduction ? { icon: 'flame', description: t('production') } : { icon: 'check' };
  return [
    { answer: 'assume', label: t('Assume {0}', targetName(role)), ...mark },
    field('roleArn', t('Role ARN'), role.roleArn),
    field('sourceProfile', t('Source profile'), role.sourceProfile),
    field('sessionName', t('Session name'), role.sessionName),
    field('externalId', t('External ID'), role.externalId),
    field('region', t('Region'), region ? regionWords(region) : t('that of the source profile')),
    field('mfaSerial', t('MFA device'), role.mfaSerial ?? t('that of the source profile, if it has one')),
    field('durationSeconds', t('Duration'), time),
    { answer: 'access', label: t('Access'), description: accessWords(planned) ?? t('full access') },
    { answer: 'save', icon: 'save', label: t('Save as Profile…') },
  ];
}
