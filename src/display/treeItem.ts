import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';
import { displayLines } from './marks.ts';

/** A row of the tree. */
export interface TreeRow {
  readonly id: string;
  readonly label: string;
  /** Parts are shown with a dot between them; empty parts are left out. */
  readonly description?: readonly (string | undefined)[];
  readonly tooltip?: PlainMarkdown | readonly (string | undefined)[];
  readonly iconPath?: vscode.ThemeIcon;
  readonly contextValue?: string;
  readonly command?: vscode.Command;
  readonly collapsibleState: vscode.TreeItemCollapsibleState;
}

export function createTreeItem(row: TreeRow): vscode.TreeItem {
  const { id, label, description, tooltip, collapsibleState, ...others } = row;
  const item = new vscode.TreeItem(displayText(label), collapsibleState);
  Object.assign(item, others, { id });
  if (tooltip) item.tooltip = 'value' in tooltip ? tooltip.value : displayLines(present(tooltip));
  if (description) {
    item.description = present(description).map(displayText).join(' · ');
    item.accessibilityInformation = { label: `${item.label as string} ${item.description}` };
  }
  return item;
}

function present(parts: readonly (string | undefined)[]): readonly string[] {
  return parts.filter((part) => part !== undefined && part !== '') as readonly string[];
}

/** Shows a message above the rows of a tree. */
export function setTreeMessage(view: vscode.TreeView<unknown>, lines: readonly string[]): void {
  view.message = displayLines(lines);
}
