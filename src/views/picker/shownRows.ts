import type { Item, Picker } from '../../display/quickPick.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';

/** A row that may stand for a target. */
export interface TargetRow extends Item {
  readonly target?: Target;
  /** For a row of Alibaba Cloud: equal for rows that represent the same thing. */
  readonly key?: string;
}

/**
 * The rows of a picker that are set again while the user types. VS Code names a row by its index, and may still show
 * older rows when the user chooses one.
 */
export class ShownRows<T extends TargetRow> {
  readonly #pick: Picker<T>;
  /** The rows that VS Code had before those that were set last. */
  #before: readonly T[] = [];
  /** Settles when VS Code shows the rows that were set last; undefined if it does. */
  #showing: Promise<void> | undefined;
  #isTyped = false;

  constructor(pick: Picker<T>) {
    this.#pick = pick;
  }

  /** The active row, unless the user typed since: then the first row becomes active. */
  get active(): T | undefined {
    return this.#isTyped ? undefined : this.#pick.activeItems[0];
  }

  /** Call it when the user has typed, before the rows for that are set. */
  noteTyped(): void {
    this.#isTyped = true;
  }

  set(rows: readonly T[], active: T | undefined): void {
    if (this.#showing === undefined) this.#before = this.#pick.items;
    this.#pick.items = rows;
    if (active) this.#pick.activeItems = [active];
    const showing = this.#pick.shown().then(() => {
      if (this.#showing !== showing) return;
      this.#showing = undefined;
      this.#isTyped = false;
    });
    this.#showing = showing;
  }

  /** Resolves when VS Code shows the rows that were set last. */
  async shown(): Promise<void> {
    await this.#showing;
  }

  /** The row that the user accepted; undefined if that is not certain. */
  async accepted(): Promise<T | undefined> {
    const [picked] = this.#pick.selectedItems;
    if (this.#showing === undefined) return picked;
    const { items: now } = this.#pick;
    const [before, isTyped] = [this.#before, this.#isTyped];
    await this.#showing;
    return acceptedRow(picked, { now, active: this.#pick.activeItems[0], before, isTyped });
  }

  /** Whether a row whose button was pressed is certain to be the one that the user saw. */
  isCertain(pressed: T): boolean {
    if (this.#showing === undefined || this.#before.length === 0) return true;
    const seen = this.#before[this.#pick.items.indexOf(pressed)];
    return seen !== undefined && isSame(pressed, seen);
  }
}

export function isSame(one: TargetRow, other: TargetRow): boolean {
  if (one.key !== other.key) return false;
  if (one.key !== undefined) return true;
  if (one.target || other.target)
    return Boolean(one.target && other.target && targetKey(one.target) === targetKey(other.target));
  return one.label === other.label && one.kind === other.kind;
}

interface RowsOnTheWay<T> {
  /** The rows that were set last, and the one of them that is active now that VS Code shows them. */
  readonly now: readonly T[];
  readonly active: T | undefined;
  /** The rows that VS Code had before. */
  readonly before: readonly T[];
  /** Whether the last rows are the result of what the user typed. */
  readonly isTyped: boolean;
}

/**
 * The row that the user meant if VS Code may not have shown the last rows when they chose one. VS Code names a row by
 * its index, so `picked` is the row of the last rows in the place of the row that the user saw. Undefined if it may be
 * another row: it is better to do nothing than to use the wrong profile.
 *
 * After typing, the first row is active, in all rows. So a user who types and presses Enter at once means the first row
 * that contains what they typed.
 */
export function acceptedRow<T extends TargetRow>(
  picked: T | undefined,
  { now, active, before, isTyped }: RowsOnTheWay<T>,
): T | undefined {
  if (picked === undefined) return undefined;
  const index = now.indexOf(picked);
  const seen = before[index];
  const wasChoice = seen !== undefined && seen.kind === undefined;
  if (picked === active && (isTyped || !wasChoice)) return picked;
  if (isTyped && index === firstIndex(before)) return active;
  return seen && isSame(picked, seen) ? picked : undefined;
}

function firstIndex(rows: readonly TargetRow[]): number {
  return rows.findIndex(({ kind }) => kind === undefined);
}
