import * as vscode from 'vscode';
import type { Disposable } from '../base/event.ts';
import { displayText } from '../base/plainText.ts';
import { type Line, splitLine } from './marks.ts';

/** A row of a picker. */
export interface Item {
  readonly label: string;
  /** The codicon in front of the label. */
  readonly icon?: string;
  readonly description?: Line;
  readonly detail?: Line;
  readonly kind?: vscode.QuickPickItemKind;
  readonly iconPath?: vscode.IconPath;
  readonly buttons?: readonly vscode.QuickInputButton[];
  readonly picked?: boolean;
  readonly alwaysShow?: boolean;
}

/** Whether two rows look the same. */
export function isSameRow(one: Item | undefined, other: Item | undefined): boolean {
  if (one?.label !== other?.label) return false;
  return JSON.stringify(one?.description) === JSON.stringify(other?.description);
}

/** A picker of VS Code that shows its texts as they are. */
export class Picker<T extends Item> {
  readonly #pick = vscode.window.createQuickPick();
  readonly #items = new Map<vscode.QuickPickItem, T>();
  #rows: readonly T[] = [];
  #sent = 0;

  readonly onDidAccept = this.#pick.onDidAccept;
  readonly onDidChangeValue = this.#pick.onDidChangeValue;
  readonly onDidHide = this.#pick.onDidHide;
  readonly onDidTriggerButton = this.#pick.onDidTriggerButton;

  set title(title: string) {
    this.#pick.title = displayText(title);
  }

  set placeholder(placeholder: string) {
    this.#pick.placeholder = displayText(placeholder);
  }

  set step(step: number | undefined) {
    this.#pick.step = step;
  }

  set totalSteps(totalSteps: number | undefined) {
    this.#pick.totalSteps = totalSteps;
  }

  get value(): string {
    return this.#pick.value;
  }

  set value(value: string) {
    this.#pick.value = value;
  }

  get busy(): boolean {
    return this.#pick.busy;
  }

  set busy(busy: boolean) {
    this.#pick.busy = busy;
  }

  set ignoreFocusOut(ignoreFocusOut: boolean) {
    this.#pick.ignoreFocusOut = ignoreFocusOut;
  }

  set canSelectMany(canSelectMany: boolean) {
    this.#pick.canSelectMany = canSelectMany;
  }

  set matchOnDescription(matchOnDescription: boolean) {
    this.#pick.matchOnDescription = matchOnDescription;
  }

  set matchOnDetail(matchOnDetail: boolean) {
    this.#pick.matchOnDetail = matchOnDetail;
  }

  set buttons(buttons: readonly vscode.QuickInputButton[]) {
    this.#pick.buttons = buttons.map(displayButton);
  }

  /**
   * VS Code keeps the order of the rows while the user types. The property is not in its stable API, but it has been
   * there for years. Without it, rows whose label matches would come first.
   */
  keepOrder(): void {
    Object.assign(this.#pick, { sortByLabel: false });
  }

  /**
   * Resolves when VS Code shows the rows that were set last. Earlier events may be about older rows, because VS Code
   * names a row by its index. It handles messages one after the other, so the answer to a later message shows that it
   * has the rows.
   */
  async shown(): Promise<void> {
    // VS Code sends new rows in a timer of the same length.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await vscode.commands.executeCommand('setContext', 'rolecall.rowsSent', ++this.#sent);
  }

  get items(): readonly T[] {
    return this.#rows;
  }

  set items(items: readonly T[]) {
    this.#rows = items;
    const shown = items.map(displayItem);
    this.#items.clear();
    for (const [i, item] of shown.entries()) this.#items.set(item, items[i]!);
    this.#pick.items = shown;
  }

  get activeItems(): readonly T[] {
    return this.#given(this.#pick.activeItems);
  }

  set activeItems(items: readonly T[]) {
    this.#pick.activeItems = this.#shown(items);
  }

  get selectedItems(): readonly T[] {
    return this.#given(this.#pick.selectedItems);
  }

  set selectedItems(items: readonly T[]) {
    this.#pick.selectedItems = this.#shown(items);
  }

  onDidTriggerItemButton(listener: (item: T, button: vscode.QuickInputButton) => unknown): Disposable {
    return this.#pick.onDidTriggerItemButton(({ item, button }) => {
      const given = this.#items.get(item);
      if (given) listener(given, button);
    });
  }

  show(): void {
    this.#pick.show();
  }

  hide(): void {
    this.#pick.hide();
  }

  dispose(): void {
    this.#pick.dispose();
  }

  #given(shown: readonly vscode.QuickPickItem[]): readonly T[] {
    return shown.flatMap((item) => this.#items.get(item) ?? []);
  }

  #shown(given: readonly T[]): readonly vscode.QuickPickItem[] {
    const wanted = new Set(given);
    return [...this.#items].filter(([, item]) => wanted.has(item)).map(([shown]) => shown);
  }
}

/**
 * Only what VS Code shows: a row may also have facts of its own. The icon is in front of the texts and not in them,
 * because VS Code reads the names of icons in texts to users of screen readers.
 */
function displayItem(item: Item): vscode.QuickPickItem {
  const { label, description, detail, buttons, kind, iconPath, picked, alwaysShow } = item;
  const icon = item.icon ?? splitLine(description ?? '').icon;
  return {
    label: displayText(label),
    ...(description !== undefined && { description: splitLine(description).words }),
    ...(detail !== undefined && { detail: splitLine(detail).words }),
    ...(buttons && { buttons: buttons.map(displayButton) }),
    ...(kind !== undefined && { kind }),
    ...(icon && { iconPath: new vscode.ThemeIcon(icon) }),
    ...(iconPath && { iconPath }),
    ...(picked !== undefined && { picked }),
    ...(alwaysShow !== undefined && { alwaysShow }),
  };
}

/** VS Code recognizes its own buttons by their identity. */
export function displayButton<T extends vscode.QuickInputButton>(button: T): T {
  const tooltip = displayText(button.tooltip ?? '');
  return tooltip === (button.tooltip ?? '') ? button : { ...button, tooltip };
}

interface PickOptions {
  readonly title?: string;
  readonly placeholder?: string;
  readonly matchOnDescription?: boolean;
}

/** Lets the user choose one item. Resolves to undefined if they close the picker. */
export async function pickOne<T extends Item>(
  items: readonly T[],
  options: PickOptions,
): Promise<T | undefined> {
  const shown = items.map(displayItem);
  const chosen = await vscode.window.showQuickPick(shown, displayOptions(options));
  return items[shown.findIndex((item) => item === chosen)];
}

/** Lets the user choose several items. Resolves to undefined if they close the picker. */
export async function pickMany<T extends Item>(
  items: readonly T[],
  options: PickOptions,
): Promise<readonly T[] | undefined> {
  const shown = items.map(displayItem);
  const chosen = await vscode.window.showQuickPick(shown, { ...displayOptions(options), canPickMany: true });
  if (!chosen) return undefined;
  const isChosen = new Set(chosen);
  return items.filter((_, i) => isChosen.has(shown[i]!));
}

function displayOptions({ title, placeholder, ...others }: PickOptions): vscode.QuickPickOptions {
  return {
    ...others,
    ...(title !== undefined && { title: displayText(title) }),
    ...(placeholder !== undefined && { placeHolder: displayText(placeholder) }),
  };
}
