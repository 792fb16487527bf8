import * as vscode from 'vscode';
import { createQuickFix, registerQuickFixes, runsAfter } from '../../display/problems.ts';
import { writtenAt } from '../../language/elsewhere/profilePlace.ts';
import type { ElsewhereContext } from './elsewhereContext.ts';
import type { MissingProfile, ReferenceProblems } from './referenceProblems.ts';
import { isWorkspaceOpen, turnReferencesOff } from './referencesSetting.ts';
import { rangeOf, referringSelector } from './referringDocuments.ts';

const turnOffCommand = '_rolecall.turnReferencesOff';

/** Quick fixes of names that no profile has. */
export function registerReferenceFixes(
  { attempt }: ElsewhereContext,
  problems: ReferenceProblems,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerQuickFixes(referringSelector, (document, range) => {
      const missing = problems.at(document, range);
      const changes = missing.flatMap((each) => changeOf(document, each));
      return missing.length > 0 ? [...changes, turnOff(missing)] : [];
    }),
    vscode.commands.registerCommand(turnOffCommand, () => attempt(turnOffTitle(), turnReferencesOff)),
  );
}

function changeOf(
  document: vscode.TextDocument,
  { place, near, problem }: MissingProfile,
): readonly vscode.CodeAction[] {
  const written = near === undefined ? undefined : writtenAt(place, near);
  if (near === undefined || written === undefined) return [];
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, place), written);
  return [createQuickFix(vscode.l10n.t('Change to “{0}”', near), edit, [problem], true)];
}

function turnOff(missing: readonly MissingProfile[]): vscode.CodeAction {
  const problems = missing.map(({ problem }) => problem);
  const nothing = new vscode.WorkspaceEdit();
  return runsAfter(createQuickFix(turnOffTitle(), nothing, problems, false), turnOffCommand);
}

function turnOffTitle(): string {
  return isWorkspaceOpen()
    ? vscode.l10n.t('Do not check profile names in this workspace')
    : vscode.l10n.t('Do not check profile names outside of the AWS files');
}
