import * as vscode from 'vscode';
import { type Settings, viewIds } from '../base/contributions.ts';
import { Input } from '../display/inputBox.ts';
import type { CommandContext } from './context.ts';
import { writeUserSetting } from './userSetting.ts';

/** How long the user may pause between two letters before the tree shows what they find. Milliseconds. */
const typingMs = 150;

/** Shows in the tree what contains the words that the user types, until the filter is cleared. */
export async function filterTree({
  treeSearch,
  views: { alibaba },
}: Pick<CommandContext, 'treeSearch' | 'views'>): Promise<void> {
  const t = vscode.l10n.t;
  await focus();
  const input = new Input();
  input.title = alibaba.rows ? t('Filter Profiles') : t('Filter AWS Profiles');
  input.placeholder = t('Type words: name, account, role, region, city, source');
  input.prompt = t('The tree shows what has all of them. An empty filter shows everything.');
  input.value = treeSearch.value;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const apply = (): void => {
    clearTimeout(timer);
    treeSearch.value = input.value;
  };
  input.onDidChangeValue(() => {
    clearTimeout(timer);
    timer = setTimeout(apply, typingMs);
  });
  input.onDidAccept(() => {
    apply();
    void focus();
  });
  input.onDidHide(() => {
    apply();
    input.dispose();
  });
  input.show();
}

function focus(): Thenable<unknown> {
  return vscode.commands.executeCommand(`${viewIds.profiles}.focus`);
}

/** Groups the profiles of the tree, in all windows and from now on. */
export async function groupTree(by: Settings['tree.groupBy']): Promise<void> {
  await writeUserSetting('tree.groupBy', by);
}
