import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';
import { createLens } from '../display/editorTexts.ts';
import type { Mark } from '../display/marks.ts';
import { lensPlaces } from '../language/lenses.ts';
import { isSameTarget, type Target } from '../profiles/profiles.ts';
import { targetOf } from '../session/activeState.ts';
import { accessWords } from '../views/accessWords.ts';
import { isReadyOnUse, waitingMark } from '../views/statusBar/statusLook.ts';
import { timeLeft } from '../views/timeLeft.ts';
import type { NavigationContext } from './navigationContext.ts';
import { TextPlaces } from './textPlaces.ts';

type LensContext = Pick<
  NavigationContext,
  'selector' | 'textOf' | 'codeLens' | 'active' | 'bound' | 'ownRows' | 'now'
>;

type About = 'state' | keyof typeof lensCommands;

const lensCommands = {
  use: commandIds.useProfile,
  terminal: commandIds.newTerminal,
  explain: commandIds.explainProfile,
} as const;

/** Commands for each profile above its header. */
export function registerLensProvider(context: LensContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const { active, codeLens } = context;
  const near = new NearLines();
  return vscode.Disposable.from(
    changed,
    vscode.window.onDidChangeTextEditorVisibleRanges(
      ({ textEditor }) => near.isLeft(textEditor) && changed.fire(),
    ),
    vscode.window.onDidChangeVisibleTextEditors(
      (editors) => editors.some((editor) => near.isLeft(editor)) && changed.fire(),
    ),
    active.onDidChange(() => changed.fire()),
    codeLens.onChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(context.selector, {
      onDidChangeCodeLenses: changed.event,
      // Each lens has its command at once. If VS Code asked for it later, a change in between would leave a command in
      // the editor that VS Code has forgotten.
      provideCodeLenses: (document) => lenses(context, document, near),
    }),
  );
}

/** From how many profiles on there are only the lenses near what is visible: all of them would slow typing down. */
const manyProfiles = 200;

/** The lines near what editors show of a document with many profiles. */
class NearLines {
  readonly #last = new WeakMap<vscode.TextDocument, readonly vscode.Range[]>();

  of(document: vscode.TextDocument): readonly vscode.Range[] {
    const near = vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .flatMap(({ visibleRanges }) => visibleRanges)
      .map(({ start, end }) => {
        const first = new vscode.Position(Math.max(0, start.line - linesAround), 0);
        return new vscode.Range(first, new vscode.Position(end.line + linesAround, 0));
      });
    this.#last.set(document, near);
    return near;
  }

  /** Whether an editor shows other lines than those. */
  isLeft({ document, visibleRanges }: vscode.TextEditor): boolean {
    const last = this.#last.get(document);
    return (
      last !== undefined && !visibleRanges.every((visible) => last.some((near) => near.contains(visible)))
    );
  }
}

const linesAround = 500;

function lenses(
  context: LensContext,
  document: vscode.TextDocument,
  nearLines: NearLines,
): vscode.CodeLens[] {
  const text = context.codeLens.value ? context.textOf(document) : undefined;
  if (!text) return [];
  const inUse = targetOf(context.active.state);
  const places = new TextPlaces(text.document.text);
  const all = lensPlaces(text);
  const near = all.length > manyProfiles ? nearLines.of(document) : undefined;
  return all.flatMap(({ profile, at }) => {
    const start = places.positionAt(at);
    if (near && !near.some((range) => range.contains(start))) return [];
    const range = new vscode.Range(start, start);
    const isInUse = inUse?.kind === 'profile' && inUse.name === profile;
    const first = isInUse ? 'state' : 'use';
    return ([first, 'terminal', 'explain'] as const).map((about) => lensFor(profile, range, about, context));
  });
}

function lensFor(profile: string, range: vscode.Range, about: About, context: LensContext): vscode.CodeLens {
  const t = vscode.l10n.t;
  const target = { kind: 'profile', name: profile } as const;
  if (about === 'state') return createLens(range, stateMark(target, context));
  const row = context.ownRows.add(target);
  const call = (tooltip: string) => ({ command: lensCommands[about], arguments: [row], tooltip });
  switch (about) {
    case 'use':
      return createLens(range, t('Use'), call(t('Use AWS profile {0} in this window', profile)));
    case 'terminal':
      return createLens(range, t('New Terminal'), call(t('Open a terminal with AWS profile {0}', profile)));
    case 'explain':
      return createLens(
        range,
        t('Explain'),
        call(t('Explain how AWS profile {0} gets its credentials', profile)),
      );
  }
}

/** What the window does with the profile that it uses. */
function stateMark(target: Target, { active, bound, now }: LensContext): Mark {
  const t = vscode.l10n.t;
  const { state } = active;
  const left = state.kind === 'ready' ? timeLeft(state, now()) : undefined;
  // It may use another one by now.
  if (state.kind === 'none' || !isSameTarget(state.target, target)) return { icon: '', text: '' };
  if (state.kind === 'switching') return { icon: 'sync~spin', text: t('getting credentials') };
  if (state.kind === 'waiting' && !isReadyOnUse(state, bound.target)) return waitingMark(state.failure);
  const access = state.kind === 'ready' ? accessWords(state.session.plan) : undefined;
  const mark = (icon: string, ...words: readonly (string | undefined)[]): Mark => ({
    icon,
    text: [access, ...words].filter(Boolean).join(' · '),
  });
  if (left === undefined) return mark('check', t('in use'));
  return state.kind === 'ready' && state.mustAsk
    ? mark('warning', t('expires in {0}', left))
    : mark('check', t('in use, {0} left', left));
}
