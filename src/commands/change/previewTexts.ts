import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { type Diff, titledUri } from '../../display/titles.ts';

const previewScheme = 'rolecall-preview';

/** The language of a preview of one file, which gives it colors and room for the box in front of it (package.json). */
const previewLanguage = 'rolecall-preview';

/** The language of a preview of several files. It belongs to VS Code, where users can turn it off. */
const plainLanguage = 'ini';

/** The documents of previews. No two have the same URI, because VS Code keeps closed documents for a while. */
export class PreviewTexts {
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** Makes a document for a file of this path. `isAlone`: the preview has no other file. */
  async open(path: string, text: string, isAlone: boolean): Promise<vscode.Uri> {
    const query = `${++this.#count}`;
    this.#texts.set(query, text);
    const uri = vscode.Uri.file(path).with({ scheme: previewScheme, query });
    const document = await vscode.workspace.openTextDocument(uri);
    const language = isAlone ? previewLanguage : plainLanguage;
    const known = await vscode.languages.getLanguages();
    if (known.includes(language)) await vscode.languages.setTextDocumentLanguage(document, language);
    return uri;
  }

  /** An empty document for the place behind the box, which would cover the name of the first of several files. */
  behindBox(title: string): Diff {
    const uri = titledUri(previewScheme, title, '');
    return { resource: uri, left: uri, right: uri };
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
