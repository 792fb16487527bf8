import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** What the Problems panel shows of files. `owner` distinguishes collections. */
export function createProblems(owner = 'rolecall'): vscode.DiagnosticCollection {
  return vscode.languages.createDiagnosticCollection(owner);
}

/** A problem in a file. `page` explains its code; a problem without one is explained by its sentence. */
export function createProblem(
  range: vscode.Range,
  sentence: string,
  severity: vscode.DiagnosticSeverity,
  code?: { readonly name: string; readonly page: vscode.Uri },
  related: readonly { readonly location: vscode.Location; readonly text: string }[] = [],
): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(range, displayText(sentence), severity);
  problem.source = 'rolecall';
  if (code) problem.code = { value: code.name, target: code.page };
  problem.relatedInformation = related.map(
    ({ location, text }) => new vscode.DiagnosticRelatedInformation(location, displayText(text)),
  );
  return problem;
}

/** A way to solve problems. */
export function createQuickFix(
  title: string,
  edit: vscode.WorkspaceEdit,
  problems: readonly vscode.Diagnostic[],
  isPreferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(displayText(title), vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = [...problems];
  action.isPreferred = isPreferred;
  return action;
}

/** An answer to problems that changes no file. */
export function createFixCommand(
  title: string,
  problems: readonly vscode.Diagnostic[],
  command: string,
  ...args: readonly unknown[]
): vscode.CodeAction {
  const action = new vscode.CodeAction(displayText(title), vscode.CodeActionKind.QuickFix);
  action.command = { title: action.title, command, arguments: [...args] };
  action.diagnostics = [...problems];
  return action;
}

/** Runs a command after the edit. */
export function runsAfter(action: vscode.CodeAction, command: string): vscode.CodeAction {
  action.command = { title: action.title, command };
  return action;
}

/** What a user can have VS Code run when a file is saved, as `source.fixAll` or `source.fixAll.rolecall`. */
export function registerFixOnSave(
  selector: vscode.DocumentSelector,
  title: () => string,
  fix: (document: vscode.TextDocument) => vscode.WorkspaceEdit | undefined,
): vscode.Disposable {
  const kind = vscode.CodeActionKind.SourceFixAll.append('rolecall');
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions(document, _, { only }) {
        const edit = only?.contains(kind) ? fix(document) : undefined;
        if (!edit) return [];
        const action = new vscode.CodeAction(displayText(title()), kind);
        action.edit = edit;
        return [action];
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}

/** Registers who offers quick fixes. */
export function registerQuickFixes(
  selector: vscode.DocumentSelector,
  provide: (
    document: vscode.TextDocument,
    range: vscode.Range,
    problems: readonly vscode.Diagnostic[],
  ) => vscode.CodeAction[],
): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    selector,
    { provideCodeActions: (document, range, { diagnostics }) => provide(document, range, diagnostics) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
