import * as vscode from 'vscode';
import type { ModelTool } from '../display/languageModels.ts';
import type { Target } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { normalized, wordsOf } from '../views/picker/wordSearch.ts';
import { factsOf, searchedTexts, type TargetFacts } from '../views/targetFacts.ts';
import { accountOf } from './identityTool.ts';
import type { ToolContext } from './toolContext.ts';
import { readInput } from './toolInput.ts';
import { answerText, dataName, dataText, targetData } from './toolText.ts';

type ProfilesContext = Pick<ToolContext, 'active' | 'ready' | 'store' | 'views'>;

const fields = {
  filter: { kind: 'text', most: 200 },
  limit: { kind: 'integer', least: 1, most: 200 },
} as const;
const usualLimit = 50;

/** Lists the profiles of the AWS files for a model. */
export function profilesTool(context: ProfilesContext): ModelTool {
  return {
    prepare: () => ({ doing: vscode.l10n.t('Listing the AWS profiles') }),
    invoke: async (input) => {
      const { filter = '', limit = usualLimit } = readInput(input, fields);
      const { active, ready } = context;
      await ready();
      const used = targetOf(settled(active.state));
      const inUse = used?.kind === 'profile' ? used.name : undefined;
      const found = profilesWith(wordsOf(filter), context).toSorted(
        (a, b) => Number(b.name === inUse) - Number(a.name === inUse),
      );
      const profiles = found.slice(0, limit).map((facts) => profileAnswer(facts, inUse, context));
      return answerText({ total: found.length, shown: profiles.length, profiles });
    },
  };
}

/** The profiles of which every word is known, by name, account, role, region, or kind. */
function profilesWith(words: readonly string[], { store, views }: ProfilesContext): readonly TargetFacts[] {
  return [...store.state.profiles.profiles.keys()].flatMap((name) => {
    const target: Target = { kind: 'profile', name };
    const facts = factsOf(views.planOf(target), views);
    const text = words.length === 0 ? '' : normalized(searchedTexts(facts).join('\n'));
    return words.every((word) => text.includes(word)) ? [facts] : [];
  });
}

function profileAnswer(facts: TargetFacts, inUse: string | undefined, { views }: ProfilesContext): object {
  const { target, name, summary, region, production, failure } = facts;
  return {
    name: targetData(target),
    kind: summary === '' ? undefined : dataName(summary),
    account: accountOf(facts),
    region: region && dataName(region.code),
    production: production !== undefined,
    inUse: name === inUse || undefined,
    usable: failure === undefined,
    why: failure && dataText(views.describeReason(failure), 300),
  };
}
