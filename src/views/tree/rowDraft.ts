import type { RowTooltip, TreeRow } from '../../display/treeItem.ts';

/** What each part of the tree knows of its rows. `treeItem` adds what all rows have. */
export interface RowDraft extends Omit<TreeRow, 'id' | 'collapsibleState' | 'ariaLabel'> {
  /** What a screen reader says after the label, if the description is not speech. */
  readonly spoken?: readonly (string | undefined)[];
  /** Made when the mouse is over the row: ten thousand would take as long as all the rest. */
  readonly tooltip?: () => RowTooltip | undefined;
}
