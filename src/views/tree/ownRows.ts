import type { TreeNode } from './treeNodes.ts';

/**
 * The rows that Rolecall puts into commands outside of the tree, such as those above a header. VS Code gives a command
 * this very object when the user clicks, so it is the user's choice. Nothing that tasks, keybindings, or links contain
 * can be the same object.
 */
export class OwnRows {
  readonly #made = new WeakSet<object>();

  /** Returns the row for a command. */
  add<T extends TreeNode>(row: T): T {
    const made = { ...row };
    this.#made.add(made);
    return made;
  }

  has(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.#made.has(value);
  }
}
