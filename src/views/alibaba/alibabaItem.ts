import * as vscode from 'vscode';
import { alibabaCommandIds, alibabaItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import type { Mark } from '../../display/marks.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { StatusItem } from '../../display/statusItem.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { type ActiveState, type Ready, settled, targetOf } from '../../session/activeState.ts';
import { sentences } from '../sentences.ts';
import { cutMiddle } from '../shortText.ts';
import { statusPriority } from '../statusBar/statusBar.ts';
import { spokenTimeLeft, timeLeft } from '../timeLeft.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { alibabaHead, identityOf } from './alibabaTooltip.ts';
import { alibabaCloudIcon, alibabaLabel, isInstanceRole } from './alibabaNames.ts';
import { alibabaWaitingMark } from './alibabaWords.ts';
import { onAlibabaChange } from './createAlibabaRows.ts';

type Shown = Exclude<ActiveState<AlibabaPlan>, { readonly kind: 'none' }>;

/** The item of AWS may be beside it. Columns. */
const nameColumns = 28;

/**
 * Registers the item that shows which credentials of Alibaba Cloud this window uses, as long as it uses some. A click
 * on it opens the picker.
 */
export function registerAlibabaItem(sources: AlibabaSources): Disposable {
  let item: StatusItem | undefined;
  const draw = (): void => {
    const { state } = sources.active;
    if (state.kind === 'none') return item?.hide();
    item ??= new StatusItem({
      id: alibabaItemId,
      name: vscode.l10n.t('Alibaba Cloud'),
      command: alibabaCommandIds.alibabaUse,
      // Next to the profile of AWS: fractions keep the items of other extensions out.
      priority: statusPriority - 0.2,
    });
    const [mark, word] = lookOf(state, sources);
    item.show({
      text: [mark, word ?? ''],
      tooltip: tooltipOf(state, sources),
      background: isWarning(state, sources)
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined,
      ariaLabel: sentences(spoken(state, sources), ...remarksOf(state, sources)),
    });
  };
  draw();
  const listening = [onAlibabaChange(sources)(draw), sources.given.onDidChange(draw)];
  return { dispose: () => [...listening, item].forEach((each) => each?.dispose()) };
}

function lookOf(state: Shown, sources: AlibabaSources): readonly [mark: Mark, word: string | undefined] {
  const text = cutMiddle(shortLabel(state.target), nameColumns);
  if (state.kind === 'switching') return [{ icon: 'sync~spin', text }, undefined];
  if (state.kind === 'waiting') {
    const mark = alibabaWaitingMark(state.failure);
    return [{ icon: mark.icon, text }, mark.text];
  }
  return [
    { icon: isWarning(state, sources) ? 'warning' : alibabaCloudIcon, text },
    readyWord(state, sources),
  ];
}

/** The tooltip says by which way an instance gives its role. */
function shortLabel(target: AlibabaTarget): string {
  return isInstanceRole(target) ? vscode.l10n.t('Instance RAM role') : alibabaLabel(target);
}

function readyWord(state: Ready<AlibabaPlan>, sources: AlibabaSources): string | undefined {
  const t = vscode.l10n.t;
  if (isRefused(state, sources)) return t('keys rejected');
  const left = timeLeft(state, sources.now());
  return left !== undefined && state.mustAsk ? t('expires in {0}', left) : left;
}

function isWarning(state: Shown, sources: AlibabaSources): boolean {
  if (state.kind === 'waiting') return true;
  return state.kind === 'ready' && (state.mustAsk !== undefined || isRefused(state, sources));
}

function isRefused({ session }: Ready<AlibabaPlan>, { identities }: AlibabaSources): boolean {
  return identities.of(session)?.kind === 'refused';
}

/** A control panel, like that of AWS: who one is, what to know, and commands as links. */
function tooltipOf(state: Shown, sources: AlibabaSources): PlainMarkdown {
  const tooltip = new PlainMarkdown().icon(alibabaCloudIcon).append(alibabaHead(state.target, sources));
  for (const remark of remarksOf(state, sources)) tooltip.text(remark).paragraph();
  return tooltip.append(linksOf(state));
}

/** What the user should know or do, in sentences. */
function remarksOf(state: Shown, { describe, identities, given }: AlibabaSources): readonly string[] {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'switching': {
      const before = targetOf(settled(state));
      const name = alibabaLabel(state.target);
      return [
        t('Getting credentials for {0}.', name),
        ...(before ? [t('Until then, {0} stays in use.', alibabaLabel(before))] : []),
      ];
    }
    case 'waiting':
      return [
        describe(state.failure),
        t('Rolecall gives new terminals and tasks no credentials of Alibaba Cloud.'),
      ];
    case 'ready': {
      const verdict = identities.of(state.session);
      return [
        ...(verdict?.kind === 'refused' ? [describe(verdict.failure)] : []),
        ...(state.mustAsk
          ? [t('The session cannot be renewed without you. Run “Rolecall: Renew Alibaba Cloud Session”.')]
          : []),
        givenSentence(given.value),
      ];
    }
  }
}

function givenSentence(given: AlibabaSources['given']['value']): string {
  const t = vscode.l10n.t;
  switch (given) {
    case 'keys':
      return t('New terminals and tasks get these credentials.');
    case 'uri':
      return t('New terminals and tasks get a credentials URI.');
    case 'nothing':
      return t('The policy forbids giving these credentials to new terminals and tasks.');
  }
}

function linksOf(state: Shown): PlainMarkdown {
  const t = vscode.l10n.t;
  const { expiration, isTemporary } = state.kind === 'ready' ? state.session.credentials : {};
  const isReady = state.kind === 'ready';
  const links = [
    [t('Switch'), 'alibabaUse'],
    (expiration !== undefined || state.kind === 'waiting') && [t('Renew'), 'alibabaRenew'],
    isReady && [t('Verify'), 'alibabaVerify'],
    isTemporary === true && [t('Console'), 'alibabaOpenConsole'],
    isReady && [t('Copy'), 'alibabaCopyCredentials'],
    [t('Explain'), 'alibabaExplain'],
    [t('Stop'), 'alibabaStopUsing'],
  ] as const satisfies readonly (readonly [string, keyof typeof alibabaCommandIds] | false)[];
  const markdown = new PlainMarkdown();
  for (const [i, [text, command]] of links.filter((link) => link !== false).entries()) {
    if (i > 0) markdown.text(' ·').space();
    markdown.link(text, alibabaCommandIds[command]);
  }
  return markdown;
}

function spoken(state: Shown, sources: AlibabaSources): string {
  const t = vscode.l10n.t;
  const name = alibabaLabel(state.target);
  if (state.kind === 'switching') return t('Switching to {0} of Alibaba Cloud', name);
  if (state.kind === 'waiting')
    return `${t('{0} of Alibaba Cloud has no session', name)}: ${alibabaWaitingMark(state.failure).text}`;
  const account = identityOf(state, sources)?.account;
  const left = spokenTimeLeft(state, sources.now());
  return [
    t('Alibaba Cloud: {0}', name),
    account && t('Account {0}', account),
    isRefused(state, sources) ? t('keys rejected') : left && t('expires in {0}', left),
  ]
    .filter(Boolean)
    .join(', ');
}
