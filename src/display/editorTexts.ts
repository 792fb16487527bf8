import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';
import { displayLine, type Line } from './marks.ts';

/** Symbols have few different names: thousands of sections share their keys. */
export class SymbolNames {
  readonly #known = new Map<string, string>();

  shown(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const shown = displayText(name);
    this.#known.set(name, shown);
    return shown;
  }
}

/** A symbol of the outline. `detail` is shown beside the name. */
export function createDocumentSymbol(
  names: SymbolNames,
  text: { readonly name: string; readonly detail: string },
  kind: vscode.SymbolKind,
  range: vscode.Range,
  nameRange: vscode.Range,
): vscode.DocumentSymbol {
  const { name, detail } = text;
  return new vscode.DocumentSymbol(names.shown(name), names.shown(detail), kind, range, nameRange);
}

/** A symbol of the workspace. `container` is shown beside the name. */
export function createWorkspaceSymbol(
  text: { readonly name: string; readonly container: string },
  kind: vscode.SymbolKind,
  location: vscode.Location,
): vscode.SymbolInformation {
  return new vscode.SymbolInformation(displayText(text.name), kind, displayText(text.container), location);
}

/** What is written above a line: a link that runs a command, or only a text. */
export function createLens(
  range: vscode.Range,
  title: Line,
  call?: { readonly command: string; readonly arguments: readonly unknown[]; readonly tooltip: string },
): vscode.CodeLens {
  // VS Code drops a space behind an icon here.
  const shown = displayLine(title).replace(/^\$\([\w~-]+\) /u, (icon) => `${icon.trimEnd()}\u00A0`);
  if (!call) return new vscode.CodeLens(range, { title: shown, command: '' });
  const { command, tooltip } = call;
  return new vscode.CodeLens(range, {
    title: shown,
    command,
    arguments: [...call.arguments],
    tooltip: displayText(tooltip),
  });
}

/** A text within a line that is not part of the document. */
export function createInlayHint(position: vscode.Position, label: string, tooltip: string): vscode.InlayHint {
  const hint = new vscode.InlayHint(position, displayText(label));
  hint.tooltip = displayText(tooltip);
  hint.paddingLeft = true;
  return hint;
}

/** A link to a page. */
export function createPageLink(range: vscode.Range, page: vscode.Uri, tooltip: string): vscode.DocumentLink {
  const link = new vscode.DocumentLink(range, page);
  link.tooltip = displayText(tooltip);
  return link;
}

/** A link whose target is found when the user follows it. */
export function createLateLink(range: vscode.Range, tooltip: string): vscode.DocumentLink {
  const link = new vscode.DocumentLink(range);
  link.tooltip = displayText(tooltip);
  return link;
}

/** Why an editor cannot do what the user wants. VS Code shows the message. */
export function createRefusal(sentence: string): Error {
  return new Error(displayText(sentence));
}

/** What an editor offers to write. */
export interface CompletionTexts {
  readonly label: string;
  /** Shown beside the label. */
  readonly description: string;
  readonly insert: string;
  /** Whether `insert` is a snippet. */
  readonly isSnippet: boolean;
  /** By what it is found, apart from the label. */
  readonly alsoFoundBy: string | undefined;
}

/** Undefined for a label that cannot be shown as it is written: it may be a secret, or look like another. */
export function createCompletionItem(
  { label, description, insert, isSnippet, alsoFoundBy }: CompletionTexts,
  kind: vscode.CompletionItemKind,
  range: vscode.Range,
): vscode.CompletionItem | undefined {
  if (displayText(label) !== label) return undefined;
  const item = new vscode.CompletionItem({ label, description: displayText(description) }, kind);
  item.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  item.range = range;
  if (alsoFoundBy !== undefined) item.filterText = `${label} ${alsoFoundBy}`;
  return item;
}

/** What is shown beside the list while the item is selected. */
export function documentCompletion(item: vscode.CompletionItem, { value }: PlainMarkdown): void {
  item.documentation = value;
}

/** What is shown at the pointer. */
export function createHover({ value }: PlainMarkdown, range: vscode.Range): vscode.Hover {
  return new vscode.Hover(value, range);
}
