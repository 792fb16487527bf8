import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { openSettings } from '../../display/openSettings.ts';
import { showInformation } from '../../display/toasts.ts';
import type { CommandContext } from '../context.ts';
import type { Button } from '../notifications.ts';

/** Opens the audit trail. If the setting is off, it explains that, and offers the trail of earlier times. */
export async function showAuditTrail({ auditTrail }: Pick<CommandContext, 'auditTrail'>): Promise<void> {
  const path = await auditTrail.file();
  if (auditTrail.isOn()) {
    await auditTrail.create().catch((cause: unknown) => {
      throw new FailureError({ code: 'fileUnwritable', path, reason: writeTroubleOf(cause) }, { cause });
    });
    return openFile(path);
  }
  const t = vscode.l10n.t;
  const exists = await vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
  const settings = {
    title: t('Open Settings'),
    follow: () => openSettings('rolecall.audit'),
  };
  const earlier = exists ? [{ title: t('Open File'), follow: () => openFile(path) }] : [];
  const sentence = t(
    'The audit trail is off. To record in a file on this machine which profile is handed out to whom and when, turn on the setting {0}.',
    'rolecall.audit',
  );
  const chosen = await showInformation<Button>(sentence, settings, ...earlier);
  await chosen?.follow();
}

async function openFile(path: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document, { preview: false });
}
