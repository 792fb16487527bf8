import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** VS Code renders icons in the titles of terminals. */
export function openTerminal(options: vscode.TerminalOptions): vscode.Terminal {
  return vscode.window.createTerminal(titled(options));
}

export function terminalProfile(options: vscode.TerminalOptions): vscode.TerminalProfile {
  return new vscode.TerminalProfile(titled(options));
}

function titled({ name = '', ...options }: vscode.TerminalOptions): vscode.TerminalOptions {
  return { ...options, name: displayText(name) };
}
