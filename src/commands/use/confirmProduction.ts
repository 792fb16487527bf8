import * as vscode from 'vscode';
import { askModally } from '../../display/toasts.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { accountOf, isPlan, type Planned } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';

/** Asks whether to use a production profile, and shows its account. */
export async function askAboutProduction(planned: Planned): Promise<boolean> {
  const t = vscode.l10n.t;
  const { name } = publicFacts({ name: targetName(planned.target) });
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  const use = { title: t('Use {0}', name) };
  const detail = [
    account === undefined ? t('Its account is not known before it is used.') : t('Account: {0}', account),
    t('This window asks again after you stop using the profile.'),
  ];
  return (await askModally(t('Use the production profile {0}?', name), detail, use)) === use;
}
