import * as vscode from 'vscode';
import { positionAt } from '../config/position.ts';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { profileOf } from '../plan/included.ts';
import { isPlan } from '../plan/plan.ts';
import { type Target, targetKey, targetName, valueOf } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import { type Explained, type Explanation, explain, type ExplanationWords } from '../views/explanation.ts';
import { pickProfile } from '../views/picker.ts';
import type { TreeNode } from '../views/tree.ts';
import { duration, noteSentence, stepSentence } from '../views/words.ts';
import type { CommandParts } from './parts.ts';

type ExplainParts = Pick<CommandParts, 'store' | 'active' | 'views' | 'shortPath' | 'progressOf'>;

const scheme = 'rolecall-explanation';

/** Shows, before anything happens, what a profile will do, as text that keeps up with the files. */
export function registerExplain(parts: ExplainParts): Disposable {
  const targets = new Map<string, Target>();
  const links = new Map<string, Explanation['links']>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const refresh = (): void => {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) changed.fire(uri);
  };
  const content: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const target = targets.get(uri.query);
      if (!target) return '';
      const explanation = explain(await gather(target, parts), wordsOf(parts));
      links.set(uri.query, explanation.links);
      return explanation.text;
    },
  };
  const leading: vscode.DocumentLinkProvider = {
    provideDocumentLinks: (document) =>
      [...(links.get(document.uri.query) ?? [])].map(([line, profile]) => linkTo(profile, document, line)),
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, content),
    vscode.languages.registerDocumentLinkProvider({ scheme }, leading),
    parts.store.onDidChange(refresh),
    parts.active.onDidChange(refresh),
    vscode.commands.registerCommand(commandIds.explainProfile, async (node?: TreeNode) => {
      const target = await chosen(node, parts);
      if (!target) return;
      targets.set(targetKey(target), target);
      const name = targetName(target).replaceAll('/', '∕');
      const path = `/${vscode.l10n.t('{0}, explained', name)}`;
      const uri = vscode.Uri.from({ scheme, path, query: targetKey(target) });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }),
  );
}

async function chosen(node: TreeNode | undefined, { views }: ExplainParts): Promise<Target | undefined> {
  if (node) return node.kind === 'profile' ? { kind: 'profile', name: node.name } : undefined;
  const choice = await pickProfile('explain', views);
  if (choice?.kind === 'reveal') return { kind: 'profile', name: choice.name };
  return choice?.kind === 'target' ? choice.planned.target : undefined;
}

async function gather(target: Target, parts: ExplainParts): Promise<Explained> {
  const { store, views, progressOf } = parts;
  await store.ready();
  const planned = views.planOf(target);
  const progress = isPlan(planned) ? await progressOf(planned) : undefined;
  const expiration = progress?.credentials.expiration;
  return {
    planned,
    done: progress && {
      steps: progress.done,
      leftMs: expiration === undefined ? undefined : expiration - views.now(),
    },
    places: placesOf(target, store, parts.shortPath),
  };
}

/** The profile and those that it stands on, as far as they are written. */
function placesOf(
  target: Target,
  store: ProfileStore,
  shortPath: CommandParts['shortPath'],
): Explained['places'] {
  const all = store.state.profiles;
  const { profiles } = all;
  const seen = new Set<string>();
  let name =
    target.kind === 'profile' ? target.name : target.kind === 'role' ? target.sourceProfile : undefined;
  while (name !== undefined && !seen.has(name) && profiles.has(name)) {
    seen.add(name);
    name = valueOf(profileOf(all, name), 'source_profile');
  }
  return [...seen].map((profile) => {
    const written = (profiles.get(profile)?.places ?? []).map(({ file, start }) => {
      const { line } = positionAt(store.textOf(file), start);
      return `${shortPath(store.paths[file])}:${line + 1}`;
    });
    return { profile, where: written.join(', ') };
  });
}

function wordsOf({ views }: ExplainParts): ExplanationWords {
  const t = vscode.l10n.t;
  return {
    t,
    step: stepSentence,
    note: noteSentence,
    failure: ({ failure }) => views.describe(failure),
    duration,
  };
}

function linkTo(profile: string, document: vscode.TextDocument, line: number): vscode.DocumentLink {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  const node: TreeNode = { kind: 'profile', name: profile };
  const link = new vscode.DocumentLink(
    range.with({ start: range.start.translate(0, firstNonWhitespaceCharacterIndex) }),
    vscode.Uri.parse(`command:${commandIds.revealInFile}?${encodeURIComponent(JSON.stringify([node]))}`),
  );
  link.tooltip = vscode.l10n.t('Reveal in File');
  return link;
}
