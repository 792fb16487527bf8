import type { AppliedChange } from '../../profiles/writer.ts';

/** A change of the AWS files that can be undone. */
export interface UndoableChange {
  /** What was done, as a sentence. */
  readonly message: string;
  readonly made: AppliedChange;
  /** What follows once it is undone. */
  readonly onUndone: () => Promise<void>;
}

/** Their texts may contain secrets, so they are only in memory. */
const maxChanges = 10;

/** The changes that this window has made to the AWS files and that were not undone. */
export class ChangeHistory {
  #changes: readonly UndoableChange[] = [];

  get last(): UndoableChange | undefined {
    return this.#changes.at(-1);
  }

  add(change: UndoableChange): void {
    this.#changes = [...this.#changes, change].slice(-maxChanges);
  }

  /** Undoes a change. Resolves to false if the files have changed in the same place. Rejects with `FailureError`. */
  async undo(change: UndoableChange): Promise<boolean> {
    if (!(await change.made.undo())) return false;
    this.#changes = this.#changes.filter((each) => each !== change);
    await change.onUndone();
    return true;
  }
}
