// The peer of Rolecall's lists: the minimal extension that shows the same number of items in a picker and a tree.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** An item in `items.json`, which is in the folder of the extension. */
export interface BareItem {
  readonly label: string;
  readonly description: string;
  readonly isInTree: boolean;
}

export const bareIds = { pick: 'bare.pick', view: 'bare.items', container: 'bare' } as const;

export function activate(): void {
  const items: readonly BareItem[] = JSON.parse(readFileSync(join(__dirname, 'items.json'), 'utf8'));
  vscode.commands.registerCommand(bareIds.pick, () => showPicker(items));
  const status = vscode.window.createStatusBarItem(bareIds.pick);
  Object.assign(status, { text: 'bare', command: bareIds.pick });
  status.show();
  vscode.window.createTreeView(bareIds.view, {
    treeDataProvider: {
      getChildren: (item?: BareItem) => (item ? [] : items.filter(({ isInTree }) => isInTree)),
      getTreeItem: ({ label, description }) =>
        Object.assign(new vscode.TreeItem(label), { description, iconPath: icon }),
    },
  });
}

const icon = new vscode.ThemeIcon('account');

function showPicker(items: readonly BareItem[]): void {
  const pick = vscode.window.createQuickPick();
  pick.matchOnDescription = true;
  pick.items = items.map(({ label, description }) => ({
    label,
    description,
    iconPath: icon,
    buttons: [{ iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open' }],
  }));
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
