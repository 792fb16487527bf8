import * as vscode from 'vscode';
import { withoutLinks } from '../plainText.ts';
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
    placeHolder: t('Which extensions may use your AWS credentials?'),
    canPickMany: true,
  });
  if (!chosen) return;
  const changed = items.filter((item) => chosen.includes(item) !== item.picked);
  for (const { id, picked } of changed) await consents.set(id, picked ? 'never' : 'allowed');
  const refused = changed.filter(({ picked }) => picked).map(({ label }) => label);
  if (refused.length > 0) void vscode.window.showInformationMessage(withoutLinks(sayRefused(refused)));
}

/** Nobody can take back credentials that are out. */
function sayRefused(names: readonly string[]): string {
  return vscode.l10n.t(
    'No longer allowed to use your AWS credentials: {0}. What an extension has already works until it ends.',
    names.join(', '),
  );
}

function nameOf(id: string): string {
  const manifest = vscode.extensions.getExtension(id)?.packageJSON as
    { readonly displayName?: string } | undefined;
  return manifest?.displayName ?? id;
}
