import type { TreeNode } from './treeNodes.ts';

/** How many rows links can stand for. A hover has a few links, and only the last ones can still be shown. */
const maxLinks = 200;

/**
 * The rows that Rolecall puts into commands outside of the tree, such as those above a header. VS Code gives a command
 * this very object when the user clicks, so it is the user's choice. Nothing that tasks, keybindings, or links contain
 * can be the same object.
 */
export class OwnRows {
  readonly #made = new WeakSet<object>();
  /** The row of each link, the oldest first. */
  readonly #linked = new Map<string, TreeNode>();

  /** Returns the row for a command. */
  add<T extends TreeNode>(row: T): T {
    const made = { ...row };
    this.#made.add(made);
    return made;
  }

  /**
   * Returns a text that stands for the row in a link of a hover, which cannot contain an object. It is random, so no
   * task, keybinding, or link of another can contain it.
   */
  addLink(row: TreeNode): string {
    const [oldest] = this.#linked.keys();
    if (oldest !== undefined && this.#linked.size >= maxLinks) this.#linked.delete(oldest);
    const link = crypto.randomUUID();
    this.#linked.set(link, this.add(row));
    return link;
  }

  /** The argument of a command, with the row in place of the text that stands for it. */
  resolve(argument: unknown): unknown {
    return typeof argument === 'string' ? (this.#linked.get(argument) ?? argument) : argument;
  }

  has(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.#made.has(value);
  }
}
