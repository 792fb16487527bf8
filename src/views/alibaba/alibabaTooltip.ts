import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { alibabaRole } from '../../plan/alibaba/alibabaFacts.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { alibabaKey, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { type Ready, settled, type SettledState } from '../../session/activeState.ts';
import type { KnownIdentity } from '../../session/inUse/identities.ts';
import { timeLeft } from '../timeLeft.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { alibabaLabel, fileOf, filePlace } from './alibabaNames.ts';
import { alibabaNoteSentence, alibabaStepSentence } from './alibabaWords.ts';

/** The state of the window if it uses the target. During a switch, it still uses the one before. */
export function useOf(
  target: AlibabaTarget,
  { active }: AlibabaSources,
): Exclude<SettledState<AlibabaPlan>, { kind: 'none' }> | undefined {
  const state = settled(active.state);
  return state.kind !== 'none' && alibabaKey(state.target) === alibabaKey(target) ? state : undefined;
}

/** The plan of the target; of the one in use, that of its session. */
export function plannedOf(target: AlibabaTarget, sources: AlibabaSources): Planned<AlibabaPlan> {
  const state = useOf(target, sources);
  return state?.kind === 'ready' ? state.session.plan : sources.planOf(target);
}

/** Whose credentials the window uses, if Alibaba Cloud has said so. */
export function identityOf(
  state: SettledState<AlibabaPlan> | undefined,
  { identities }: AlibabaSources,
): KnownIdentity | undefined {
  const verdict = state?.kind === 'ready' ? identities.of(state.session) : undefined;
  return verdict?.kind === 'accepted' ? verdict.identity : undefined;
}

/** `until 17:42 (59m)`. */
export function validity(state: Ready<AlibabaPlan>, now: number): string {
  const t = vscode.l10n.t;
  const { expiration, isTemporary } = state.session.credentials;
  if (expiration === undefined)
    return isTemporary ? t('temporary keys without a known end') : t('long-term keys, which do not expire');
  const end = new Date(expiration).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
  return t('until {0} ({1})', end, expiration > now ? (timeLeft(state, now) ?? '') : t('expired'));
}

/** The name of a target, and what is known of it in every state. */
export function alibabaHead(target: AlibabaTarget, sources: AlibabaSources): PlainMarkdown {
  const t = vscode.l10n.t;
  const planned = plannedOf(target, sources);
  const state = useOf(target, sources);
  const identity = identityOf(state, sources);
  const file = fileOf(target);
  const facts = publicFacts({ ...whoIs(planned), ...identity });
  const region = isPlan(planned) ? planned.region?.name : undefined;
  const markdown = new PlainMarkdown().bold(alibabaLabel(target));
  const lines = [
    file && filePlace(file),
    facts.account && t('Account {0}', facts.account),
    facts.arn,
    region && t('Region {0}', region),
    state?.kind === 'ready' ? validity(state, sources.now()) : undefined,
  ];
  for (const line of lines) if (line) markdown.lineBreak().text(line);
  return markdown.paragraph();
}

/** The role at the end of the plan. */
function whoIs(planned: Planned<AlibabaPlan>): { readonly account?: string; readonly arn?: string } {
  const role = isPlan(planned) ? alibabaRole(planned) : undefined;
  if (!role) return {};
  return { arn: role.sessionArn, ...(role.account !== undefined && { account: role.account }) };
}

/** The name, what is known of the target, and the steps of its plan, or why it cannot be used. */
export function alibabaTooltip(target: AlibabaTarget, sources: AlibabaSources): PlainMarkdown {
  const planned = plannedOf(target, sources);
  const state = useOf(target, sources);
  const markdown = alibabaHead(target, sources);
  if (state?.kind === 'waiting') markdown.text(sources.describe(state.failure)).paragraph();
  if (!isPlan(planned))
    return state?.kind === 'waiting' ? markdown : markdown.text(sources.describe(planned.failure));
  const lines = [
    ...planned.steps.map((step, i) => `${i + 1}. ${alibabaStepSentence(step)}`),
    ...planned.notes.map((note) => `ⓘ ${alibabaNoteSentence(note)}`),
  ];
  for (const line of lines) markdown.text(line).lineBreak();
  return markdown;
}
