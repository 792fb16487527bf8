import * as vscode from 'vscode';
import { targetName } from '../profiles/profiles.ts';
import { knownRoles } from './knownRoles.ts';
import {
  assumeRoleRows,
  isFirstChoice,
  nameRows,
  type PickerChoice,
  type PickerPurpose,
  profileRows,
  type Row,
} from './pickerRows.ts';
import type { ViewSources } from './sources.ts';

/** Lets a person choose among everything that the files hold; what cannot work is there too, with the reason. */
export function pickProfile(purpose: PickerPurpose, sources: ViewSources): Promise<PickerChoice | undefined> {
  const t = vscode.l10n.t;
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = titleOf(purpose);
  pick.placeholder = t('Type to search by name, account, region or role');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  const fill = (): void => {
    const rows = [
      ...(purpose === 'assumeRole' ? assumeRoleRows(sources) : profileRows(purpose, sources)),
      ...reached,
    ];
    const [before] = pick.activeItems;
    const isAgain = (row: Row): boolean =>
      row.label === before?.label && row.description === before.description;
    pick.items = rows;
    const again = isFilled ? rows.find(isAgain) : undefined;
    pick.activeItems = again ? [again] : rows.filter((row) => isFirstChoice(row, sources.active.state));
  };
  /** From then on a person may have gone to another row. */
  let isFilled = false;
  let reached: readonly Row[] = [];
  const addReached = async (): Promise<void> => {
    if (purpose === 'bind') return;
    reached = await knownRoles(sources, purpose === 'switch' || purpose === 'assumeRole');
    if (reached.length > 0) fill();
  };
  const storeChange = sources.store.onDidChange(fill);
  void sources.store.ready().then(async () => {
    if (!planAhead(sources)) {
      pick.items = nameRows(sources);
      await nextTurn();
    }
    fill();
    isFilled = true;
    pick.busy = false;
    await addReached();
  });
  return new Promise((resolve) => {
    const settle = (choice: PickerChoice | undefined): void => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => settle(choiceOf(pick.selectedItems[0], sources)));
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.choice?.kind === 'target')
        settle({ kind: 'reveal', name: targetName(item.choice.planned.target) });
    });
    pick.onDidHide(() => {
      storeChange.dispose();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

function titleOf(purpose: PickerPurpose): string {
  const t = vscode.l10n.t;
  switch (purpose) {
    case 'switch':
      return t('Switch AWS Profile');
    case 'assumeRole':
      return t('Assume Role');
    case 'terminal':
      return t('New Terminal with AWS Profile');
    case 'identity':
      return t('Verify AWS Identity');
    case 'explain':
      return t('Explain Profile');
    case 'credentials':
      return t('Choose a profile');
    case 'bind':
      return t('Bind Profile to This Folder');
  }
}

/** How long a person waits before there is something to read. Milliseconds. */
const patienceMs = 30;

/** Plans what can be planned before anybody waits, to be remembered; says whether that is all. */
function planAhead({ store, planOf }: ViewSources): boolean {
  const start = performance.now();
  for (const name of store.state.profiles.profiles.keys()) {
    planOf({ kind: 'profile', name });
    if (performance.now() - start > patienceMs) return false;
  }
  return true;
}

/** VS Code is told of what changed once everything else has had its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function choiceOf(row: Row | undefined, { planOf }: ViewSources): PickerChoice | undefined {
  return row?.target ? { kind: 'target', planned: planOf(row.target) } : row?.choice;
}
