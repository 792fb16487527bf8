import * as vscode from 'vscode';
import { targetName } from '../../profiles/profiles.ts';
import type { ViewSources } from '../viewSources.ts';
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

/** Lets a person choose among everything that the files hold; what cannot work is there too, with the reason. */
export function pickProfile(purpose: PickerPurpose, sources: ViewSources): Promise<PickerChoice | undefined> {
  const t = vscode.l10n.t;
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = titleOf(purpose);
  pick.placeholder = t('Type to search by name, account, region, or role');
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
  const closed = new AbortController();
  /** From then on a person may have gone to another row. */
  let isFilled = false;
  let reached: readonly Row[] = [];
  const addReached = async (): Promise<void> => {
    if (purpose === 'bind') return;
    reached = await knownRoles(sources, purpose === 'switch' || purpose === 'assumeRole');
    if (reached.length > 0 && !closed.signal.aborted) fill();
  };
  let shown = sources.active.state.kind;
  const change = vscode.Disposable.from(
    sources.store.onDidChange(fill),
    sources.active.onDidChange(({ kind }) => {
      if (kind === shown || !isFilled) return;
      shown = kind;
      fill();
    }),
  );
  void sources.store.ready().then(async () => {
    const planMore = planningAhead(sources);
    const isMany = sources.store.state.profiles.profiles.size > fewEnough;
    if (isMany && !planMore()) {
      pick.items = nameRows(sources);
      // Until then nothing is on its way to VS Code, and what else runs beside us waits.
      do await pause();
      while (!closed.signal.aborted && !planMore());
    }
    if (closed.signal.aborted) return;
    fill();
    isFilled = true;
    await addReached();
    pick.busy = false;
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
      closed.abort();
      change.dispose();
      pick.dispose();
      resolve(undefined);
    });
    // After the rows, if they are known: the box is drawn once.
    setImmediate(() => pick.show());
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

/** So few are planned before they are shown: rows that move under the mouse are worse than a moment's wait. */
const fewEnough = 300;

/** How long a person waits before there is something to read, and between two looks at what they do. Milliseconds. */
const patienceMs = 15;
const betweenMs = 5;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, betweenMs));
}

/**
 * Plans what can be planned, to be remembered, for a moment each time that it is called; says whether that is all. Ten
 * thousand plans in one go would keep all extensions from doing anything.
 */
function planningAhead({ store, planOf }: ViewSources): () => boolean {
  const names = store.state.profiles.profiles.keys();
  return () => {
    const end = performance.now() + patienceMs;
    for (let next = names.next(); !next.done; next = names.next()) {
      planOf({ kind: 'profile', name: next.value });
      if (performance.now() > end) return false;
    }
    return true;
  };
}

function choiceOf(row: Row | undefined, { planOf }: ViewSources): PickerChoice | undefined {
  return row?.target ? { kind: 'target', planned: planOf(row.target) } : row?.choice;
}
