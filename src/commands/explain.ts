import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { type Target, targetKey, targetName } from '../profiles/profiles.ts';
import type { Explanation } from '../views/explanation.ts';
import { targetOfNode, type TreeNode } from '../views/tree.ts';
import type { TargetParts } from './explainTarget.ts';
import type { CommandParts } from './parts.ts';

type ExplainParts = TargetParts & Pick<CommandParts, 'active'>;

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
      const { dialogs } = await import('./dialogs.ts');
      const explanation = await dialogs.explainTarget(target, parts);
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
  if (node) return targetOfNode(node);
  return (await import('./actions.ts')).chooseExplained(views);
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
