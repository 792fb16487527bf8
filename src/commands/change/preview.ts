import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { visibleLines } from '../../base/plainText.ts';
import { maskSecrets, numberSecrets } from '../../config/mask.ts';
import { type Diff, openDiffs } from '../../display/titles.ts';
import type { Rewrite } from '../../profiles/writer.ts';
import type { PreviewTexts } from './previewTexts.ts';

/** Shows how the files would change, as a diff with masked secrets. Disposing of the result closes the diff. */
export async function showPreview(
  texts: PreviewTexts,
  title: string,
  rewrites: readonly Rewrite[],
): Promise<Disposable> {
  const numbers = numberSecrets(rewrites.flatMap(({ before = '', after }) => [before, after]));
  // Each secret has a number, so that the diff can tell them apart.
  const masked = (text: string) =>
    visibleLines(maskSecrets(text, (secret) => `•••••••• ${numbers.get(secret)}`));
  const diffs = await Promise.all(
    rewrites.map(async ({ path, before = '', after }): Promise<Diff> => ({
      resource: vscode.Uri.file(path),
      left: await texts.open(path, masked(before)),
      right: await texts.open(path, masked(after)),
    })),
  );
  const tab = await newTab(() => openDiffs(title, diffs));
  return {
    dispose() {
      for (const uri of diffs.flatMap(({ left, right }) => [left, right])) texts.close(uri);
      if (tab) void vscode.window.tabGroups.close(tab, true);
    },
  };
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
