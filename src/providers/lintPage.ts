import * as vscode from 'vscode';
import type { LintCode } from '../language/lint/codes.ts';

const openCommand = '_rolecall.explainProblem';

/** The link from the code of a problem to its explanation. */
export function lintLink(code: LintCode): vscode.Uri {
  const query = encodeURIComponent(JSON.stringify([code]));
  return vscode.Uri.from({ scheme: 'command', path: openCommand, query });
}

/** Opens the explanation of a code, in the page that comes with the extension. */
export function registerLintPage(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(openCommand, (code: unknown) => {
    const fragment = typeof code === 'string' ? code.toLowerCase() : '';
    const page = vscode.Uri.joinPath(extension, 'docs', 'lint.md').with({ fragment });
    return vscode.commands.executeCommand('markdown.showPreview', page);
  });
}
