import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { askModally } from '../../display/toasts.ts';
import { accountOf, isPlan, type Planned } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ConfirmationReason } from '../../session/consent/productionConsent.ts';

/** Asks whether to use a production profile, and shows its account. Enter alone does not confirm. */
export async function askAboutProduction(planned: Planned, reason: ConfirmationReason): Promise<boolean> {
  const t = vscode.l10n.t;
  const { name } = publicFacts({ name: targetName(planned.target) });
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  // VS Code gives the focus to the first button.
  const notNow = { title: t('Not Now') };
  const use = { title: t('Use {0}', name) };
  const detail = [
    account === undefined ? t('Its account is not known before it is used.') : t('Account: {0}', account),
    reason === 'policy'
      ? t('This window asks again after you stop using the profile.')
      : t('A task, a keybinding, a link, or another extension requested this.'),
  ];
  return (await askModally(t('Use the production profile {0}?', name), detail, notNow, use)) === use;
}
