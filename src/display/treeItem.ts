import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';
import { displayLines } from './marks.ts';

export type RowTooltip = PlainMarkdown | readonly (string | undefined)[];

/** A row of the tree. */
export interface TreeRow {
  readonly id: string;
  readonly label: string;
  /** Parts are shown with a dot between them; empty parts are left out. */
  readonly description?: readonly (string | undefined)[];
  /** What a screen reader says: the label and the description as sentences. */
  readonly ariaLabel: string;
  readonly iconPath?: vscode.ThemeIcon;
  readonly contextValue?: string;
  readonly command?: vscode.Command;
  readonly collapsibleState: vscode.TreeItemCollapsibleState;
}

export function createTreeItem(row: TreeRow): vscode.TreeItem {
  const { id, label, description, ariaLabel, collapsibleState, ...others } = row;
  const item = new vscode.TreeItem(displayText(label), collapsibleState);
  Object.assign(item, others, { id, accessibilityInformation: { label: displayText(ariaLabel) } });
  if (description) item.description = present(description).map(displayText).join(' · ');
  return item;
}

/** Adds the tooltip to a row: VS Code asks for it when the mouse is over the row. */
export function addTooltip(item: vscode.TreeItem, tooltip: RowTooltip | undefined): vscode.TreeItem {
  if (tooltip) item.tooltip = 'value' in tooltip ? tooltip.value : displayLines(present(tooltip));
  return item;
}

function present(parts: readonly (string | undefined)[]): readonly string[] {
  return parts.filter((part) => part !== undefined && part !== '') as readonly string[];
}

/** Names a tree. It has the title in package.json until then. */
export function setTreeTitle(view: vscode.TreeView<unknown>, title: string): void {
  const shown = displayText(title);
  if (view.title !== shown) view.title = shown;
}

/** Shows a message above the rows of a tree. */
export function setTreeMessage(view: vscode.TreeView<unknown>, lines: readonly string[]): void {
  view.message = displayLines(lines);
}

/** Shows on the icon of a tree that something is wanted of the user, and says what; undefined removes that. */
export function setTreeBadge(view: vscode.TreeView<unknown>, wanted: string | undefined): void {
  view.badge = wanted === undefined ? undefined : { value: 1, tooltip: displayText(wanted) };
}
