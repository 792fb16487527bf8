import * as vscode from 'vscode';
import { type Failure, takesNewCode } from '../failure.ts';
import { waysOut, worthRetrying } from './waysOut.ts';

/** Tells of a failure, with buttons for the ways out. Nobody waits for the answer. */
export function showFailure(failure: Failure, sentence: string, retry: (anew: boolean) => void): void {
  const t = vscode.l10n.t;
  const ways: { readonly title: string; readonly follow: () => void }[] = waysOut(failure).map(
    ({ title, command, argument }) => ({
      title,
      follow: () => void vscode.commands.executeCommand(command, argument),
    }),
  );
  if (takesNewCode(failure)) ways.unshift({ title: t('New MFA Code'), follow: () => retry(true) });
  const again = failure.code === 'signInNeeded' ? t('Sign In') : t('Try Again');
  if (worthRetrying.has(failure.code)) ways.push({ title: again, follow: () => retry(false) });
  void vscode.window.showErrorMessage(sentence, ...ways).then((way) => way?.follow());
}
