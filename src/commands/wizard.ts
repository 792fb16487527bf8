import * as vscode from 'vscode';
import type { Disposable } from '../base/event.ts';
import { Input } from '../display/inputBox.ts';
import { isSameRow, type Item, Picker } from '../display/quickPick.ts';

/** One question of a wizard: a text that is validated while the user types, a choice, or a choice of several items. */
export type Question = TextQuestion | ChoiceQuestion | ChoicesQuestion;

interface Common {
  /** The key of the answer. */
  readonly name: string;
  readonly prompt: string;
  /** The initial answer. */
  readonly value?: string;
  readonly placeholder?: string;
  /** Shown alongside the question until it is answered. */
  readonly showAlongside?: () => Promise<Disposable>;
}

export interface TextQuestion extends Common {
  readonly kind: 'text';
  /** Whether the text is hidden, like a password. */
  readonly secret?: boolean;
  /** The complaint about a text, or undefined if it is valid. */
  readonly validate: (text: string) => string | undefined;
}

/** The answer of an item is its `answer`, or its label if it has no such property. */
export interface ChoiceItem extends Item {
  readonly answer?: string | undefined;
}

export interface ChoiceQuestion extends Common {
  readonly kind: 'choice';
  readonly items: readonly ChoiceItem[];
  /**
   * Set if the user can type other answers than the items. Returns the item to offer for a text, or a complaint.
   * Returns undefined if the text only searches the items.
   */
  readonly other?: (text: string) => ChoiceItem | Complaint | undefined;
}

/** The answer is a list of the items' answers, which `chosenOf` reads. */
export interface ChoicesQuestion extends Common {
  readonly kind: 'choices';
  readonly items: readonly ChoiceItem[];
  /** The initial answers. */
  readonly picked: readonly string[];
}

/** The answers that the user chose for a `ChoicesQuestion`. */
export function chosenOf(answer: string | undefined): readonly string[] {
  return answer === undefined ? [] : (JSON.parse(answer) as readonly string[]);
}

export interface Complaint {
  readonly complaint: string;
}

export type Answers = Readonly<Record<string, string>>;
export type WizardStep = (answers: Answers) => Question | Promise<Question>;

/**
 * Asks questions one after the other, with a button to go back. Later questions can depend on earlier answers. Going
 * back restores the earlier answer. Resolves to undefined if the user cancels.
 */
export async function runWizard(
  title: string,
  script: (answers: Answers) => readonly WizardStep[],
): Promise<Answers | undefined> {
  let answers: Answers = {};
  const suggested = new Map<string, string>();
  for (let i = 0; ;) {
    const steps = script(answers);
    const step = steps[i];
    if (!step) return answers;
    const question = await step(answers);
    // A single question has no step number.
    const frame = steps.length === 1 ? { title } : { title, step: i + 1, totalSteps: steps.length };
    const showAlongside = await question.showAlongside?.();
    const { name, value = '' } = question;
    const given = answers[name];
    // If the user only accepted a suggestion, it changes when another answer leads to another suggestion.
    const start = given === undefined || given === suggested.get(name) ? value : given;
    const answer = await askOne(frame, question, start);
    showAlongside?.dispose();
    suggested.set(name, value);
    if (answer === undefined) return undefined;
    if (answer === back) i--;
    else {
      answers = { ...answers, [name]: answer };
      i++;
    }
  }
}

const back = Symbol('back');

interface Frame {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
}

type Answer = string | typeof back | undefined;

function askOne(frame: Frame, question: Question, value: string): Promise<Answer> {
  switch (question.kind) {
    case 'text':
      return askText(frame, question, value);
    case 'choice':
      return askChoice(frame, question, value);
    case 'choices':
      return askChoices(frame, question, value);
  }
}

function askChoices(frame: Frame, question: ChoicesQuestion, value: string): Promise<Answer> {
  const pick = new Picker<ChoiceItem>();
  const { items, picked } = question;
  Object.assign(pick, frame, { placeholder: question.prompt, ignoreFocusOut: true, canSelectMany: true });
  pick.matchOnDescription = true;
  pick.items = items;
  const chosen = new Set(value === '' ? picked : chosenOf(value));
  pick.selectedItems = items.filter((item) => chosen.has(answerFor(item) ?? ''));
  pick.buttons = backButtons(frame);
  return answerOf(pick, () => JSON.stringify(pick.selectedItems.map(answerFor)));
}

