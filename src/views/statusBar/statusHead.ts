import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import type { Ambient } from '../../session/inUse/ambient.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import type { ProductionMatch } from '../../plan/production.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { type Ready, settled, type SettledState } from '../../session/activeState.ts';
import type { KnownIdentity } from '../../session/inUse/identities.ts';
import { accessLine } from '../accessSentences.ts';
import { accessMark, accessOf } from '../accessWords.ts';
import { summarize } from '../planWords.ts';
import { regionWords } from '../regionWords.ts';
import { factsOf, type TargetFacts } from '../targetFacts.ts';
import { spokenDuration, timeLeft } from '../timeLeft.ts';
import type { ViewSources } from '../viewSources.ts';
import { ambientName } from './statusLook.ts';

/** What the item is about: the target in use or chosen, or what rules terminals without a choice. */
export interface Shown {
  readonly planned: Planned;
  /** Set if Rolecall has chosen nothing. */
  readonly ambient: Ambient | undefined;
  readonly production: ProductionMatch | undefined;
  /** Whether the user can make it the choice of this window. */
  readonly isUsable: boolean;
}

export function shownBy({ active, ambient, planOf, production }: ViewSources): Shown | undefined {
  const { state } = active;
  if (state.kind === 'none') {
    const found = ambient.value;
    if (!found) return undefined;
    const { planned, from } = found;
    const isUsable = isPlan(planned) && !(from === 'settings' && planned.target.kind === 'environment');
    return { planned, ambient: found, production: production.of(planned), isUsable };
  }
  const planned = state.kind === 'ready' ? state.session.plan : planOf(state.target);
  return { planned, ambient: undefined, production: production.of(planned), isUsable: isPlan(planned) };
}

/** The head of the tooltip: what is known of the target, which is the same in every state. */
export function headOf(shown: Shown, sources: ViewSources): PlainMarkdown {
  const t = vscode.l10n.t;
  const facts = factsOf(shown.planned, sources);
  const markdown = new PlainMarkdown();
  const access = accessMark(accessOf(shown.planned));
  if (shown.production) markdown.icon('flame');
  else if (shown.ambient) markdown.icon('terminal');
  else if (access) markdown.icon(access.icon);
  else if (isBound(shown, sources)) markdown.icon('pinned');
  markdown.bold(shown.ambient ? ambientName(shown.ambient) : facts.name);
  if (shown.production) markdown.text(` · ${t('production')}`);
  if (access) markdown.text(` · ${access.text}`);
  if (isBound(shown, sources)) markdown.text(` · ${t('bound')}`);
  for (const line of factLines(shown, facts, sources)) markdown.lineBreak().text(line);
  return markdown.paragraph();
}

function factLines(shown: Shown, facts: TargetFacts, sources: ViewSources): readonly string[] {
  const t = vscode.l10n.t;
  const identity = identityOf(shown, sources);
  const { arn } = publicFacts({ arn: identity?.arn ?? facts.arn });
  const account = accountWords(facts, identity, sources);
  const region = facts.region && regionWords(facts.region.code);
  const isOfWindow = region !== undefined && sources.windowRegion.value === facts.region?.code;
  return [
    account && t('Account {0}', account),
    arn,
    region && (isOfWindow ? t('Region {0} (for this window)', region) : t('Region {0}', region)),
    accessLine(shown.planned, sources),
    validity(shown, sources),
    isPlan(shown.planned) ? summarize(shown.planned) : undefined,
  ].filter((line) => line !== undefined && line !== '') as readonly string[];
}

/** `Production (EU) (777788889999)`, or the number only. */
function accountWords(
  { accountId, accountName }: TargetFacts,
  identity: KnownIdentity | undefined,
  { accountNames }: ViewSources,
): string | undefined {
  const id = accountId ?? identity?.account;
  const name = accountName ?? (id === undefined ? undefined : accountNames.ofId(id).name);
  return name === undefined ? id : `${name} (${id})`;
}

/** What AWS has said, if the target is in use. */
function identityOf(shown: Shown, { active, identities }: ViewSources): KnownIdentity | undefined {
  const ready = readyOf(shown, settled(active.state));
  const verdict = ready && identities.of(ready.session);
  return verdict?.kind === 'accepted' ? verdict.identity : undefined;
}

function readyOf({ planned }: Shown, state: SettledState): Ready | undefined {
  return state.kind === 'ready' && targetKey(state.target) === targetKey(planned.target) ? state : undefined;
}

/** `until 17:42 (59m)`. */
function validity(shown: Shown, { active, now }: ViewSources): string | undefined {
  const ready = readyOf(shown, settled(active.state));
  if (!ready) return undefined;
  const t = vscode.l10n.t;
  const { expiration, isTemporary } = ready.session.credentials;
  if (expiration !== undefined) {
    const [end, left] = [timeOf(expiration), timeLeft(ready, now()) ?? ''];
    const isRenewed = ready.session.plan.steps.at(-1)?.kind === 'login' && ready.mustAsk === undefined;
    return isRenewed
      ? t('until {0} ({1}), renewed without a question for up to 12 hours after the sign-in', end, left)
      : t('until {0} ({1})', end, left);
  }
  return isTemporary ? t('temporary keys without a known end') : t('long-term keys, which do not expire');
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
}

function isBound({ planned, ambient }: Shown, { bound }: ViewSources): boolean {
  return (
    ambient === undefined &&
    bound.target !== undefined &&
    targetKey(bound.target) === targetKey(planned.target)
  );
}

/** The facts of the head for screen readers, with durations as words. A remark says that it is production. */
export function spokenFacts(shown: Shown, sources: ViewSources): readonly string[] {
  const t = vscode.l10n.t;
  const facts = factsOf(shown.planned, sources);
  const account = facts.accountName ?? identityOf(shown, sources)?.account ?? facts.accountId;
  const ready = readyOf(shown, settled(sources.active.state));
  const expiration = ready?.session.credentials.expiration;
  const left = expiration === undefined ? undefined : Math.max(0, expiration - sources.now());
  return [
    isBound(shown, sources) && t('bound'),
    accessLine(shown.planned, sources),
    account && t('Account {0}', account),
    facts.region && t('Region {0}', regionWords(facts.region.code)),
    left !== undefined && t('expires in {0}', spokenDuration(left)),
  ].filter((fact): fact is string => typeof fact === 'string');
}
