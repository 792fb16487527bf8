import * as vscode from 'vscode';
import type { Item } from '../../display/quickPick.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import type { ViewSources } from '../viewSources.ts';
import type { Row } from './pickerRows.ts';
import { rowOf } from './rolePicker.ts';
import { RoleSearch } from './roleSearch.ts';

/** More roles than this are searched in their own picker, which does not send all of them to VS Code. */
const maxRows = 1000;

/**
 * The known roles without a profile, of all sign-ins, with a row that opens the search. Does not request anything from
 * AWS, and never prompts the user.
 */
export async function knownRoleRows(sources: ViewSources, withSearch: boolean): Promise<readonly Row[]> {
  const signIns = [...sources.signIns()];
  if (signIns.length === 0) return [];
  const { accounts } = await sources.portal.get();
  const rolesWithProfiles = rolesWithProfile(sources.store.state.profiles);
  const groups = await Promise.all(
    signIns.map(async ([key, session]) => {
      if ('code' in session) return [];
      const label = sessionLabel(session);
      const search = new RoleSearch(key, await accounts.known(session));
      const shown = search.size > maxRows ? [] : search.find('', maxRows).first;
      const rows: Row[] = shown
        .filter(({ target }) => !rolesWithProfiles.has(`${target.accountId}/${target.roleName}`))
        .map((found) => ({
          ...rowOf(found, sources),
          alwaysShow: false,
          buttons: [],
          iconPath: new vscode.ThemeIcon('sign-in'),
        }));
      const searchAll: Row = { ...searchRow(label, search.size), choice: { kind: 'signIn', name: key } };
      const all = withSearch ? [...rows, searchAll] : rows;
      return all.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...all];
    }),
  );
  return groups.flat();
}

function searchRow(label: string, size: number): Item {
  const t = vscode.l10n.t;
  switch (size) {
    case 0:
      return { icon: 'cloud', label: t('Browse the roles of {0}…', label) };
    case 1:
      return { icon: 'search', label: t('Search the roles of {0}…', label) };
    default:
      return { icon: 'search', label: t('Search the {0} roles of {1}…', size, label) };
  }
}

function rolesWithProfile({ profiles }: ProfileSet): ReadonlySet<string> {
  return new Set(
    [...profiles.values()].map(
      (each) => `${valueOf(each, keys.ssoAccountId)}/${valueOf(each, keys.ssoRoleName)}`,
    ),
  );
}
