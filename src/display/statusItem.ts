import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';
import { displayLine, displayLines, type Mark } from './marks.ts';

/** What an item of the status bar shows. */
export interface StatusLook {
  readonly mark: Mark;
  readonly tooltip: PlainMarkdown | readonly string[];
  readonly background: vscode.ThemeColor | undefined;
  /** For screen readers. */
  readonly ariaLabel: string;
}

/** An item in the status bar, which runs a command when it is clicked. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;

  constructor(id: string, name: string, command: string) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, 50);
    this.#item.name = displayText(name);
    this.#item.command = command;
  }

  show({ mark, tooltip, background, ariaLabel }: StatusLook): void {
    this.#item.text = displayLine(mark);
    this.#item.tooltip = 'value' in tooltip ? tooltip.value : displayLines(tooltip);
    this.#item.backgroundColor = background;
    this.#item.accessibilityInformation = { label: displayText(ariaLabel) };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
