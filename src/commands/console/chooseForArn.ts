import * as vscode from 'vscode';
import { openByDefault } from '../../delivery/console/openBrowser.ts';
import { type Item, pickOne } from '../../display/quickPick.ts';
import { type Arn, arnPage, mayHavePage } from '../../plan/console/arn.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { accessMark, accessOf } from '../../views/accessWords.ts';
import { accountLabel } from '../../views/arnWords.ts';
import { entryOf } from '../../views/picker/pickerEntries.ts';
import { iconOf } from '../../views/planWords.ts';
import { factsOf } from '../../views/targetFacts.ts';
import type { ViewSources } from '../../views/viewSources.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';

type ChoiceContext = Pick<CommandContext, 'store' | 'views' | 'attempt'>;

interface Choices {
  /** The plans in the account of the ARN. */
  readonly known: readonly Plan[];
  /** The plans that may be in it. */
  readonly possible: readonly Plan[];
}

interface Row extends Item {
  readonly target?: Target;
}

/**
 * Lets the user choose what opens a resource: a profile or a role of its account, or one that may be of that account.
 * Undefined if the user closes the list, or opens the page where the browser is signed in.
 */
export async function chooseForArn(
  arn: Arn,
  { known, possible }: Choices,
  context: ChoiceContext,
): Promise<Target | undefined> {
  const { account } = arn;
  if (account === undefined) return chooseTarget('console', context);
  const t = vscode.l10n.t;
  const { views } = context;
  const isKnown = known.length > 0;
  const plans = inOrder(isKnown ? known : possible, views);
  const place = accountLabel(views.accountNames.ofId(account));
  const rows = [...plans.map((plan) => rowOf(plan, views)), ...(mayHavePage(arn) ? [browserRow()] : [])];
  const placeholder = isKnown
    ? t('Choose what opens the resource in account {0}', place)
    : plans.length > 0
      ? t('No profile is known for account {0}. Choose a profile that may belong to it.', place)
      : t('No profile is known for account {0}.', place);
  const chosen = await pickOne<Row>(rows, { title: t('Open Resource by ARN'), placeholder });
  if (chosen && !chosen.target) await openByDefault(arnPage(arn));
  return chosen?.target;
}

/** The last used one comes first, and production last. */
function inOrder(plans: readonly Plan[], { chosen, production }: ViewSources): readonly Plan[] {
  const recent = chosen.recent.map(targetKey);
  const rank = (plan: Plan): number => {
    const at = recent.indexOf(targetKey(plan.target));
    return (production.of(plan) ? recent.length + 1 : 0) + (at < 0 ? recent.length : at);
  };
  return plans.toSorted((one, other) => rank(one) - rank(other));
}

function rowOf(plan: Plan, views: ViewSources): Row {
  const { role, summary, region, production, accountId } = factsOf(plan, views);
  const access = accessMark(accessOf(plan));
  const marks = [
    ...(production ? [{ icon: 'flame', text: vscode.l10n.t('production') }] : []),
    ...(access ? [access] : []),
  ];
  const facts = [role?.split('/').at(-1) ?? summary, accountId ?? '', region?.code ?? ''];
  return {
    label: entryOf(plan, views).label,
    description: [...marks, ...facts.filter((fact) => fact !== '')],
    ...(marks.length === 0 && { iconPath: iconOf(plan) }),
    target: plan.target,
  };
}

/** The page asks to sign in if the browser is signed in to another account, or to none. */
function browserRow(): Row {
  return { icon: 'link-external', label: vscode.l10n.t('Open where the browser is signed in') };
}
