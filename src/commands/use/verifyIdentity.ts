import * as vscode from 'vscode';
import { Cancelled } from '../../base/failure.ts';
import type { Identity } from '../../credentials/sdk/sts.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { interactiveRequest, withProgress } from '../progress.ts';

export type IdentityContext = Pick<
  CommandContext,
  'store' | 'active' | 'sessions' | 'views' | 'identify' | 'attempt'
>;

/** Asks AWS STS whose credentials these are. */
export async function verifyIdentity(context: IdentityContext): Promise<void> {
  const { state } = context.active;
  const target = state.kind === 'none' ? await chooseTarget('identity', context) : state.target;
  if (!target) return;
  const name = targetName(target);
  const identity = await context.attempt(name, (renew) => identityOf(target, renew, context));
  if (identity) await show(name, identity);
}

export async function identityOf(
  target: Target,
  renew: boolean,
  { active, sessions, identify }: IdentityContext,
): Promise<Identity> {
  if (active.state.kind === 'switching') throw new Cancelled();
  const isWaiting = active.state.kind === 'waiting';
  if (isWaiting) await active.use(target, renew);
  const title = vscode.l10n.t('Verifying the identity of {0}…', targetName(target));
  const identity = await withProgress(title, (progress) =>
    sessions.withSession(target, interactiveRequest(progress, renew && !isWaiting), (session) =>
      identify(session, progress.signal),
    ),
  );
  // If AWS had rejected the session in use, there is a new one now.
  if (settled(active.state).kind === 'waiting') await active.refresh();
  return identity;
}

async function show(name: string, { account, arn }: Identity): Promise<void> {
  const t = vscode.l10n.t;
  const copyArn = { title: t('Copy ARN'), text: arn };
  const copyAccount = { title: t('Copy Account ID'), text: account };
  const message = t('{0}: account {1}, {2}', name, account, arn);
  const chosen = await showInformation(message, copyArn, copyAccount);
  if (chosen) await vscode.env.clipboard.writeText(chosen.text);
}
