import * as vscode from 'vscode';
import { alibabaCommandIds } from '../../base/contributions.ts';
import { columnsOf } from '../../base/plainText.ts';
import type { Mark } from '../../display/marks.ts';
import { alibabaRole } from '../../plan/alibaba/alibabaFacts.ts';
import { roleArnProblem } from '../../plan/alibaba/roleRules.ts';
import { isPlan } from '../../plan/plan.ts';
import { alibabaKey, alibabaName, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { AlibabaEntry, AlibabaPickerRow } from '../alibabaRows.ts';
import { normalized } from '../picker/wordSearch.ts';
import { cutMiddle } from '../shortText.ts';
import { timeLeft } from '../timeLeft.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { plannedOf, useOf } from './alibabaTooltip.ts';
import { alibabaTargets } from './alibabaTree.ts';
import { alibabaLabel, fileLabel, fileOf } from './alibabaNames.ts';
import { alibabaIcon, alibabaWaitingMark, planFacts } from './alibabaWords.ts';

/** Everything of Alibaba Cloud that can be chosen, with the texts by which it is found. */
export function alibabaEntries(sources: AlibabaSources): readonly AlibabaEntry[] {
  return alibabaTargets(sources).map((target) => entryOf(target, sources));
}

function entryOf(target: AlibabaTarget, sources: AlibabaSources): AlibabaEntry {
  const planned = plannedOf(target, sources);
  const label = alibabaLabel(target);
  const file = fileOf(target);
  const place = file && fileLabel(file);
  const facts = isPlan(planned) ? planFacts(planned) : [];
  const arn = isPlan(planned) ? alibabaRole(planned)?.sessionArn : undefined;
  const cloud = vscode.l10n.t('Alibaba Cloud');
  const searched = [label, alibabaName(target), ...facts, place, arn, cloud];
  const row = {
    label: cutMiddle(label, maxLabel),
    iconPath: alibabaIcon(planned),
    description: [place ?? '', ...facts, ...useMarks(target, sources)],
    ...detailOf(label, isPlan(planned) ? undefined : sources.describeReason(planned.failure)),
    choice: { kind: 'alibaba', target },
    key: alibabaKey(target),
  } as const;
  // Words do not contain line breaks, so no word matches across two facts.
  const text = searched.map((fact = '') => normalized(fact)).join('\n');
  // The name of the CLI says it already.
  const foundRow = file === 'cli' ? row : { ...row, description: [cloud, ...row.description] };
  return { key: row.key, target, name: normalized(label), text, row, foundRow };
}

/** Longer labels would push the rest of the row out of sight. Columns. */
const maxLabel = 40;

/** A long name is shown as a whole below. */
function detailOf(label: string, reason: string | undefined): Pick<AlibabaPickerRow, 'detail'> {
  const name = columnsOf(label) > maxLabel ? label : '';
  const detail = [name, reason ?? ''].filter(Boolean);
  return detail.length > 0 ? { detail } : {};
}

function useMarks(target: AlibabaTarget, sources: AlibabaSources): readonly Mark[] {
  const t = vscode.l10n.t;
  const state = useOf(target, sources);
  if (!state) return [];
  if (state.kind === 'waiting') return [alibabaWaitingMark(state.failure)];
  const left = timeLeft(state, sources.now());
  return [{ icon: 'check', text: left ? t('in use, {0} left', left) : t('in use') }];
}

/** The rows about what is in use. During a switch, its progress offers to cancel it. */
export function alibabaInUseRows({ active: { state } }: AlibabaSources): readonly AlibabaPickerRow[] {
  const t = vscode.l10n.t;
  if (state.kind === 'none' || state.kind === 'switching') return [];
  const name = alibabaLabel(state.target);
  const stop = commandRow('circle-slash', t('Stop using {0}', name), 'alibabaStopUsing');
  const mustRenew = state.kind === 'waiting' || state.mustAsk !== undefined;
  return mustRenew
    ? [commandRow('refresh', t('Renew the session of {0}', name), 'alibabaRenew'), stop]
    : [stop];
}

/** What the picker offers apart from targets. A RAM role needs credentials that assume it. */
export function alibabaOtherRows(sources: AlibabaSources): readonly AlibabaPickerRow[] {
  const t = vscode.l10n.t;
  if (!sources.store.state.sources.some((source) => isPlan(sources.planOf(source)))) return [];
  const row = commandRow('edit', t('Assume RAM role…'), 'assumeRamRole');
  return [{ ...row, description: t('a role that is not in your Alibaba Cloud files') }];
}

/** The row for an ARN of a RAM role that was typed or pasted. */
export function typedRamRoleRow(text: string): AlibabaPickerRow | undefined {
  const arn = text.trim();
  if (roleArnProblem(arn) !== undefined) return undefined;
  const choice = { kind: 'alibabaCommand', id: alibabaCommandIds.assumeRamRole, argument: arn } as const;
  return { icon: 'account', label: vscode.l10n.t('Assume {0}', arn), choice, key: `typed ${arn}` };
}

function commandRow(icon: string, label: string, command: keyof typeof alibabaCommandIds): AlibabaPickerRow {
  const id = alibabaCommandIds[command];
  return { icon, label, choice: { kind: 'alibabaCommand', id }, key: id };
}
