import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import type { StatusLook } from '../../display/statusItem.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { policyNames } from '../../profiles/access/access.ts';
import { targetKey, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { withPolicies } from '../accessWords.ts';
import { sentences } from '../sentences.ts';
import type { ViewSources } from '../viewSources.ts';
import { agentLine } from './agentLine.ts';
import { bindingSentences } from './bindingWords.ts';
import { ambientName, isReadyOnUse, waitingMark } from './statusLook.ts';
import { headOf, type Shown, shownBy, spokenFacts } from './statusHead.ts';
import { remarksOf } from './statusRemarks.ts';

/** The tooltip of the item in the status bar, and its label for screen readers. */
export type StatusDetails = () => Pick<StatusLook, 'tooltip' | 'ariaLabel'>;

/** The tooltip is a control panel: the same head in every state, what to know, and commands as links. */
export function statusDetails(sources: ViewSources): StatusDetails {
  return () => {
    const shown = shownBy(sources);
    const remarks = remarksOf(shown, sources);
    const tooltip = new PlainMarkdown();
    if (shown) tooltip.append(headOf(shown, sources));
    for (const remark of remarks) tooltip.text(remark).paragraph();
    for (const line of shellLines(shown, sources)) tooltip.text(line).lineBreak();
    if (shown && !shown.ambient) tooltip.paragraph().text(agentLine(shown.planned, sources));
    for (const sentence of bindingSentences(sources)) tooltip.paragraph().text(sentence);
    tooltip.paragraph().append(linksOf(shown, sources));
    const phrase = [phraseOf(sources), ...(shown ? spokenFacts(shown, sources) : [])].join(', ');
    return { tooltip, ariaLabel: sentences(phrase, ...remarks) };
  };
}

function phraseOf({ active: { state }, bound, ambient }: ViewSources): string {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none':
      return ambient.value
        ? t('No AWS profile chosen: terminals use {0}', ambientName(ambient.value))
        : t('No AWS profile');
    case 'switching':
      return t('Switching to AWS profile {0}', targetName(state.target));
    case 'ready':
      return t('AWS profile {0}', targetName(state.target));
    case 'waiting': {
      const name = targetName(state.target);
      if (isReadyOnUse(state, bound.target)) return t('AWS profile {0}', name);
      return `${t('AWS profile {0} has no session', name)}: ${waitingMark(state.failure).text}`;
    }
  }
}

/** Which profile each open terminal has, if it is not the one that is shown. */
function shellLines(shown: Shown | undefined, { shells, bound }: ViewSources): readonly string[] {
  const own = shown && nameIn(shown.planned);
  const folders = new Set(bound.folders.map(({ uri }) => uri));
  const named = shells.value.map(({ name, folder, profile, access }) => ({
    name,
    folder,
    profile: profile && withPolicies(profile, access),
  }));
  const others = named.filter(
    ({ profile, folder }) => profile !== undefined && profile !== own && !folders.has(folder ?? ''),
  );
  const byProfile = Map.groupBy(others, ({ profile }) => profile ?? '');
  return [...byProfile].map(([profile, terminals]) =>
    vscode.l10n.t('{0} in open terminals: {1}', profile, terminals.map(({ name }) => name).join(', ')),
  );
}

/** The name as that of what was handed out. */
function nameIn(planned: Planned): string {
  const access = isPlan(planned) ? planned.access : undefined;
  return withPolicies(targetName(planned.target), access && policyNames(access));
}

/** Whether the settings bind the window to a profile, and it uses another one or none. */
function isAway({ active: { state }, bound, guard, planOf }: ViewSources): boolean {
  const inUse = targetOf(state);
  if (!bound.target || guard.of(planOf(bound.target)).ownTerminals) return false;
  return !inUse || targetKey(inUse) !== targetKey(bound.target);
}

type Link = readonly [text: string, command: (typeof commandIds)[keyof typeof commandIds]];

function linksOf(shown: Shown | undefined, sources: ViewSources): PlainMarkdown {
  const t = vscode.l10n.t;
  const { active, previous, store, guard, shells } = sources;
  const inUse = active.state.kind !== 'none';
  const state = settled(active.state);
  const expires = state.kind === 'ready' && state.session.credentials.expiration !== undefined;
  const hasOthers = shellLines(shown, sources).length > 0 && inUse && shells.value.length > 0;
  const links: readonly (Link | false)[] = [
    [t('Switch'), commandIds.switchProfile],
    shown !== undefined && !inUse && shown.isUsable && [t('Use It Here'), commandIds.useAmbient],
    previous.target !== undefined && [t('Previous'), commandIds.switchToPrevious],
    isAway(sources) && [t('Back to {0}', targetName(sources.bound.target!)), commandIds.backToBound],
    (expires || state.kind === 'waiting') && [t('Renew'), commandIds.renewSession],
    state.kind === 'ready' && !expires && [t('Verify'), commandIds.verifyIdentity],
    inUse && [t('Region'), commandIds.chooseRegion],
    inUse && [t('Console'), commandIds.openConsole],
    inUse && [t('Copy'), commandIds.copyCredentials],
    inUse && [t('Explain'), commandIds.explainProfile],
    hasOthers && [t('Apply to Terminals'), commandIds.applyToOpenTerminals],
    inUse && shown?.production !== undefined && !guard.isOn && [t('Guard'), commandIds.guardProduction],
    sources.agents.grants.length > 0 && [t('Stop Letting Agents Write'), commandIds.stopAgentsWriting],
    inUse && [t('Stop'), commandIds.stopUsing],
    !inUse && store.state.profiles.profiles.size === 0 && [t('Get Started'), commandIds.getStarted],
  ];
  const markdown = new PlainMarkdown();
  for (const [i, [text, command]] of links.filter((link) => link !== false).entries()) {
    if (i > 0) markdown.text(' ·').space();
    markdown.link(text, command);
  }
  return markdown;
}
