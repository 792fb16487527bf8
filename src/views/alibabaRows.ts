import type { AlibabaCommandId } from '../base/contributions.ts';
import type { Event } from '../base/event.ts';
import type { Item } from '../display/quickPick.ts';
import type { AlibabaTarget, IniFile } from '../profiles/alibaba/alibabaTarget.ts';
import type { Searchable } from './picker/wordSearch.ts';
import type { RowDraft } from './tree/rowDraft.ts';

/** The rows of Alibaba Cloud in the tree. */
export type AlibabaNode =
  /** The root. */
  | { readonly kind: 'alibabaCloud' }
  /** The profiles of a file. */
  | { readonly kind: 'alibabaGroup'; readonly file: AlibabaFile }
  /** A source of credentials, or a RAM role that the user assumes or has assumed. */
  | { readonly kind: 'alibabaProfile'; readonly target: AlibabaTarget }
  /** What the user should know. A click explains it. */
  | { readonly kind: 'alibabaRemark'; readonly about: AlibabaRemark };

export type AlibabaFile = 'cli' | IniFile;

export type AlibabaRemark =
  /** A DSW instance has no RAM role. */
  | { readonly code: 'noInstanceRole' }
  /** SDKs use something else than the instance's role. */
  | { readonly code: 'frontRunner' }
  /** A file that could not be read, by its place among the failures. */
  | { readonly code: 'failure'; readonly index: number };

/** What the user can choose in the picker. */
export type AlibabaChoice =
  | { readonly kind: 'alibaba'; readonly target: AlibabaTarget }
  /** `argument`: what the user has typed. */
  | { readonly kind: 'alibabaCommand'; readonly id: AlibabaCommandId; readonly argument?: string };

export interface AlibabaPickerRow extends Item {
  readonly choice: AlibabaChoice;
  /** Equal for rows that represent the same thing. */
  readonly key: string;
}

/** What can be chosen, with the texts by which it is found. */
export interface AlibabaEntry extends Searchable {
  readonly key: string;
  readonly target: AlibabaTarget;
  readonly row: AlibabaPickerRow;
  /** The same row among those of AWS, where no heading names the cloud. */
  readonly foundRow: AlibabaPickerRow;
}

/** What the tree and the picker show of Alibaba Cloud. Texts come from files, so they are shown by `display/` only. */
export interface AlibabaRows {
  /** The rows below a row, or with `undefined` those of the first level: none if there is nothing to show. */
  below(node: AlibabaNode | undefined): readonly AlibabaNode[];
  draftOf(node: AlibabaNode): RowDraft;
  /** What can be chosen, in the order of the tree. */
  entries(): readonly AlibabaEntry[];
  /** The rows of the picker about what is in use. */
  inUseRows(): readonly AlibabaPickerRow[];
  /** What the picker offers apart from targets. */
  otherRows(): readonly AlibabaPickerRow[];
  /** The row for an ARN of a RAM role that was typed or pasted. */
  typedRow(text: string): AlibabaPickerRow | undefined;
}

/** The rows, once their bundle is loaded, and the changes of what they show. */
export interface AlibabaView {
  readonly rows: AlibabaRows | undefined;
  readonly onDidChange: Event<unknown>;
}
