import * as vscode from 'vscode';
import { showInformation } from '../../display/toasts.ts';
import type { ApplyContext } from './applyToTerminals.ts';
import { followAlways } from './followOffer.ts';

/** Says that a terminal has keys of a console sign-in for 15 minutes only, and offers the mode that renews them. */
export async function offerFreshKeys(profile: string, context: ApplyContext): Promise<void> {
  const t = vscode.l10n.t;
  const live = { title: t('Always Fresh Keys') };
  const sentence = t(
    'The keys of “{0}” are from a sign-in with the AWS console, and last 15 minutes in a terminal. In the mode “live”, programs always get fresh ones.',
    profile,
  );
  if ((await showInformation(sentence, live)) === live)
    await followAlways({ kind: 'profile', name: profile }, context);
}
