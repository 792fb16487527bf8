import type { Disposable } from '../base/event.ts';
import type { Item } from '../display/quickPick.ts';

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
  readonly showAlongside?: () => Promise<Alongside>;
  /** Calls back when the question is out of date, so that it is asked again. */
  readonly watch?: (onOutdated: () => void) => Disposable;
}

/** What is shown alongside a question. */
export interface Alongside {
  /** `isInputOpen`: whether the input that asks is still open, which gives the focus back when it closes. */
  close(isInputOpen: boolean): Promise<void>;
}

export interface TextQuestion extends Common {
  readonly kind: 'text';
  /** Whether the text is hidden, like a password. */
  readonly secret?: boolean;
  /** The text that is meant, such as a URL with the scheme that the user left out. It is validated and answered. */
  readonly mend?: ((text: string) => string) | undefined;
  /** The complaint about a text, or undefined if it is valid. */
  readonly validate: (text: string) => string | undefined;
  /** Asks elsewhere about a valid text before it becomes the answer. Rejects with `Cancelled` if `signal` aborts. */
  readonly check?: ((text: string, signal: AbortSignal) => Promise<CheckComplaint | undefined>) | undefined;
}

export interface CheckComplaint extends Complaint {
  /** Whether the user may go on with the same text: nothing speaks against it, but it could not be checked. */
  readonly mayPass: boolean;
}

/** The answer of an item that repeats the step of its question. No answer that the user types contains it. */
export const askAgain = '\r';

/** The answer of an item is its `answer`, or its label if it has no such property. */
export interface ChoiceItem extends Item {
  readonly answer?: string | undefined;
  /** The answer if the button of the item is pressed. */
  readonly pressed?: string;
}

export interface ChoiceQuestion extends Common {
  readonly kind: 'choice';
  /** Calls back when what the question shows is out of date. The question is then asked again. */
  readonly watch?: (onOutdated: () => void) => Disposable;
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

/** Rejects with `Cancelled` if the user closes what it opens first; the wizard then goes back. */
export type WizardStep = (answers: Answers) => Question | Promise<Question>;

/** The head of a question. */
export interface Frame {
  readonly title: string;
  readonly isFirst: boolean;
  readonly step?: number;
  readonly totalSteps?: number;
}

/** A row that shows a complaint and cannot be chosen. */
export function complaintItem(complaint: string): ChoiceItem {
  return { icon: 'error', label: complaint, answer: undefined };
}
