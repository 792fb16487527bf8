import * as vscode from 'vscode';
import { explainTarget } from '../commands/use/explainProfile.ts';
import type { ModelTool } from '../display/languageModels.ts';
import { isPlan } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { profileNamed, type ToolContext } from './toolContext.ts';
import { nameField, readInput, ToolError } from './toolInput.ts';
import { answerText, dataText, targetData } from './toolText.ts';

type ExplainContext = Pick<ToolContext, 'active' | 'progressOf' | 'ready' | 'shortPath' | 'store' | 'views'>;

/** More lines than the longest chain of roles has. */
const mostLines = 60;

/** Tells a model what _Explain Profile_ tells the user. */
export function explainTool(context: ExplainContext): ModelTool {
  return {
    prepare: () => ({ doing: vscode.l10n.t('Reading how the AWS profile works') }),
    invoke: async (input) => {
      const { profile } = readInput(input, { profile: nameField });
      await context.ready();
      const target = profile === undefined ? inUse(context) : profileNamed(profile, context);
      const { text } = await explainTarget(target, context);
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return answerText({
        profile: targetData(target),
        usable: isPlan(context.views.planOf(target)),
        explanation: lines.slice(0, mostLines).map((line) => dataText(line)),
      });
    },
  };
}

function inUse({ active }: ExplainContext): Target {
  const target = targetOf(settled(active.state));
  if (target) return target;
  throw new ToolError(
    'This window uses no AWS profile. Name one in "profile"; rolecall_profiles has the names.',
  );
}
