import * as vscode from 'vscode';
import { roleArnProblem } from '../../plan/alibaba/roleRules.ts';
import { isPlan } from '../../plan/plan.ts';
import {
  alibabaKey,
  alibabaName,
  type AlibabaSource,
  type AlibabaTarget,
  type RamRoleTarget,
} from '../../profiles/alibaba/alibabaTarget.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import { alibabaEntries } from '../../views/alibaba/alibabaPicker.ts';
import { cutMiddle } from '../../views/shortText.ts';
import { duration } from '../../views/timeLeft.ts';
import type { ChoiceItem, ChoiceQuestion } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { sourceOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { askRamRoleArn, askRamRoleField, type RamRoleField, ramRoleValue } from './ramRoleQuestions.ts';

type AssumeContext = Pick<AlibabaContext, 'sources' | 'active' | 'recentRoles' | 'defaultSessionName'>;

/**
 * Asks for a RAM role: for what `start` lacks, and then shows the rest, so that the user can change it. Undefined if
 * they assume none.
 */
export async function assumeRamRole(
  start: Partial<RamRoleTarget>,
  context: AssumeContext,
): Promise<RamRoleTarget | undefined> {
  await context.sources.store.ready();
  const sources = sourceItems(context);
  const role = await askMissing(start, sources, context);
  return role && reviewRole(role, sources, context);
}

interface SourceItem extends ChoiceItem {
  readonly source: AlibabaSource;
  readonly answer: string;
}

/** The sources that can be used. A role that the user has assumed is none. */
function sourceItems({ sources }: AssumeContext): readonly SourceItem[] {
  return alibabaEntries(sources).flatMap(({ row, target }) =>
    target.kind !== 'ramRole' && isPlan(sources.planOf(target))
      ? [{ ...row, source: target, answer: alibabaKey(target) }]
      : [],
  );
}

/** The ARN and the source, without which there is no role. */
async function askMissing(
  start: Partial<RamRoleTarget>,
  sources: readonly SourceItem[],
  context: AssumeContext,
): Promise<RamRoleTarget | undefined> {
  const { active, recentRoles, defaultSessionName, sources: shown } = context;
  const history = recentRoles.value;
  const usedBefore = (answer: string | undefined): RamRoleTarget | undefined =>
    history.find((role) => alibabaKey(role) === answer);
  const known = roleArnProblem(start.roleArn ?? '') === undefined ? start.roleArn : undefined;
  const inUse = targetOf(settled(active.state));
  const answers = await runWizard(vscode.l10n.t('Assume RAM Role'), (soFar) => [
    ...(known === undefined ? [() => askRamRoleArn(history, rolesIn(shown.store.state.cli?.profiles))] : []),
    ...(start.source === undefined && !usedBefore(soFar['roleArn'])
      ? [() => askSource(sources, inUse && sourceOf(inUse))]
      : []),
  ]);
  if (!answers) return undefined;
  const { roleArn = known ?? '', source: chosen } = answers;
  const before = usedBefore(roleArn);
  const source = start.source ?? before?.source ?? sources.find(({ answer }) => answer === chosen)?.source;
  if (!source) return undefined;
  const asked = { kind: 'ramRole', roleArn, source, sessionName: defaultSessionName } as const;
  return { ...(before ?? asked), ...start, source, roleArn: before?.roleArn ?? roleArn };
}

/** The roles that profiles of the CLI assume. */
function rolesIn(profiles: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined): readonly string[] {
  const arns = [...(profiles?.values() ?? [])].map((profile) => profile.get('ram_role_arn') ?? '');
  return [...new Set(arns)].filter((arn) => roleArnProblem(arn) === undefined);
}

function askSource(items: readonly SourceItem[], inUse: AlibabaSource | undefined): ChoiceQuestion {
  const t = vscode.l10n.t;
  const nothing = { icon: 'info', label: t('There are no Alibaba Cloud credentials to choose from') };
  return {
    kind: 'choice',
    name: 'source',
    prompt: t('Choose the credentials that assume the role'),
    items: items.length === 0 ? [{ ...nothing, answer: undefined }] : items,
    value: inUse ? alibabaKey(inUse) : '',
  };
}

type Review = 'assume' | 'source' | RamRoleField;

/** Shows all of a role. The first row assumes it, so that Enter is enough; each other row changes something. */
async function reviewRole(
  role: RamRoleTarget,
  sources: readonly SourceItem[],
  { sources: { planOf, describeReason } }: AssumeContext,
): Promise<RamRoleTarget | undefined> {
  const t = vscode.l10n.t;
  const name = 'review';
  for (let current = role; ;) {
    const planned = planOf(current);
    const prompt = isPlan(planned)
      ? t('Press Enter to assume the role, or choose what to change')
      : describeReason(planned.failure);
    const items = reviewItems(current, isPlan(planned));
    const review = await runWizard(t('Assume RAM Role'), () => [
      () => ({ kind: 'choice', name, prompt, items }),
    ]);
    const chosen = review?.[name] as Review | undefined;
    if (chosen === undefined || chosen === 'assume') return chosen && current;
    const question =
      chosen === 'source' ? askSource(sources, current.source) : askRamRoleField(chosen, current);
    const title = items.find(({ answer }) => answer === chosen)?.label ?? '';
    // Escape returns to the role as it was.
    const answer = (await runWizard(title, () => [() => question]))?.[question.name];
    if (answer === undefined) continue;
    current = chosen === 'source' ? withSource(current, sources, answer) : withField(current, chosen, answer);
  }
}

function withSource(role: RamRoleTarget, sources: readonly SourceItem[], chosen: string): RamRoleTarget {
  const source = sources.find(({ answer }) => answer === chosen)?.source;
  return source ? { ...role, source } : role;
}

function withField(role: RamRoleTarget, field: RamRoleField, answer: string): RamRoleTarget {
  const { [field]: _, ...others } = role;
  const value = ramRoleValue(answer);
  return { ...others, ...(value !== undefined && { [field]: value }) } as RamRoleTarget;
}

/** The most of a policy that a row shows. */
const shownPolicy = 60;

function reviewItems(role: RamRoleTarget, isUsable: boolean): readonly ChoiceItem[] {
  const t = vscode.l10n.t;
  const field = (answer: Review, label: string, value: string | undefined): ChoiceItem => ({
    answer,
    label,
    description: value ?? t('none'),
  });
  const { durationSeconds, policy } = role;
  const time = durationSeconds ? duration(Number(durationSeconds) * 1000) : t('one hour');
  const target: AlibabaTarget = role;
  return [
    {
      icon: isUsable ? 'check' : 'error',
      label: t('Assume {0}', alibabaName(target)),
      answer: isUsable ? 'assume' : undefined,
    },
    field('roleArn', t('Role ARN'), role.roleArn),
    field('source', t('Source credentials'), alibabaLabel(role.source)),
    field('sessionName', t('Session name'), role.sessionName),
    field('durationSeconds', t('Duration'), time),
    field('externalId', t('External ID'), role.externalId),
    field('policy', t('Policy'), policy && cutMiddle(policy, shownPolicy)),
  ];
}
