import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { CommandParts } from './parts.ts';

type SessionCommandParts = Pick<CommandParts, 'perform' | 'forgetAllSessions'>;

/** What a person does to sessions, as against profiles. */
export function registerSessionCommands({ perform, forgetAllSessions }: SessionCommandParts): Disposable {
  return vscode.commands.registerCommand(commandIds.forgetAllSessions, async () => {
    const count = await perform(vscode.l10n.t('Forget All Sessions'), forgetAllSessions);
    if (count !== undefined) void vscode.window.showInformationMessage(forgotten(count));
  });
}

function forgotten(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return t('There was no session to forget.');
  const openTerminals = t('Terminals that are open keep theirs until you close them.');
  const what = count === 1 ? t('1 session forgotten.') : t('{0} sessions forgotten.', count);
  return `${what} ${openTerminals}`;
}
