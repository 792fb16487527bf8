import * as vscode from 'vscode';
import type { CommandParts } from './parts.ts';

/** Shows which extensions may have credentials, to give that and to take it back. */
export async function manageApiAccess({ api }: Pick<CommandParts, 'api'>): Promise<void> {
  const t = vscode.l10n.t;
  const { consents } = await api.get();
  const items = [...consents.all].map(([id, consent]) => ({
    id,
    label: nameOf(id),
    description: id,
    picked: consent === 'allowed',
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('No extension has asked for AWS credentials yet.'));
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Manage API Access'),
    placeHolder: t(
      'Which extensions may use your AWS credentials? What they have already, they keep until it ends.',
    ),
    canPickMany: true,
  });
  if (!chosen) return;
  for (const item of items) {
    const isAllowed = chosen.includes(item);
    if (isAllowed !== item.picked) await consents.set(item.id, isAllowed ? 'allowed' : 'never');
  }
}

function nameOf(id: string): string {
  const manifest = vscode.extensions.getExtension(id)?.packageJSON as
    { readonly displayName?: string } | undefined;
  return manifest?.displayName ?? id;
}
