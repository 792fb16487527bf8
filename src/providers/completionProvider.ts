import * as vscode from 'vscode';
import { createCompletionItem, documentCompletion } from '../display/editorTexts.ts';
import type { PlainMarkdown } from '../display/markdown.ts';
import type { Completion, Known, KnownSignIn } from '../language/completion/completion.ts';
import { completionsAt, usesKnown } from '../language/completion/completions.ts';
import { targetTooltip } from '../views/tree/targetItems.ts';
import type { AssistContext } from './assistContext.ts';
import { completionWords } from './words/completionWords.ts';
import { keyMarkdown } from './words/keyMarkdown.ts';

/** VS Code sorts all items, and gets them from another process. Profiles are planned for what is beside their names. */
const maxItems = 200;

const nothing: Known = { signIns: [] };

/** Offers what can be written at the cursor. */
export function registerCompletionProvider(context: AssistContext): vscode.Disposable {
  const offered = new WeakMap<vscode.CompletionItem, Completion>();
  return vscode.languages.registerCompletionItemProvider(
    context.selector,
    {
      provideCompletionItems: async (document, position) => {
        const text = context.textOf(document);
        if (!text) return undefined;
        const offset = document.offsetAt(position);
        const known = usesKnown(text, offset) ? await knownOf(context) : nothing;
        const all = completionsAt(text, offset, known);
        const fitting = all.length > maxItems ? fittingOf(all, text.document.text, offset) : all;
        const items = fitting.slice(0, maxItems).flatMap((completion, i) => {
          const item = itemOf(completion, i, document, context);
          if (item) offered.set(item, completion);
          return item ?? [];
        });
        return new vscode.CompletionList(items, fitting.length > maxItems || all.length > maxItems);
      },
      resolveCompletionItem: (item) => {
        const documentation = documentationOf(offered.get(item), context);
        if (documentation) documentCompletion(item, documentation);
        return item;
      },
    },
    '[',
    '=',
    ' ',
  );
}

function itemOf(
  completion: Completion,
  index: number,
  document: vscode.TextDocument,
  { views }: AssistContext,
): vscode.CompletionItem | undefined {
  const { label, insert, isSnippet = false, alsoFoundBy, replace, opensNext } = completion;
  const range = new vscode.Range(document.positionAt(replace.start), document.positionAt(replace.end));
  const texts = { label, description: completionWords(completion, views), insert, isSnippet, alsoFoundBy };
  const item = createCompletionItem(texts, kindOf(completion), range);
  if (!item) return undefined;
  item.sortText = String(index).padStart(5, '0');
  if (opensNext) item.command = { title: '', command: 'editor.action.triggerSuggest' };
  return item;
}

/** Those that have the typed letters in this order, as VS Code finds them. */
function fittingOf(all: readonly Completion[], text: string, offset: number): readonly Completion[] {
  const typed = text.slice(all[0]!.replace.start, offset).trim().toLowerCase();
  return typed === ''
    ? all
    : all.filter(({ label, alsoFoundBy = '' }) => hasLetters(`${label} ${alsoFoundBy}`, typed));
}

/** Whether the text has these letters, which are in lower case, in this order. */
export function hasLetters(text: string, typed: string): boolean {
  let at = 0;
  const lower = text.toLowerCase();
  for (const letter of typed) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function kindOf({ about }: Completion): vscode.CompletionItemKind {
  const { Class, Constant, EnumMember, Module, Property, Reference, Snippet, Value } =
    vscode.CompletionItemKind;
  switch (about.kind) {
    case 'sectionKind':
      return Module;
    case 'missing':
      return Reference;
    case 'snippet':
      return Snippet;
    case 'key':
    case 'service':
      return Property;
    case 'profile':
    case 'sso-session':
    case 'services':
      return Class;
    case 'region':
      return Constant;
    case 'account':
    case 'permissionSet':
    case 'writtenElsewhere':
      return Value;
    case 'value':
      return EnumMember;
  }
}

function documentationOf(
  completion: Completion | undefined,
  { views }: AssistContext,
): PlainMarkdown | undefined {
  const about = completion?.about;
  if (about?.kind === 'key') return keyMarkdown(about.key, about.parent);
  if (about?.kind !== 'profile') return undefined;
  return targetTooltip(views.planOf({ kind: 'profile', name: about.name }), views);
}

/** What the sign-ins of the AWS files have listed, in this window or before. */
async function knownOf({ views }: AssistContext): Promise<Known> {
  const sessions = [...views.signIns().values()].flatMap((each) => ('code' in each ? [] : [each]));
  if (sessions.length === 0) return nothing;
  const { accounts } = await views.portal.get();
  const signIns = sessions.map(async (session): Promise<KnownSignIn> => {
    const listing = await accounts.known(session).catch(() => undefined);
    return {
      session: session.name,
      startUrl: session.startUrl,
      accounts: [...(listing?.accounts.values() ?? [])],
    };
  });
  return { signIns: await Promise.all(signIns) };
}
