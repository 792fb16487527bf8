import * as vscode from 'vscode';
import { createTreeItem, type RowTooltip } from '../../display/treeItem.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import { sentences } from '../sentences.ts';
import type { ViewSources } from '../viewSources.ts';
import type { ConsoleStates } from './consoleStates.ts';
import type { RowDraft } from './rowDraft.ts';
import type { Below } from './sectionTree.ts';
import { accountRow, accountsRow, groupRow, hintRow, signInRow } from './signInItems.ts';
import { ambientRow, inUseRow, targetRow, type TreeLayout } from './targetItems.ts';
import { nodeKey, type TreeNode } from './treeNodes.ts';
import { wayInRow } from './wayInRow.ts';

/** What rows depend on. */
export interface RowFrame {
  readonly sources: ViewSources;
  /** Undefined until it is open. */
  readonly portal: AccessPortal | undefined;
  readonly console: Pick<ConsoleStates, 'of'>;
  readonly layout: TreeLayout;
}

/**
 * Creates the tree item of a node, without its tooltip. `sections` tells whether it has sections of the files below it.
 */
export function treeItem(node: TreeNode, sections: Below, frame: RowFrame): vscode.TreeItem {
  const { tooltip: _, spoken, ...row } = draftOf(node, frame);
  return createTreeItem({
    ...row,
    ariaLabel: sentences(row.label, ...(spoken ?? row.description ?? [])),
    // VS Code keeps a row collapsed that had no children before, unless its ID changes.
    id: `${nodeKey(node)}${sections === 'none' ? '' : ' +'}`,
    collapsibleState: collapsible(node, sections),
  });
}

export function treeTooltip(node: TreeNode, frame: RowFrame): RowTooltip | undefined {
  return draftOf(node, frame).tooltip?.();
}

function draftOf(node: TreeNode, { sources, portal, console, layout }: RowFrame): RowDraft {
  switch (node.kind) {
    case 'inUse':
      return inUseRow(node.target, sources, console);
    case 'ambient':
      return ambientRow(sources);
    case 'wayIn':
      return wayInRow(node.command);
    case 'profile':
    case 'assignment':
      return targetRow(node, layout, sources, console);
    case 'group':
      return groupRow(node.group, sources);
    case 'ssoSession':
      return signInRow(node, sources, portal);
    case 'accounts':
      return accountsRow(node.signIn, sources, portal);
    case 'account':
      return accountRow(node, sources, portal);
    case 'hint':
      return hintRow(node);
    case 'alibabaCloud':
    case 'alibabaGroup':
    case 'alibabaProfile':
    case 'alibabaRemark':
      // Only the rows themselves lead to such a node. VS Code may still ask for one that was there before.
      return sources.alibaba.rows?.draftOf(node) ?? { label: '' };
  }
}

function collapsible({ kind }: TreeNode, sections: Below): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  if (kind === 'accounts' || kind === 'account') return Collapsed;
  if (kind === 'alibabaCloud' || kind === 'alibabaGroup') return Expanded;
  if (sections === 'none') return kind === 'ssoSession' ? Expanded : None;
  return sections === 'open' ? Expanded : Collapsed;
}
