import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';

const previewScheme = 'rolecall-preview';

/** The language of previews, which gives them colors and room for the box in front of them (package.json). */
const previewLanguage = 'rolecall-preview';

/** The documents of previews. No two have the same URI, because VS Code keeps closed documents for a while. */
export class PreviewTexts {
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** Makes a document for a file of this path. */
  async open(path: string, text: string): Promise<vscode.Uri> {
    const query = `${++this.#count}`;
    this.#texts.set(query, text);
    const uri = vscode.Uri.file(path).with({ scheme: previewScheme, query });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, previewLanguage);
    return uri;
  }

  close({ query }: vscode.Uri): void {
    this.#texts.delete(query);
  }

  textOf({ query }: vscode.Uri): string {
    return this.#texts.get(query) ?? '';
  }
}

export function registerPreviewTexts(): Disposable & { readonly texts: PreviewTexts } {
  const texts = new PreviewTexts();
  const provider = vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
    provideTextDocumentContent: (uri) => texts.textOf(uri),
  });
  return { texts, dispose: () => provider.dispose() };
}
