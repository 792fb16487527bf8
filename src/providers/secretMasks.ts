import * as vscode from 'vscode';
import type { AwsText } from '../language/awsText.ts';
import { secretSpans } from '../language/secretSpans.ts';
import { TextPlaces } from './textPlaces.ts';

interface MaskContext {
  textOf(document: vscode.TextDocument): AwsText | undefined;
  /** `rolecall.editor.maskSecrets`. */
  readonly maskSecrets: { readonly value: boolean; readonly onChange: (listener: () => void) => vscode.Disposable };
}

/**
 * Covers the secrets in editors, for people who share their screen. The line with the cursor is not covered. VS Code
 * has no decoration that replaces text: the text is taken out of the layout with a style, as folding extensions do.
 */
export class SecretMasks implements vscode.Disposable {
  readonly #context: MaskContext;
  readonly #cover = vscode.window.createTextEditorDecorationType({
    textDecoration: 'none; display: none',
    before: { contentText: '••••••••', color: new vscode.ThemeColor('descriptionForeground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #listening: readonly vscode.Disposable[];

  constructor(context: MaskContext) {
    this.#context = context;
    const cover = (editor: vscode.TextEditor | undefined): void => {
      if (editor) this.#draw(editor);
    };
    const coverAll = (): void => vscode.window.visibleTextEditors.forEach(cover);
    this.#listening = [
      vscode.window.onDidChangeVisibleTextEditors(coverAll),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => cover(textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => cover(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) =>
        vscode.window.visibleTextEditors.filter((editor) => editor.document === document).forEach(cover),
      ),
      context.maskSecrets.onChange(coverAll),
    ];
    coverAll();
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#cover.dispose();
  }

  #draw(editor: vscode.TextEditor): void {
    const text = this.#context.maskSecrets.value ? this.#context.textOf(editor.document) : undefined;
    editor.setDecorations(this.#cover, text ? covered(editor, text) : []);
  }
}

/** Only what can be seen, and some lines around it, as a file may have thousands of secrets. */
function covered({ document, selections, visibleRanges }: vscode.TextEditor, { document: own }: AwsText) {
  const places = new TextPlaces(own.text);
  return visibleRanges
    .flatMap((visible) => {
      const start = document.offsetAt(new vscode.Position(Math.max(0, visible.start.line - linesAround), 0));
      const end = document.offsetAt(new vscode.Position(visible.end.line + linesAround, 0));
      return secretSpans(own, { start, end });
    })
    .map((span) => places.range(span))
    .filter((range) => !selections.some(({ start, end }) => start.line <= range.end.line && range.start.line <= end.line));
}

const linesAround = 100;