function askText(frame: Frame, question: TextQuestion, value: string): Promise<Answer> {
  const box = new Input();
  Object.assign(box, frame, { value, prompt: question.prompt, ignoreFocusOut: true });
  box.password = question.secret === true;
  box.placeholder = question.placeholder;
  box.buttons = backButtons(frame);
  box.onDidChangeValue((text) => {
    box.validationMessage = text.trim() === '' ? undefined : question.validate(text.trim());
  });
  return answerOf(box, () => {
    const text = box.value.trim();
    box.validationMessage = question.validate(text);
    return box.isInvalid ? undefined : text;
  });
}

function askChoice(frame: Frame, question: ChoiceQuestion, value: string): Promise<Answer> {
  const pick = new Picker<ChoiceItem>();
  const { items, other } = question;
  const start = withAnswer(question, value);
  Object.assign(pick, frame, { placeholder: question.placeholder ?? question.prompt, ignoreFocusOut: true });
  pick.items = start;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = backButtons(frame);
  const active = start.filter((item) => answerFor(item) === value);
  if (active.length > 0) pick.activeItems = active;
  const known = new Set(items.map(answerFor));
  const offerNow = () =>
    other && !known.has(pick.value.trim()) ? offerFor(other, pick.value.trim()) : undefined;
  let shown: Offer | undefined;
  pick.onDidChangeValue(() => {
    const offer = offerNow();
    // There may be thousands of items, so they are not set again for every keystroke.
    if (isSameRow(offer?.row, shown?.row)) return;
    shown = offer;
    pick.items = withOffer(start, offer);
  });
  return answerOf(pick, () => {
    const [item] = pick.selectedItems;
    // A user who types quickly may press Enter before the row for the text appears.
    return item && item !== shown?.row ? answerFor(item) : offerNow()?.answer;
  });
}

/** Adds an answer that the user typed earlier as an item. */
function withAnswer({ items, other }: ChoiceQuestion, value: string): readonly ChoiceItem[] {
  if (!other || value === '' || items.some((item) => answerFor(item) === value)) return items;
  const offered = other(value);
  return !offered || 'complaint' in offered ? items : [{ ...offered, alwaysShow: true }, ...items];
}

/** The row for a typed text, which is an answer or a complaint. The row does not repeat the text. */
interface Offer {
  readonly row: ChoiceItem;
  readonly answer: string | undefined;
}

function offerFor(other: NonNullable<ChoiceQuestion['other']>, text: string): Offer | undefined {
  if (text === '') return undefined;
  const offered = other(text);
  if (!offered) return undefined;
  if ('complaint' in offered)
    return { row: { ...complaintItem(offered.complaint), alwaysShow: true }, answer: undefined };
  const label = vscode.l10n.t('Use what you typed');
  return { row: { ...offered, icon: 'add', label, alwaysShow: true }, answer: answerFor(offered) };
}

/** A complaint comes after the items, and an answer before them. */
function withOffer(items: readonly ChoiceItem[], offer: Offer | undefined): readonly ChoiceItem[] {
  if (!offer) return items;
  return offer.answer === undefined ? [...items, offer.row] : [offer.row, ...items];
}

/** Undefined for an item that cannot be chosen. */
function answerFor(item: ChoiceItem): string | undefined {
  return 'answer' in item ? item.answer : item.label;
}

/** A row that shows a complaint and cannot be chosen. */
export function complaintItem(complaint: string): ChoiceItem {
  return { icon: 'error', label: complaint, answer: undefined };
}

function backButtons({ step = 1 }: Frame): vscode.QuickInputButton[] {
  return step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

function answerOf(input: Input | Picker<ChoiceItem>, accepted: () => string | undefined): Promise<Answer> {
  return new Promise<Answer>((resolve) => {
    const settle = (answer: Answer): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidTriggerButton(() => settle(back));
    input.onDidAccept(() => {
      const answer = accepted();
      if (answer !== undefined) settle(answer);
    });
    input.onDidHide(() => settle(undefined));
    input.show();
  });
}
