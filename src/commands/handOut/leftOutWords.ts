import * as vscode from 'vscode';
import { type Format, leftOut } from '../../delivery/handover/credentialFormats.ts';
import type { GivenSession } from '../../delivery/handover/givenSession.ts';
import { assignmentsOf, sessionVariables } from '../../delivery/handover/handover.ts';

/** A sentence about the variables that are not handed out in this format, if there are any. */
export function leftOutWords(format: Format, session: GivenSession): readonly string[] {
  const names = leftOut(format, assignmentsOf(sessionVariables(session)));
  if (names.length === 0) return [];
  return [
    vscode.l10n.t('Left out because this format cannot represent their values: {0}.', names.join(', ')),
  ];
}
