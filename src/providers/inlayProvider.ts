import * as vscode from 'vscode';
import { createInlayHint } from '../display/editorTexts.ts';
import { type Inlay, inlaysIn } from '../language/inlays.ts';
import type { Planned } from '../plan/plan.ts';
import { keys } from '../profiles/keys.ts';
import type { NavigationContext } from './navigationContext.ts';
import { TextPlaces } from './textPlaces.ts';

type InlayContext = Pick<NavigationContext, 'selector' | 'textOf' | 'inlayHints' | 'planOf' | 'store'>;

/** Shows the MFA device and the region that a profile takes from another one. */
export function registerInlayProvider(context: InlayContext): vscode.Disposable {
  const { inlayHints, store, textOf, planOf } = context;
  const planned = (name: string): Planned => planOf({ kind: 'profile', name });
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    inlayHints.onChange(() => changed.fire()),
    store.onDidChange(() => changed.fire()),
    vscode.languages.registerInlayHintsProvider(context.selector, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: (document, range) => {
        const text = inlayHints.value ? textOf(document) : undefined;
        if (!text) return [];
        const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        const places = new TextPlaces(text.document.text);
        return inlaysIn(text, within, planned).map((inlay) => hintOf(inlay, places));
      },
    }),
  );
}

function hintOf({ at, key, value, from }: Inlay, places: TextPlaces): vscode.InlayHint {
  const t = vscode.l10n.t;
  const tooltip =
    key === keys.region
      ? t('The region comes from profile {0}.', from)
      : t('mfa_serial comes from profile {0}.', from);
  return createInlayHint(places.positionAt(at), `${key} = ${value}`, tooltip);
}
