import * as vscode from 'vscode';
import { Picker } from '../../display/quickPick.ts';
import { isPlan, type Plan } from '../../plan/plan.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { NextSteps } from '../nextStep.ts';
import type { ActiveState } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';
import type { PickerChoice, PickerPurpose } from './pickerChoice.ts';
import {
  entriesOf,
  lastEntries,
  rolesBeside,
  rolesOfSignIns,
  targetsOf,
  unplannedEntry,
} from './pickerEntries.ts';
import { planInRounds } from './pickerPlanning.ts';
import { browseRows, foundRows, isFirst, type PickerContent } from './pickerRows.ts';
import { pickerTitle } from './pickerTitle.ts';
import { isSame, ShownRows } from './shownRows.ts';
import type { Row, RowButton } from './targetRow.ts';
import { wordsOf } from './wordSearch.ts';

/** Lets the user choose among all profiles in the files, and the roles of sign-ins. */
export function pickProfile(purpose: PickerPurpose, sources: ViewSources): Promise<PickerChoice | undefined> {
  return new Promise((resolve) => new ProfilePicker(purpose, sources, resolve).open());
}

/**
 * The picker finds rows itself: VS Code looks for what is typed as a whole, and only in the texts of a row. It still
 * highlights a single word where a row shows it. Several words, and facts that VS Code does not see, cannot be
 * highlighted in its stable API, so a row also shows the facts by which it was found.
 */
class ProfilePicker {
  readonly #pick = new Picker<Row>();
  readonly #rows = new ShownRows(this.#pick);
  readonly #purpose: PickerPurpose;
  readonly #sources: ViewSources;
  readonly #resolve: (choice: PickerChoice | undefined) => void;
  readonly #nextSteps: NextSteps;
  readonly #closed = new AbortController();
  #content: PickerContent = { entries: [], roles: [] };
  #roles: PickerContent['roles'] = [];
  /** Whether all profiles are planned. */
  #isPlanned = false;

  constructor(
    purpose: PickerPurpose,
    sources: ViewSources,
    resolve: (choice: PickerChoice | undefined) => void,
  ) {
    this.#purpose = purpose;
    this.#sources = sources;
    this.#resolve = resolve;
    this.#nextSteps = new NextSteps(sources);
  }

