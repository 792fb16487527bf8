import * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import { createSecretCover } from '../display/secretCover.ts';
import type { AwsText } from '../language/awsText.ts';
import { secretSpans } from '../language/secretSpans.ts';

interface MaskContext {
  textOf(document: vscode.TextDocument): AwsText | undefined;
  /** Whether secrets are covered: a setting, which a command overrides in this window. */
  readonly maskSecrets: { readonly value: boolean; readonly onChange: Event<unknown> };
}

/** Covers the secrets in editors, for people who share their screen. Lines with a cursor are not covered. */
export class SecretMasks implements vscode.Disposable {
  readonly #context: MaskContext;
  readonly #cover = createSecretCover();
  readonly #listening: readonly vscode.Disposable[];

  constructor(context: MaskContext) {
    this.#context = context;
    const coverAll = (): void => vscode.window.visibleTextEditors.forEach((editor) => this.#draw(editor));
    this.#listening = [
      vscode.window.onDidChangeVisibleTextEditors(coverAll),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#draw(textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#draw(textEditor)),
      vscode.workspace.onDidOpenTextDocument(coverAll),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        for (const editor of vscode.window.visibleTextEditors)
          if (editor.document === document) this.#draw(editor);
      }),
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
function covered(
  { document, selections, visibleRanges }: vscode.TextEditor,
  { document: own }: AwsText,
): vscode.Range[] {
  return visibleRanges
    .flatMap((visible) => {
      const start = document.offsetAt(new vscode.Position(Math.max(0, visible.start.line - linesAround), 0));
      const end = document.offsetAt(new vscode.Position(visible.end.line + linesAround, 0));
      return secretSpans(own, { start, end });
    })
    .map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)))
    .filter(
      ({ start, end }) =>
        !selections.some((selection) => selection.start.line <= end.line && start.line <= selection.end.line),
    );
}

const linesAround = 100;
