import * as vscode from 'vscode';
import { showInformation } from '../../display/toasts.ts';
import { targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';

type AgentContext = Pick<
  CommandContext,
  'active' | 'agents' | 'agentQuestions' | 'store' | 'views' | 'attempt'
>;

/** Lets AI agents use the profile in use, or one that the user chooses, with the user's access for a while. */
export async function letAgentsWrite(context: AgentContext): Promise<void> {
  const inUse = targetOf(settled(context.active.state));
  const target = inUse ?? (await chooseTarget('agents', context));
  if (!target) return;
  const { kind } = await (await context.agentQuestions.get()).ask({ agent: undefined, target });
  const t = vscode.l10n.t;
  const name = targetName(target);
  if (kind === 'hasAll')
    void showInformation(t('AI agents can already do everything with {0} that you can do.', name));
  if (kind === 'untrusted')
    void showInformation(t('AI agents get no more access in a workspace that you do not trust.'));
}

/** Gives AI agents the access that the settings say. */
export function stopAgentsWriting({ agents }: Pick<CommandContext, 'agents'>): void {
  agents.revokeAll();
  void showInformation(
    vscode.l10n.t(
      'AI agents have the access of your settings again. Keys that their programs already have stay valid until they expire.',
    ),
  );
}
