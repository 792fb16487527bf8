import { type ToolName, toolNames } from '../base/contributions.ts';
import { Cancelled, FailureError } from '../base/failure.ts';
import type { AgentQuestions } from '../commands/agents/agentQuestions.ts';
import type { ModelTool } from '../display/languageModels.ts';
import { accessTool } from './accessTool.ts';
import { explainTool } from './explainTool.ts';
import { identityTool } from './identityTool.ts';
import { profilesTool } from './profilesTool.ts';
import { switchTool } from './switchTool.ts';
import type { ToolContext } from './toolContext.ts';
import { ToolError } from './toolInput.ts';
import { dataText } from './toolText.ts';

/** The tools for language models. They answer in English, except for sentences that the interface has, too. */
export function createTools(
  context: ToolContext & { readonly askForAccess: AgentQuestions['ask'] },
): Readonly<Record<ToolName, ModelTool>> {
  return {
    [toolNames.identity]: withErrors(identityTool(context), context),
    [toolNames.profiles]: withErrors(profilesTool(context), context),
    [toolNames.explain]: withErrors(explainTool(context), context),
    [toolNames.switchProfile]: withErrors(switchTool(context), context),
    [toolNames.requestAccess]: withErrors(accessTool(context), context),
  };
}

/** The tool with errors whose messages a model can read. */
function withErrors(tool: ModelTool, context: ToolContext): ModelTool {
  return {
    prepare: (input) => tool.prepare(input),
    invoke: (input, signal) =>
      tool.invoke(input, signal).catch((error: unknown) => {
        throw new Error(sentenceFor(error, context));
      }),
  };
}

function sentenceFor(error: unknown, { log, views }: ToolContext): string {
  if (error instanceof ToolError) return error.message;
  if (error instanceof FailureError) return dataText(views.describe(error.failure));
  if (error instanceof Cancelled) return 'The call was canceled.';
  if (error instanceof Error) log.error(error);
  return 'Something unexpected happened in Rolecall. Ask the user to look into its log (command "Rolecall: Show Log").';
}
