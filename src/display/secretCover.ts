import * as vscode from 'vscode';

/**
 * Shows dots in place of the text. VS Code has no decoration that replaces text: a style takes it out of the layout, as
 * folding extensions do.
 */
export function createSecretCover(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    textDecoration: 'none; display: none',
    before: { contentText: '••••••••', color: new vscode.ThemeColor('descriptionForeground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
