import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Identity } from '../credentials/sts.ts';
import type { Disposable } from '../event.ts';
import { Cancelled } from '../failure.ts';
import { withoutLinks } from '../plainText.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { settled } from '../session/activeState.ts';
import { chooseTarget } from './chooseTarget.ts';
import type { CommandParts } from './parts.ts';
import { whileWatched, withProgress } from './perform.ts';

export type IdentityCommandParts = Pick<
  CommandParts,
  'store' | 'active' | 'sessions' | 'views' | 'identify' | 'perform'
>;

/** Asks STS who the credentials really are. */
export function registerIdentityCommands(parts: IdentityCommandParts): Disposable {
  return vscode.commands.registerCommand(commandIds.verifyIdentity, async () => {
    const { state } = parts.active;
    const target = state.kind === 'none' ? await chooseTarget('identity', parts) : state.target;
    if (!target) return;
    const name = targetName(target);
    const identity = await parts.perform(name, (anew) => identityOf(target, anew, parts));
    if (identity) await show(name, identity);
  });
}

export async function identityOf(
  target: Target,
  anew: boolean,
  { active, sessions, identify }: IdentityCommandParts,
): Promise<Identity> {
  if (active.state.kind === 'switching') throw new Cancelled();
  const isWaiting = active.state.kind === 'waiting';
  if (isWaiting) await active.use(target, anew);
  const title = vscode.l10n.t('Asking AWS who {0} is…', targetName(target));
  const identity = await withProgress(title, (progress) =>
    sessions.withSession(target, whileWatched(progress, anew && !isWaiting), (session) =>
      identify(session, progress.signal),
    ),
  );
  // Where AWS had refused the session in use, there is another now.
  if (settled(active.state).kind === 'waiting') await active.refresh();
  return identity;
}

async function show(name: string, { account, arn }: Identity): Promise<void> {
  const t = vscode.l10n.t;
  const copyArn = { title: t('Copy ARN'), text: arn };
  const copyAccount = { title: t('Copy Account ID'), text: account };
  const message = withoutLinks(t('{0}: account {1}, {2}', name, account, arn));
  const chosen = await vscode.window.showInformationMessage(message, copyArn, copyAccount);
  if (chosen) await vscode.env.clipboard.writeText(chosen.text);
}
