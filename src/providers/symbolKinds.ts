import * as vscode from 'vscode';
import type { OutlineSymbol } from '../language/navigation/outline.ts';

/** The kind of symbol decides the icon, and what the filters of the outline hide. */
export function symbolKind(kind: OutlineSymbol['kind']): vscode.SymbolKind {
  switch (kind) {
    case 'profile':
      return vscode.SymbolKind.Class;
    case 'sso-session':
      return vscode.SymbolKind.Interface;
    case 'services':
      return vscode.SymbolKind.Module;
    case 'section':
      return vscode.SymbolKind.Namespace;
    case 'block':
      return vscode.SymbolKind.Object;
    case 'key':
      return vscode.SymbolKind.Property;
  }
}
