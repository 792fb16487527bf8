import * as vscode from 'vscode';
import { isSameRow, Picker } from '../../display/quickPick.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ViewSources } from '../viewSources.ts';
import { knownRoleRows } from './knownRoleRows.ts';
import {
  assumeRoleRows,
  isFirstChoice,
  nameRows,
  type PickerChoice,
  type PickerPurpose,
  profileRows,
  type Row,
} from './pickerRows.ts';

/** Lets the user choose among all profiles in the files. Those that cannot be used are included, with the reason. */
export function pickProfile(purpose: PickerPurpose, sources: ViewSources): Promise<PickerChoice | undefined> {
  const t = vscode.l10n.t;
  const pick = new Picker<Row>();
  pick.title = titleOf(purpose);
  pick.placeholder = t('Type to search by name, account, region, or role');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  const fill = (): void => {
    const rows = [
      ...(purpose === 'assumeRole' ? assumeRoleRows(sources) : profileRows(purpose, sources)),
      ...roleRows,
    ];
    const [before] = pick.activeItems;
    pick.items = rows;
    const same = isFilled ? rows.find((row) => isSameRow(row, before)) : undefined;
    pick.activeItems = same ? [same] : rows.filter((row) => isFirstChoice(row, sources.active.state));
  };
  const closed = new AbortController();
  /** Once this is true, the user may have moved to another row. */
  let isFilled = false;
  let roleRows: readonly Row[] = [];
  const addRoleRows = async (): Promise<void> => {
    if (purpose === 'bind') return;
    roleRows = await knownRoleRows(sources, purpose === 'switch' || purpose === 'assumeRole');
    if (roleRows.length > 0 && !closed.signal.aborted) fill();
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
    const planMore = backgroundPlanner(sources);
    const isMany = sources.store.state.profiles.profiles.size > maxPlannedFirst;
    if (isMany && !planMore(firstPlanningMs)) {
      pick.items = nameRows(sources);
      await pause(drawingMs);
      // Yields, so that the rows reach VS Code and other extensions can run.
      while (!closed.signal.aborted && !planMore(planningMs)) await pause(pauseMs);
    }
    if (closed.signal.aborted) return;
    fill();
    isFilled = true;
    await addRoleRows();
    pick.busy = false;
  });
  return new Promise((resolve) => {
    const settle = (choice: PickerChoice | undefined): void => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => settle(choiceOf(pick.selectedItems[0], sources)));
    pick.onDidTriggerItemButton((item) => {
      if (item.choice?.kind === 'target')
        settle({ kind: 'reveal', name: targetName(item.choice.planned.target) });
    });
    pick.onDidHide(() => {
      closed.abort();
      change.dispose();
      pick.dispose();
      resolve(undefined);
    });
    // After the rows are set, if they are known, so that the picker is drawn only once.
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

/**
 * Up to this many profiles are planned before they are shown: rows that move under the mouse are worse than a short
 * wait.
 */
const maxPlannedFirst = 300;

/** How long to plan before names are shown: enough for hundreds of profiles that were planned before. Milliseconds. */
const firstPlanningMs = 2;
/** How long VS Code gets to draw the names before planning competes for the processor. Milliseconds. */
const drawingMs = 60;
/** How long a round of planning takes, and the pause between two rounds. Milliseconds. */
const planningMs = 15;
const pauseMs = 5;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Returns a function that fills the plan cache for some milliseconds each time it is called, and returns whether all
 * profiles are planned. Ten thousand plans at once would block all extensions.
 */
function backgroundPlanner({ store, planOf }: ViewSources): (ms: number) => boolean {
  const names = store.state.profiles.profiles.keys();
  return (ms) => {
    const end = performance.now() + ms;
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
