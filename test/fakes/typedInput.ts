import { Emitter } from '../../src/base/event.ts';

interface Row {
  readonly label: string;
}

/** A box or a picker that a test fills in. */
export class TypedInput {
  title = '';
  step: number | undefined;
  totalSteps: number | undefined;
  value = '';
  password = false;
  enabled = true;
  validationMessage: string | undefined;
  items: readonly Row[] = [];
  activeItems: readonly Row[] = [];
  selectedItems: readonly Row[] = [];
  buttons: readonly unknown[] = [];
  readonly accepted = new Emitter<void>();
  readonly changed = new Emitter<string>();
  readonly hidden = new Emitter<void>();
  readonly pressed = new Emitter<unknown>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidChangeValue = this.changed.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerButton = this.pressed.event;
  readonly onDidTriggerItemButton = new Emitter<void>().event;
  show(): void {}
  hide(): void {}
  dispose(): void {}
}
