import * as vscode from 'vscode';
import { escapeIcons } from '../../base/plainText.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { ViewSources } from '../viewSources.ts';
import type { Row } from './pickerRows.ts';
import { rowOf } from './rolePicker.ts';
import { AssignmentSearch } from './roleSearch.ts';

/** More roles than these are looked for in a picker of their own, which does not send them all to VS Code. */
const mostRows = 1000;

/**
 * The roles that sign-ins are known to lead to and that no profile has, or the way to them. Nothing is listed for this, and
 * nobody is asked.
 */
export async function knownRoles(sources: ViewSources, isForUse: boolean): Promise<readonly Row[]> {
  const signIns = [...sources.signIns()];
  if (signIns.length === 0) return [];
  const { accounts } = await sources.portal.get();
  const taken = rolesWithProfile(sources.store.state.profiles);
  const groups = await Promise.all(
    signIns.map(async ([key, session]) => {
      if ('code' in session) return [];
      const label = escapeIcons(sessionLabel(session));
      const search = new AssignmentSearch(key, await accounts.known(session));
      const shown = search.size > mostRows ? [] : search.find('', mostRows).first;
      const rows: Row[] = shown
        .filter(({ target }) => !taken.has(`${target.accountId}/${target.roleName}`))
        .map((found) => ({
          ...rowOf(found, sources),
          alwaysShow: false,
          buttons: [],
          iconPath: new vscode.ThemeIcon('sign-in'),
        }));
      const way: Row = { ...wayTo(label, search.size), choice: { kind: 'signIn', name: key } };
      const all = isForUse ? [...rows, way] : rows;
      return all.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...all];
    }),
  );
  return groups.flat();
}

function wayTo(label: string, size: number): vscode.QuickPickItem {
  const t = vscode.l10n.t;
  switch (size) {
    case 0:
      return { label: `$(cloud) ${t('Browse the roles of {0}…', label)}` };
    case 1:
      return { label: `$(search) ${t('Search the roles of {0}…', label)}` };
    default:
      return { label: `$(search) ${t('Search the {0} roles of {1}…', size, label)}` };
  }
}

function rolesWithProfile({ profiles }: ProfileSet): ReadonlySet<string> {
  return new Set(
    [...profiles.values()].map(
      (each) => `${valueOf(each, 'sso_account_id')}/${valueOf(each, 'sso_role_name')}`,
    ),
  );
}
