import * as vscode from 'vscode';
import type { ApiQuestions } from '../delivery/apiCredentials.ts';

/** What a person and an extension are told when that extension asks for credentials. */
export const apiQuestions: ApiQuestions = {
  async askConsent({ id, name }, profile) {
    const t = vscode.l10n.t;
    const allow = { title: t('Allow') };
    const never = { title: t('Never') };
    const notNow = { title: t('Not Now'), isCloseAffordance: true };
    const detail = t(
      'It asks for {0} now. If you allow it, the extension {1} gets the credentials of any of your profiles whenever it asks, without another question. “Rolecall: Manage API Access” takes that back.',
      profile,
      id,
    );
    const chosen = await vscode.window.showWarningMessage(
      t('Allow the extension “{0}” to use your AWS credentials?', name),
      { modal: true, detail },
      allow,
      never,
      notNow,
    );
    return chosen === allow ? 'allowed' : chosen === never ? 'never' : 'notNow';
  },

  describe(code, { name }) {
    const t = vscode.l10n.t;
    switch (code) {
      case 'notAllowed':
        return t(
          'You have not allowed “{0}” to use your AWS credentials. Run “Rolecall: Manage API Access” to allow it.',
          name,
        );
      case 'noActiveProfile':
        return t('This window uses no AWS profile. Run “Rolecall: Switch AWS Profile”.');
      case 'cancelled':
        return t('The box for the MFA code was closed.');
    }
  },
};
