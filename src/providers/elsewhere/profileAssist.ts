import * as vscode from 'vscode';
import { createCompletionItem, createHover, documentCompletion } from '../../display/editorTexts.ts';
import { type ProfilePlace, writtenAt } from '../../language/elsewhere/profilePlace.ts';
import { targetTooltip } from '../../views/tree/targetItems.ts';
import { hasLetters } from '../completionProvider.ts';
import { profileMarkdown } from '../hoverProvider.ts';
import { profileWords } from '../words/profileWords.ts';
import type { ElsewhereContext } from './elsewhereContext.ts';
import { rangeOf, type ReferringDocuments, referringSelector } from './referringDocuments.ts';

/** The plan of each item is made for what is shown beside its name. */
const maxItems = 200;

/** Completion of profile names, and what the profile does at the pointer. */
export function registerProfileAssist(
  context: ElsewhereContext,
  documents: ReferringDocuments,
): vscode.Disposable {
  const offered = new WeakMap<vscode.CompletionItem, string>();
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      referringSelector,
      {
        provideCompletionItems: async (document, position) => {
          const place = documents.placeAt(document, position);
          return place && listOf(context, document, position, place, offered);
        },
        resolveCompletionItem: (item) => {
          const name = offered.get(item);
          if (name !== undefined)
            documentCompletion(
              item,
              targetTooltip(context.views.planOf({ kind: 'profile', name }), context.views),
            );
          return item;
        },
      },
      '=',
      '"',
      "'",
      ' ',
    ),
    vscode.languages.registerHoverProvider(referringSelector, {
      provideHover: async (document, position) => {
        const place = documents.placeAt(document, position);
        const { profiles } = context.store.state.profiles;
        if (place?.name === undefined || !profiles.has(place.name)) return undefined;
        return createHover(await profileMarkdown(place.name, false, context), rangeOf(document, place));
      },
    }),
  );
}

/** The profiles in the order of the AWS files. */
async function listOf(
  { store, views }: ElsewhereContext,
  document: vscode.TextDocument,
  position: vscode.Position,
  place: ProfilePlace,
  offered: WeakMap<vscode.CompletionItem, string>,
): Promise<vscode.CompletionList> {
  const { profiles } = (await store.ready()).profiles;
  const range = rangeOf(document, place);
  const all = [...profiles.keys()];
  const typed = document.getText(new vscode.Range(range.start, position)).trim().toLowerCase();
  const fitting = all.length > maxItems ? all.filter((name) => hasLetters(name, typed)) : all;
  const items = fitting.slice(0, maxItems).flatMap((name, i) => {
    const insert = writtenAt(place, name);
    if (insert === undefined) return [];
    const description = profileWords(name, views);
    const texts = { label: name, description, insert, isSnippet: false, alsoFoundBy: undefined };
    const item = createCompletionItem(texts, vscode.CompletionItemKind.Class, range);
    if (!item) return [];
    item.sortText = String(i).padStart(5, '0');
    offered.set(item, name);
    return [item];
  });
  return new vscode.CompletionList(items, all.length > maxItems);
}
