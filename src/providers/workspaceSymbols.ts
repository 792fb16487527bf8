import * as vscode from 'vscode';
import { createWorkspaceSymbol } from '../display/editorTexts.ts';
import { findSections } from '../language/navigation/symbolSearch.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { NavigationContext } from './navigationContext.ts';
import { symbolKind } from './symbolKinds.ts';

type SymbolStore = Pick<NavigationContext['store'], 'paths' | 'ready'>;

/** The profiles and other sections that the search of the workspace finds, whether their file is open or not. */
export async function workspaceSymbols(
  store: SymbolStore,
  query: string,
): Promise<vscode.SymbolInformation[]> {
  const { profiles } = await store.ready();
  const { paths } = store;
  const uris: Readonly<Record<FileRole, vscode.Uri>> = {
    config: vscode.Uri.file(paths.config),
    credentials: vscode.Uri.file(paths.credentials),
  };
  return findSections(profiles, query).map(({ kind, name, location: { file, start } }) => {
    const line = profiles.lines?.[file].lineAt(start) ?? 0;
    const at = new vscode.Location(uris[file], new vscode.Position(line, 0));
    return createWorkspaceSymbol({ name, container: containerOf(kind, file) }, symbolKind(kind), at);
  });
}

function containerOf(kind: 'profile' | 'sso-session' | 'services', file: FileRole): string {
  if (kind !== 'profile') return kind;
  return file === 'config'
    ? vscode.l10n.t('AWS profile')
    : vscode.l10n.t('AWS profile in the credentials file');
}
