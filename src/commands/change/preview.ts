import * as vscode from 'vscode';
import { visibleLines } from '../../base/plainText.ts';
import { maskSecrets, numberSecrets } from '../../config/mask.ts';
import { type Diff, openDiffs } from '../../display/titles.ts';
import type { Rewrite } from '../../profiles/writer.ts';
import type { Alongside } from '../questions.ts';
import type { PreviewTexts } from './previewTexts.ts';

/** Shows how the files would change, as a diff with masked secrets. */
export async function showPreview(
  texts: PreviewTexts,
  title: string,
  rewrites: readonly Rewrite[],
): Promise<Alongside> {
  const numbers = numberSecrets(rewrites.flatMap(({ before = '', after }) => [before, after]));
  // Several secrets have numbers, so that the diff can tell them apart.
  const mask = (secret: string): string =>
    numbers.size > 1 ? `•••••••• ${numbers.get(secret)}` : '••••••••';
  const masked = (text: string): string => visibleLines(maskSecrets(text, mask));
  const isAlone = rewrites.length === 1;
  const diffs = await Promise.all(
    rewrites.map(async ({ path, before = '', after }): Promise<Diff> => {
      const end = lastLine(before, after);
      return {
        resource: vscode.Uri.file(path),
        left: await texts.open(path, masked(before) + end, isAlone),
        right: await texts.open(path, masked(after) + end, isAlone),
      };
    }),
  );
  const tab = await newTab(() => openDiffs(title, isAlone ? diffs : [texts.behindBox(title), ...diffs]));
  return {
    async close(isInputOpen) {
      for (const uri of diffs.flatMap(({ left, right }) => [left, right])) texts.close(uri);
      // The user may have closed it. If it may have the focus, that goes to the editor behind it.
      if (tab && allTabs().includes(tab)) await vscode.window.tabGroups.close(tab, isInputOpen);
    },
  };
}

/**
 * What both texts of a new or an emptied file end with: a line that stays as it is. VS Code shows an empty text as one
 * line, which would be removed or added, although the file has none.
 */
function lastLine(before: string, after: string): string {
  return before === '' || after === '' ? ' ' : '';
}

/** The tab that opens while `open` runs. */
async function newTab(open: () => Promise<void>): Promise<vscode.Tab | undefined> {
  const before = new Set(allTabs());
  await open();
  return allTabs().find((tab) => !before.has(tab));
}

function allTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}
