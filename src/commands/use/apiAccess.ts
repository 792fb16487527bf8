import * as vscode from 'vscode';
import { displayText } from '../../base/plainText.ts';
import type { ApiQuestions } from '../../delivery/servers/apiCredentials.ts';
import { pickMany } from '../../display/quickPick.ts';
import { askModally, showInformation } from '../../display/toasts.ts';
import type { CommandContext } from '../context.ts';

/** Shows which extensions can get credentials, and lets the user grant and revoke that. */
export async function manageApiAccess({ api }: Pick<CommandContext, 'api'>): Promise<void> {
  const t = vscode.l10n.t;
  const { consents } = await api.get();
  const items = [...consents.all].map(([id, consent]) => ({
    id,
    label: extensionName(id),
    description: id,
    picked: consent === 'allowed',
  }));
  if (items.length === 0) {
    void showInformation(t('No extension has requested AWS credentials yet.'));
    return;
  }
  const chosen = await pickMany(items, {
    title: t('Manage API Access'),
    placeholder: t('Choose the extensions that can use your AWS credentials'),
  });
  if (!chosen) return;
  const changed = items.filter((item) => chosen.includes(item) !== item.picked);
  for (const { id, picked } of changed) await consents.set(id, picked ? 'never' : 'allowed');
  const revoked = changed.filter(({ picked }) => picked).map(({ label }) => label);
  if (revoked.length > 0) void showInformation(revokedMessage(revoked));
}

/** Credentials that were already provided cannot be revoked. */
function revokedMessage(names: readonly string[]): string {
  return vscode.l10n.t(
    'Access to your AWS credentials was revoked for {0}. Credentials that were already provided stay valid until they expire.',
    names.join(', '),
  );
}

/** The display name of an extension, or its ID if it is not installed. */
export function extensionName(id: string): string {
  const manifest = vscode.extensions.getExtension(id)?.packageJSON as
    { readonly displayName?: string } | undefined;
  return manifest?.displayName ?? id;
}

/** The questions and messages of the extension API. */
export const apiQuestions: ApiQuestions = {
  async askConsent({ id, name }, profile) {
    const t = vscode.l10n.t;
    // VS Code gives the focus to the first button.
    const notNow = { title: t('Not Now') };
    const allow = { title: t('Allow') };
    const never = { title: t('Never') };
    const detail = t(
      'It is requesting credentials for {0}. If you allow this, the extension {1} can get the credentials of all your profiles at any time without asking again. To revoke access, run “Rolecall: Manage API Access”.',
      profile,
      id,
    );
    const chosen = await askModally(
      t('Allow the extension “{0}” to use your AWS credentials?', name),
      [detail],
      notNow,
      allow,
      never,
    );
    return chosen === allow ? 'allowed' : chosen === never ? 'never' : 'notNow';
  },

  describe(code, { name }) {
    const t = vscode.l10n.t;
    switch (code) {
      case 'notAllowed':
        return displayText(
          t(
            '“{0}” is not allowed to use your AWS credentials. To allow it, run “Rolecall: Manage API Access”.',
            name,
          ),
        );
      case 'noActiveProfile':
        return t(
          'This window does not use an AWS profile. To choose one, run “Rolecall: Switch AWS Profile”.',
        );
      case 'cancelled':
        return t('The prompt was closed.');
    }
  },
};
