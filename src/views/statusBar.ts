import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { isProduction } from '../plan/production.ts';
import { escapeIcons } from '../plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import type { ActiveState, Ready } from '../session/activeState.ts';
import type { DescribeFailure, ViewSources } from './sources.ts';

/** The item that always says which AWS profile this window uses. Click: choose another. */
export function registerStatusBar(sources: ViewSources): Disposable {
  const { active, bound, store, production, describe, now } = sources;
  const item = vscode.window.createStatusBarItem(statusItemId, vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('AWS Profile');
  item.command = commandIds.switchProfile;
  const show = (face: Face): void => {
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.backgroundColor = backgroundOf(face);
    item.accessibilityInformation = { label: face.spoken };
    if (!bound.target && bound.folders.length === 0) return;
    void import('./sessionFace.ts').then(({ withBindings }) => {
      if (item.tooltip === face.tooltip) item.tooltip = withBindings(face.tooltip, sources);
    });
  };
  const draw = (): void => {
    const { state } = active;
    const trouble = store.state.failures.map(describe);
    if (state.kind !== 'ready') return show(faceOf(state, trouble, describe));
    const isRed = isProduction(state.session.plan, production.value);
    void import('./sessionFace.ts').then(({ sessionFace }) => {
      if (active.state === state) show(sessionFace(state, trouble, now(), isRed));
    });
  };
  draw();
  item.show();
  const changes = [active.onDidChange, bound.onDidChange, store.onDidChange, production.onChange] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(draw)));
}

/** A warning asks for something to be done, so it comes first; production only wants to be seen. */
function backgroundOf({ isWarning, isRed = false }: Face): vscode.ThemeColor | undefined {
  if (isWarning) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return isRed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

/** How the item looks, and what a screen reader says of it. */
export interface Face {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: vscode.MarkdownString | string;
  readonly isWarning: boolean;
  /** What is started now acts on production. */
  readonly isRed?: boolean;
}

function faceOf(
  state: Exclude<ActiveState, Ready>,
  trouble: readonly string[],
  describe: DescribeFailure,
): Face {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none': {
      const text = t('No AWS profile');
      const isWarning = trouble.length > 0;
      const hint = t('Click to choose the AWS profile for terminals and tasks.');
      const icon = isWarning ? 'warning' : 'key';
      return {
        text: `$(${icon}) ${text}`,
        spoken: [text, ...trouble].join(' '),
        tooltip: lines([...trouble, hint]),
        isWarning,
      };
    }
    case 'switching': {
      const name = targetName(state.target);
      const tooltip = t('Getting credentials for {0}. Click to cancel or to choose another.', name);
      const { from } = state;
      const stays = from.kind === 'none' ? [] : [t('Until then, {0} stays in use.', targetName(from.target))];
      const wait = state.waitsFor ? [t('Another window is asking for the code of {0}.', state.waitsFor)] : [];
      const spoken = [t('Switching to AWS profile {0}', name), ...wait].join('. ');
      const text = `$(sync~spin) ${escapeIcons(name)}`;
      return { text, spoken, tooltip: lines([...wait, tooltip, ...stays]), isWarning: false };
    }
    case 'waiting': {
      const name = targetName(state.target);
      const reason = describe(state.failure);
      const spoken = `${t('AWS profile {0} has no session', name)} ${reason}`;
      return {
        text: `$(warning) ${escapeIcons(name)}`,
        spoken,
        tooltip: lines([...trouble, reason]),
        isWarning: true,
      };
    }
  }
}

function lines(sentences: readonly string[]): string {
  return sentences.join('\n');
}
