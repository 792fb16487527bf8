import * as vscode from 'vscode';
import type { ConsoleLink } from '../../delivery/console/consoleLinks.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import type { OpenConsoleContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import { writeUserSetting } from '../userSetting.ts';

/**
 * Says once on this machine what helps if the browser does not show a second account: AWS tells no program whether the
 * user has turned on support for several sessions. `openAgain` opens the same page once more.
 */
export function tellOfSeveralAccounts(
  { isSecret }: ConsoleLink,
  target: Target,
  openAgain: () => Promise<void>,
  context: OpenConsoleContext,
): void {
  const t = vscode.l10n.t;
  const { memory, browser } = context.console;
  const { planOf, accountNames } = context.views;
  const account = accountNames.of(planOf(target))?.id ?? targetKey(target);
  const isSecond = memory.isSecondAccount(account);
  // The access portal signs the browser in itself.
  if (!isSecond || !isSecret || memory.isHintShown || !browser.showsOneAccount) return;
  memory.noteHint();
  showInfo(
    t(
      'If the AWS console asks you to sign out first: turn on multi-session support in the menu of your account there, or let Rolecall sign the browser out first.',
    ),
    [
      {
        title: t('About Multi-Session Support'),
        follow: () => vscode.env.openExternal(vscode.Uri.parse(page)),
      },
      {
        title: t('Sign the Browser Out First'),
        follow: () =>
          context.attempt(t('Sign the Browser Out First'), async () => {
            await writeUserSetting('console.signOutFirst', true);
            await openAgain();
          }),
      },
    ],
  );
}

/** AWS Management Console Getting Started Guide, "Signing in to multiple accounts". */
const page = 'https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/multisession.html';
