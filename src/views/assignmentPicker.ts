import * as vscode from 'vscode';
import type { Listing } from '../identityCenter/accounts.ts';
import type { KnownAccounts } from '../identityCenter/knownAccounts.ts';
import type { SsoSession } from '../plan/plan.ts';
import { escapeIcons } from '../plainText.ts';
import { type Target, targetKey } from '../profiles/profiles.ts';
import { settled } from '../session/activeState.ts';
import type { ViewSources } from './sources.ts';

/** What a person wants with a role that a sign-in leads to. */
export type AssignmentAction = 'use' | 'terminal' | 'console' | 'save';

export interface AssignmentSearch {
  /** As in a `Target`. */
  readonly key: string;
  readonly session: SsoSession;
  /** What is in the box at first. */
  readonly search: string;
  /** Settles when there is no more to come. */
  readonly listing: Promise<unknown>;
  readonly accounts: Pick<KnownAccounts, 'known' | 'onDidChange'>;
}

interface Row extends vscode.QuickPickItem {
  readonly target: Extract<Target, { kind: 'assignment' }>;
}

interface ActionButton extends vscode.QuickInputButton {
  readonly action: AssignmentAction;
}

/** Lets a person choose among all roles in all accounts, as far as they are known, and as more of them come. */
export function pickAssignment(
  { key, session, search, listing, accounts }: AssignmentSearch,
  sources: ViewSources,
): Promise<{ readonly action: AssignmentAction; readonly target: Row['target'] } | undefined> {
  const t = vscode.l10n.t;
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = t('Roles by {0}', session.name ?? new URL(session.startUrl).host);
  pick.placeholder = t('Type to search by account or role');
  pick.matchOnDescription = true;
  // A sign-in takes the person to their browser and back.
  pick.ignoreFocusOut = true;
  pick.value = search;
  pick.busy = true;
  const fill = async (): Promise<void> => {
    const known = await accounts.known(session);
    const active = pick.activeItems[0]?.target;
    pick.items = assignmentRows(key, known, sources);
    const again = active && pick.items.find(({ target }) => targetKey(target) === targetKey(active));
    if (again) pick.activeItems = [again];
  };
  const change = accounts.onDidChange(() => void fill());
  void fill();
  void listing.finally(() => {
    pick.busy = false;
    pick.ignoreFocusOut = false;
  });
  return new Promise((resolve) => {
    const settle = (action: AssignmentAction, row: Row | undefined): void => {
      resolve(row && { action, target: row.target });
      pick.hide();
    };
    pick.onDidAccept(() => settle('use', pick.selectedItems[0]));
    pick.onDidTriggerItemButton(({ item, button }) => settle((button as ActionButton).action, item));
    pick.onDidHide(() => {
      change.dispose();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

/** `development / Developer`, one for each role, in the order of the accounts. */
export function assignmentRows(signIn: string, listing: Listing | undefined, { active }: ViewSources): Row[] {
  const t = vscode.l10n.t;
  const buttons = actionButtons();
  const now = settled(active.state);
  const inUse = now.kind === 'none' ? undefined : targetKey(now.target);
  return [...(listing?.accounts.values() ?? [])].flatMap(({ id, name, email, roles = [] }) =>
    roles.map((roleName): Row => {
      const target = { kind: 'assignment', signIn, accountId: id, roleName } as const;
      const mark = inUse !== undefined && targetKey(target) === inUse ? `$(check) ${t('active')}` : '';
      return {
        label: escapeIcons(`${name} / ${roleName}`),
        description: [id, escapeIcons(email), mark].filter(Boolean).join(' · '),
        buttons,
        target,
      };
    }),
  );
}

function actionButtons(): ActionButton[] {
  const t = vscode.l10n.t;
  return [
    {
      action: 'terminal',
      iconPath: new vscode.ThemeIcon('terminal'),
      tooltip: t('New Terminal with AWS Profile'),
    },
    { action: 'console', iconPath: new vscode.ThemeIcon('globe'), tooltip: t('Open AWS Console') },
    { action: 'save', iconPath: new vscode.ThemeIcon('save'), tooltip: t('Save as Profile') },
  ];
}
