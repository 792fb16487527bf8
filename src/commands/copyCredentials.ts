import * as vscode from 'vscode';
import { assignmentsOf, sessionVariables } from '../delivery/environment.ts';
import { type Format, formatted } from '../delivery/formats.ts';
import { type Shell, shellOf } from '../delivery/shellNames.ts';
import { withoutLinks } from '../plainText.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { Session } from '../session/sessions.ts';
import type { TreeNode } from '../views/tree.ts';
import { duration } from '../views/remaining.ts';
import { clearClipboard } from './clipboard.ts';
import { sessionFor, targetFor } from './handedSession.ts';
import { offer } from './makeChange.ts';
import type { CommandParts } from './parts.ts';
import { askSteps, type ChoiceItem } from './steps.ts';

type CopyParts = Pick<CommandParts, 'store' | 'active' | 'sessions' | 'views' | 'perform'>;

/** Puts credentials into the clipboard, in the form that is wanted elsewhere. */
export async function copyCredentials(parts: CopyParts, node?: TreeNode): Promise<void> {
  const target = await targetFor(node, parts);
  if (!target) return;
  await parts.perform(targetName(target), async (anew) => {
    const format = await askFormat(target);
    if (!format) return;
    const session = await sessionFor(target, anew, parts);
    const text = formatted(format, handedOf(session));
    await vscode.env.clipboard.writeText(text);
    offer(withoutLinks(copied(session, parts.views.now())), [clearClipboard(text)]);
  });
}

async function askFormat(target: Target): Promise<Format | undefined> {
  const t = vscode.l10n.t;
  const answers = await askSteps(t('Copy Credentials of {0}', targetName(target)), () => [
    () => ({
      kind: 'choice',
      name: 'format',
      prompt: t('For what?'),
      value: shellOf(vscode.env.shell) ?? 'posix',
      items: formatItems(),
    }),
  ]);
  return answers?.['format'] as Format | undefined;
}

export function shellItems(): readonly (ChoiceItem & { readonly answer: Shell })[] {
  return [
    { answer: 'posix', label: 'bash, zsh, sh', description: 'export …' },
    { answer: 'fish', label: 'fish', description: 'set -gx …' },
    { answer: 'powershell', label: 'PowerShell', description: '$Env:…' },
    { answer: 'cmd', label: vscode.l10n.t('Command Prompt'), description: 'set "…"' },
  ];
}

function formatItems(): readonly (ChoiceItem & { readonly answer: Format })[] {
  const t = vscode.l10n.t;
  return [
    ...shellItems(),
    { answer: 'dotenv', label: '.env', description: t('also for Docker') },
    { answer: 'process', label: 'JSON', description: t('as credential_process prints it') },
    { answer: 'credentialsFile', label: t('Credentials file'), description: '[…]' },
  ];
}

function handedOf(session: Session) {
  const { plan, credentials } = session;
  return {
    name: targetName(plan.target),
    credentials: credentials.reveal(),
    region: plan.region?.name,
    variables: assignmentsOf(sessionVariables(session)),
  };
}

function copied({ plan, credentials }: Session, now: number): string {
  const t = vscode.l10n.t;
  const name = targetName(plan.target);
  const { expiration } = credentials;
  return expiration === undefined
    ? t('The credentials of {0} are in the clipboard, secret included. They have no known end.', name)
    : t(
        'The credentials of {0} are in the clipboard, secret included. They end in {1}.',
        name,
        duration(expiration - now),
      );
}
