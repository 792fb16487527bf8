import * as vscode from 'vscode';
import { Cancelled } from '../../base/failure.ts';
import { showInformation } from '../../display/toasts.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { settled } from '../../session/activeState.ts';
import type { KnownIdentity } from '../../session/inUse/identities.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import { interactiveRequest, withProgress } from '../progress.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { openFileRemedy } from './openAlibabaFile.ts';
import { targetOfCall } from './pickAlibaba.ts';

/** Asks STS whose credentials these are. */
export async function verifyAlibaba(argument: unknown, context: AlibabaContext): Promise<void> {
  const target = await targetOfCall(argument, vscode.l10n.t('Verify Alibaba Cloud Identity'), context);
  if (!target) return;
  const remedy = openFileRemedy(target, context);
  const identity = await context.attempt(target, (renew) => identityOf(target, renew, context), remedy);
  if (identity) await show(alibabaLabel(target), identity);
}

async function identityOf(
  target: AlibabaTarget,
  renew: boolean,
  { active, sessions, identities }: AlibabaContext,
): Promise<KnownIdentity> {
  if (active.state.kind === 'switching') throw new Cancelled();
  const title = vscode.l10n.t('Asking Alibaba Cloud for the identity of {0}…', alibabaLabel(target));
  const identity = await withProgress(title, (progress) =>
    sessions.withSession(target, interactiveRequest(progress, renew), (session) =>
      identities.identify(session, progress.signal),
    ),
  );
  // The window may have waited for what works now.
  const inUse = settled(active.state);
  if (inUse.kind === 'waiting' && active.isUsing(target)) await active.refresh();
  return identity;
}

async function show(name: string, { account, arn }: KnownIdentity): Promise<void> {
  const t = vscode.l10n.t;
  const copyArn = { title: t('Copy ARN'), text: arn };
  const copyAccount = { title: t('Copy Account ID'), text: account };
  const chosen = await showInformation(t('{0}: account {1}, {2}', name, account, arn), copyArn, copyAccount);
  if (chosen) await vscode.env.clipboard.writeText(chosen.text);
}
