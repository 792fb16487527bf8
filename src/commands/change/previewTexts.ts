import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';

export const previewScheme = 'rolecall-preview';

/** The texts of the previews, by the query of their URIs. */
export type PreviewTexts = Map<string, string>;

export function registerPreviewTexts(): Disposable & { readonly texts: PreviewTexts } {
  const texts: PreviewTexts = new Map();
  const provider = vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
    provideTextDocumentContent: ({ query }) => texts.get(query) ?? '',
  });
  return { texts, dispose: () => provider.dispose() };
}