  open(): void {
    const pick = this.#pick;
    this.#showTitle();
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.keepOrder();
    pick.busy = true;
    const { store, active, alibaba, chosen, accountNames, production, access } = this.#sources;
    let shown = active.state.kind;
    const changes = [
      store.onDidChange(() => void this.#read()),
      active.onDidChange(({ kind }) => {
        if (kind === shown) return;
        shown = kind;
        this.#draw();
      }),
      alibaba.onDidChange(() => {
        this.#showTitle();
        this.#draw();
      }),
      chosen.onDidChange(() => this.#draw()),
      accountNames.onDidChange(() => void this.#read()),
      production.onDidChange(() => this.#draw()),
      access.onDidChange(() => void this.#read()),
    ];
    pick.onDidChangeValue(() => {
      this.#rows.noteTyped();
      this.#draw();
    });
    pick.onDidAccept(() => void this.#accept());
    pick.onDidTriggerItemButton((row, button) => this.#press(row, button as RowButton));
    pick.onDidHide(() => {
      this.#closed.abort();
      vscode.Disposable.from(...changes).dispose();
      pick.dispose();
      this.#resolve(undefined);
    });
    void store.ready().then(async () => {
      const reading = this.#read();
      // Thousands of roles are read after the names are drawn, unless an earlier picker has read them.
      if (!this.#isPlanned) await reading;
      await Promise.all([reading, this.#readRoles(), this.#findNextSteps(pick.items)]);
      pick.busy = false;
    });
    // After the rows are set, if they are known, so that the picker is drawn only once.
    setImmediate(() => pick.show());
  }

  /**
   * Reads all profiles, and shows them. Thousands are shown before they are planned: as an earlier picker had them, or
   * else by their names.
   */
  async #read(): Promise<void> {
    const sources = this.#sources;
    const targets = targetsOf(sources);
    const before = lastEntries(targets);
    const showKnown = (): void => {
      this.#isPlanned = before !== undefined;
      this.#show({ ...this.#content, entries: before ?? targets.map(unplannedEntry) });
    };
    await planInRounds(targets, sources, showKnown, this.#closed.signal);
    if (this.#closed.signal.aborted) return;
    const entries = entriesOf(targets, sources);
    const isShown = this.#isPlanned && isSameList(entries, this.#content.entries);
    this.#isPlanned = true;
    if (!isShown) this.#show({ ...this.#content, entries });
  }

  async #readRoles(): Promise<void> {
    if (this.#purpose === 'bind') return;
    const roles = await rolesOfSignIns(this.#sources);
    if (roles.length > 0 && !this.#closed.signal.aborted) this.#show({ ...this.#content, roles });
  }

  /** The rows of the other cloud may come and go while it is open. */
  #showTitle(): void {
    this.#pick.title = pickerTitle(this.#purpose, this.#sources.alibaba);
  }

  #show(content: PickerContent): void {
    this.#content = content;
    this.#roles = rolesBeside(content.entries, content.roles);
    this.#draw();
  }

  #draw(): void {
    const pick = this.#pick;
    const frame = {
      purpose: this.#purpose,
      sources: this.#sources,
      nextSteps: this.#nextSteps,
      words: wordsOf(pick.value),
    };
    const content = { ...this.#content, roles: this.#roles };
    pick.placeholder = isFirst(content, frame)
      ? vscode.l10n.t('Choose where your first profile comes from')
      : vscode.l10n.t('Type words: name, account, role, region, city, source');
    const isSearch = frame.words.length > 0;
    const made = isSearch ? foundRows(content, pick.value, frame) : browseRows(content, frame);
    // VS Code must not search these again.
    const rows = made.map((row) => ({ ...row, alwaysShow: true }));
    const state = isSearch ? undefined : this.#sources.active.state;
    this.#rows.set(rows, firstOf(rows, this.#rows.active, state));
    // The rows are sent before anything else takes time.
    void this.#rows.shown().then(() => this.#findNextSteps(rows));
  }

  async #findNextSteps(rows: readonly Row[]): Promise<void> {
    // What is not planned yet is not looked up yet either.
    if (!this.#isPlanned || this.#purpose === 'bind' || rows !== this.#pick.items) return;
    const plans = rows
      .slice(0, maxLookups)
      .flatMap(({ target }) => (target ? planOf(target, this.#sources) : []));
    if ((await this.#nextSteps.find(plans)) && !this.#closed.signal.aborted) this.#draw();
  }

  async #accept(): Promise<void> {
    const row = await this.#rows.accepted();
    if (row?.choice) this.#settle(row.choice);
  }

  #press(pressed: Row, { action }: RowButton): void {
    const { target } = pressed;
    if (!target || !this.#rows.isCertain(pressed)) return;
    const { chosen } = this.#sources;
    switch (action) {
      case 'pin':
      case 'unpin':
        return chosen.pin(target, action === 'pin');
      case 'forget':
        return chosen.forget(target);
      case 'reveal':
        return this.#settle({ kind: 'reveal', name: targetName(target) });
      default:
        return this.#settle({ kind: action, target });
    }
  }

  #settle(choice: PickerChoice): void {
    this.#resolve(choice);
    this.#pick.hide();
  }
}

/**
 * The row that becomes active in new rows: the one that was active; else during a switch the one that cancels it, and
 * otherwise the target in use. Undefined means the first.
 */
function firstOf(
  rows: readonly Row[],
  before: Row | undefined,
  state: ActiveState | undefined,
): Row | undefined {
  const same = before && rows.find((row) => isSame(row, before));
  if (same) return same;
  if (state === undefined || state.kind === 'none') return undefined;
  if (state.kind === 'switching') return rows.find(({ choice }) => choice?.kind === 'cancelSwitch');
  return rows.find(({ target }) => target && targetKey(target) === targetKey(state.target));
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((each, i) => each === other[i]);
}

/** What the first rows need is looked up, which are more than VS Code shows without scrolling. */
const maxLookups = 50;

function planOf(target: Target, sources: ViewSources): readonly Plan[] {
  const planned = sources.planOf(target);
  return isPlan(planned) ? [planned] : [];
}
