import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { showInformation } from '../../display/toasts.ts';
import type { CommandContext } from '../context.ts';

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
    follow: () => vscode.commands.executeCommand('workbench.action.openSettings', '@id:rolecall.audit'),
  };
  const earlier = exists ? [{ title: t('Open File'), follow: () => openFile(path) }] : [];
  const sentence = t(
    'The audit trail is off. Turn on the setting {0}, and Rolecall writes to a file on this machine which profile was handed out to whom and when.',
    'rolecall.audit',
  );
  await (await showInformation(sentence, settings, ...earlier))?.follow();
}

async function openFile(path: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document, { preview: false });
}
