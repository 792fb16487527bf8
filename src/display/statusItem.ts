import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';
import { displayLine, displayLines, type Line } from './marks.ts';

/** What an item of the status bar shows. */
export interface StatusLook {
  readonly text: Line;
  readonly tooltip: PlainMarkdown | readonly string[];
  readonly background: vscode.ThemeColor | undefined;
  /** For screen readers. */
  readonly ariaLabel: string;
}

interface StatusItemKind {
  readonly id: string;
  readonly name: string;
  readonly command: string;
  /** Items with a higher priority are further to the left. */
  readonly priority: number;
}

/** An item in the status bar, which runs a command when it is clicked. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;
  #shown: string | undefined;

  constructor({ id, name, command, priority }: StatusItemKind) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
    this.#item.name = displayText(name);
    this.#item.command = command;
  }

  show({ text, tooltip, background, ariaLabel }: StatusLook): void {
    const look = {
      text: displayLine(text),
      tooltip: 'value' in tooltip ? tooltip.value : displayLines(tooltip),
      backgroundColor: background,
      accessibilityInformation: { label: displayText(ariaLabel) },
    };
    // VS Code replaces the element at every change, which closes an open hover.
    const shown = JSON.stringify([look, 'value' in tooltip ? tooltip.value.value : '']);
    if (shown === this.#shown) return;
    this.#shown = shown;
    Object.assign(this.#item, look);
    this.#item.show();
  }

  hide(): void {
    this.#shown = undefined;
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
