import * as vscode from 'vscode';
import { FailureError } from '../base/failure.ts';
import type { AgentAccessAnswer, AgentQuestions } from '../commands/agents/agentQuestions.ts';
import type { ModelTool } from '../display/languageModels.ts';
import { targetName } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import type { ToolContext } from './toolContext.ts';
import { readInput, ToolError } from './toolInput.ts';
import { answerText, dataText, targetData } from './toolText.ts';

type AccessContext = Pick<ToolContext, 'active' | 'agents' | 'ready'> & {
  readonly askForAccess: AgentQuestions['ask'];
};

/** Lets a model ask the user for as much access as they have themselves. The user decides in VS Code. */
export function accessTool({ active, agents, ready, askForAccess }: AccessContext): ModelTool {
  return {
    prepare: () => ({ doing: vscode.l10n.t('Asking you for more AWS access') }),
    invoke: async (input) => {
      const reason = reasonIn(input);
      await ready();
      const target = targetOf(settled(active.state));
      if (!target) throw new ToolError('This window uses no AWS profile. Ask the user to choose one first.');
      // A user who sets that does not want to be asked.
      if (agents.settings.access === 'none' && !agents.grantFor(target))
        throw new FailureError({ code: 'agentsHaveNoAccess', profile: targetName(target) });
      const answer = await askForAccess({ agent: '', target, reason });
      return answerFor(targetData(target), answer);
    },
  };
}

function answerFor(profile: string, answer: AgentAccessAnswer): string {
  switch (answer.kind) {
    case 'granted':
      return answerText({
        profile,
        allowedUntil: answer.until === undefined ? 'the window closes' : new Date(answer.until).toISOString(),
        note: 'The next AWS command has the access of the user. Do only what you asked for.',
      });
    case 'hasAll':
      return answerText({ profile, note: 'Agents can do what the user can do already.' });
    case 'untrusted':
      throw new ToolError(
        'The user does not trust this workspace, so agents get no more access in it. Ask the user to run the command themselves, or to trust the workspace.',
      );
    case 'declined':
      throw new ToolError(
        `The user does not allow more access to "${profile}". Do not ask again: go on without it, or ask the user to run the command themselves. They can allow more with the command "Rolecall: Let Agents Write…".`,
      );
  }
}

function reasonIn(input: unknown): string {
  const { reason } = readInput(input, { reason: { kind: 'text', most: 1000 } });
  const text = dataText(reason ?? '', 200);
  if (text === '')
    throw new ToolError(
      'The input "reason" is missing: say in one sentence what you want to change, and why.',
    );
  return text;
}
