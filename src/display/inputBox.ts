import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import { displayLine, type Line } from './marks.ts';
import { displayButton } from './quickPick.ts';

/** An input box of VS Code that shows its texts as they are. `value` is what the user types, and is not changed. */
export class Input {
  readonly #input = vscode.window.createInputBox();

  readonly onDidAccept = this.#input.onDidAccept;
  readonly onDidChangeValue = this.#input.onDidChangeValue;
  readonly onDidHide = this.#input.onDidHide;
  readonly onDidTriggerButton = this.#input.onDidTriggerButton;

  set title(title: string) {
    this.#input.title = displayText(title);
  }

  set prompt(prompt: Line) {
    this.#input.prompt = displayLine(prompt);
  }

  set placeholder(placeholder: string | undefined) {
    this.#input.placeholder = placeholder === undefined ? undefined : displayText(placeholder);
  }

  set step(step: number | undefined) {
    this.#input.step = step;
  }

  set totalSteps(totalSteps: number | undefined) {
    this.#input.totalSteps = totalSteps;
  }

  get value(): string {
    return this.#input.value;
  }

  set value(value: string) {
    this.#input.value = value;
  }

  set password(password: boolean) {
    this.#input.password = password;
  }

  get enabled(): boolean {
    return this.#input.enabled;
  }

  set enabled(enabled: boolean) {
    this.#input.enabled = enabled;
  }

  set busy(busy: boolean) {
    this.#input.busy = busy;
  }

  set ignoreFocusOut(ignoreFocusOut: boolean) {
    this.#input.ignoreFocusOut = ignoreFocusOut;
  }

  set buttons(buttons: readonly vscode.QuickInputButton[]) {
    this.#input.buttons = buttons.map(displayButton);
  }

  get isInvalid(): boolean {
    return this.#input.validationMessage !== undefined;
  }

  /** What is wrong with the value; undefined if nothing is. */
  set validationMessage(message: string | undefined) {
    const shown = message === undefined ? undefined : displayText(message);
    // VS Code announces the message each time that it is set.
    if (shown !== this.#input.validationMessage) this.#input.validationMessage = shown;
  }

  show(): void {
    this.#input.show();
  }

  dispose(): void {
    this.#input.dispose();
  }
}
