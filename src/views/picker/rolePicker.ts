import * as vscode from 'vscode';
import { type Item, Picker } from '../../display/quickPick.ts';
import type { KnownAccounts } from '../../identityCenter/knownAccounts.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { isSameTarget } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';
import { RoleSearch, type FoundRole } from './roleSearch.ts';
import { isSame, ShownRows } from './shownRows.ts';

/** What the user does with a role of a sign-in. */
export type RoleAction = 'use' | 'terminal' | 'console' | 'save';

export interface RolePickerRequest {
  /** As in a `Target`. */
  readonly key: string;
  readonly session: SsoSession;
  /** The initial search text. */
  readonly search: string;
  /** Settles when the listing has ended. */
  readonly listing: Promise<unknown>;
  readonly accounts: Pick<KnownAccounts, 'known' | 'onDidChange'>;
}

interface Row extends Item {
  /** Undefined for a row that cannot be chosen. */
  readonly target?: FoundRole['target'];
}

interface ActionButton extends vscode.QuickInputButton {
  readonly action: RoleAction;
}

/** Lets the user choose among all roles in all accounts that are known, and updates the rows as more are listed. */
export function pickRole(
  { key, session, search, listing, accounts }: RolePickerRequest,
  sources: ViewSources,
): Promise<{ readonly action: RoleAction; readonly target: FoundRole['target'] } | undefined> {
  const t = vscode.l10n.t;
  const pick = new Picker<Row>();
  pick.title = t('Roles of {0}', sessionLabel(session));
  pick.placeholder = t('Type to search by account or role');
  pick.value = search;
  pick.busy = true;
  const shown = new ShownRows(pick);
  let all = new RoleSearch(key, undefined);
  const show = (): void => {
    const { active } = shown;
    const { first, more } = all.find(pick.value);
    const rows = [...first.map((found) => rowOf(found, sources)), ...moreRow(more)];
    const offered = rows.length > 0 || pick.busy ? rows : [nothingRow()];
    shown.set(offered, active && offered.find((row) => isSame(row, active)));
  };
  const read = async (): Promise<void> => {
    all = new RoleSearch(key, await accounts.known(session));
    show();
  };
  const change = accounts.onDidChange(() => void read());
  void read();
  void listing.finally(() => {
    pick.busy = false;
    show();
  });
  return new Promise((resolve) => {
    const settle = (action: RoleAction, target: Row['target']): void => {
      if (!target) return;
      resolve({ action, target });
      pick.hide();
    };
    pick.onDidChangeValue(() => {
      shown.noteTyped();
      show();
    });
    pick.onDidAccept(() => void shown.accepted().then((row) => settle('use', row?.target)));
    pick.onDidTriggerItemButton((item, button) => {
      if (shown.isCertain(item)) settle((button as ActionButton).action, item.target);
    });
    pick.onDidHide(() => {
      change.dispose();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

/** `development / Developer`. The row is always shown, because it is already the result of a search. */
export function rowOf({ target, account, email }: FoundRole, { active }: ViewSources): Row {
  const now = settled(active.state);
  const isInUse = now.kind !== 'none' && isSameTarget(target, now.target);
  const marks = isInUse ? [{ icon: 'check', text: vscode.l10n.t('in use') }] : [];
  return {
    label: `${account} / ${target.roleName}`,
    description: [target.accountId, email, ...marks],
    buttons: actionButtons(),
    alwaysShow: true,
    target,
  };
}

function moreRow(more: number): Row[] {
  if (more === 0) return [];
  const label = vscode.l10n.t('{0} more. Keep typing to narrow the list.', more);
  return [{ icon: 'ellipsis', label, alwaysShow: true }];
}

function nothingRow(): Row {
  return { icon: 'info', label: vscode.l10n.t('No matching roles'), alwaysShow: true };
}

function actionButtons(): ActionButton[] {
  const t = vscode.l10n.t;
  return [
    {
      action: 'terminal',
      iconPath: new vscode.ThemeIcon('terminal'),
      tooltip: t('New Terminal with AWS Profile'),
    },
    { action: 'console', iconPath: new vscode.ThemeIcon('globe'), tooltip: t('Open AWS Console…') },
    { action: 'save', iconPath: new vscode.ThemeIcon('save'), tooltip: t('Save as Profile') },
  ];
}
