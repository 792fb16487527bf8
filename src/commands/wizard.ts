import * as vscode from 'vscode';
import type { Disposable } from '../base/event.ts';

/** One question of a short series: text that is checked as it is typed, a choice, or several. */
export type Question = TextQuestion | ChoiceQuestion | ChoicesQuestion;

interface Common {
  /** What the answer is kept under. */
  readonly name: string;
  readonly prompt: string;
  /** The answer to begin with. */
  readonly value?: string;
  readonly placeholder?: string;
  /** Shown beside the question, for as long as it is asked. */
  readonly beside?: () => Promise<Disposable>;
}

export interface TextQuestion extends Common {
  readonly kind: 'text';
  /** Never shown, as a password. */
  readonly secret?: boolean;
  /** The complaint about a text, or undefined. */
  readonly validate: (text: string) => string | undefined;
}

/** An item's answer is its `answer`, or its label where it has none of its own. */
export interface ChoiceItem extends vscode.QuickPickItem {
  readonly answer?: string | undefined;
}

export interface ChoiceQuestion extends Common {
  readonly kind: 'choice';
  readonly items: readonly ChoiceItem[];
  /**
   * Where other answers than the items may be typed: what is offered for one, or what is wrong with it. Nothing where
   * the text only searches the items.
   */
  readonly other?: (text: string) => ChoiceItem | Complaint | undefined;
}

/** The answer is a list of the items' answers, as `chosenOf` reads it. */
export interface ChoicesQuestion extends Common {
  readonly kind: 'choices';
  readonly items: readonly ChoiceItem[];
  /** The answers to begin with. */
  readonly picked: readonly string[];
}

/** What was chosen in answer to a `ChoicesQuestion`. */
export function chosenOf(answer: string | undefined): readonly string[] {
  return answer === undefined ? [] : (JSON.parse(answer) as readonly string[]);
}

export interface Complaint {
  readonly complaint: string;
}

export type Answers = Readonly<Record<string, string>>;
export type Ask = (answers: Answers) => Question | Promise<Question>;

/**
 * Asks questions one after the other, with a way back to the one before. What comes next may hang on the answers so
 * far; going back finds what was answered. Undefined when the person leaves.
 */
export async function runWizard(
  title: string,
  script: (answers: Answers) => readonly Ask[],
): Promise<Answers | undefined> {
  let answers: Answers = {};
  const suggested = new Map<string, string>();
  for (let i = 0; ;) {
    const asks = script(answers);
    const ask = asks[i];
    if (!ask) return answers;
    const question = await ask(answers);
    // A question alone is not counted.
    const frame = asks.length === 1 ? { title } : { title, step: i + 1, totalSteps: asks.length };
    const beside = await question.beside?.();
    const { name, value = '' } = question;
    const given = answers[name];
    // What was only accepted gives way when another answer leads to another suggestion.
    const start = given === undefined || given === suggested.get(name) ? value : given;
    const answer = await askOne(frame, question, start);
    beside?.dispose();
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
  const pick = vscode.window.createQuickPick<ChoiceItem>();
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
  const box = vscode.window.createInputBox();
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
    return box.validationMessage === undefined ? text : undefined;
  });
}

function askChoice(frame: Frame, question: ChoiceQuestion, value: string): Promise<Answer> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
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
    // There may be thousands of items: they are not given anew for every letter.
    if (offer?.row.label === shown?.row.label && offer?.row.description === shown?.row.description) return;
    shown = offer;
    pick.items = withOffer(start, offer);
  });
  return answerOf(pick, () => {
    const [item] = pick.selectedItems;
    // Who types quickly presses Enter before the row for it is there.
    return item && item !== shown?.row ? answerFor(item) : offerNow()?.answer;
  });
}

/** With an answer that was typed before as an item to choose. */
function withAnswer({ items, other }: ChoiceQuestion, value: string): readonly ChoiceItem[] {
  if (!other || value === '' || items.some((item) => answerFor(item) === value)) return items;
  const offered = other(value);
  return !offered || 'complaint' in offered ? items : [{ ...offered, alwaysShow: true }, ...items];
}

/** What becomes of a text that is typed: an answer, or a complaint. The row does not repeat the text. */
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
  const label = `$(add) ${vscode.l10n.t('Use what you typed')}`;
  return { row: { ...offered, label, alwaysShow: true }, answer: answerFor(offered) };
}

/** What is wrong comes below what can be chosen. */
function withOffer(items: readonly ChoiceItem[], offer: Offer | undefined): readonly ChoiceItem[] {
  if (!offer) return items;
  return offer.answer === undefined ? [...items, offer.row] : [offer.row, ...items];
}

/** Undefined for what cannot be chosen. */
function answerFor(item: ChoiceItem): string | undefined {
  return 'answer' in item ? item.answer : item.label;
}

/** A row that says what is wrong, and is no answer. */
export function complaintItem(complaint: string): ChoiceItem {
  return { label: `$(error) ${complaint}`, answer: undefined };
}

function backButtons({ step = 1 }: Frame): vscode.QuickInputButton[] {
  return step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

function answerOf(
  input: vscode.InputBox | vscode.QuickPick<ChoiceItem>,
  accepted: () => string | undefined,
): Promise<Answer> {
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
