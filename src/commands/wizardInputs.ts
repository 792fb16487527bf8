import * as vscode from 'vscode';
import { Cancelled } from '../base/failure.ts';
import { Input } from '../display/inputBox.ts';
import { isSameRow, Picker } from '../display/quickPick.ts';
import { looksLikeSecretKey } from '../profiles/keyForm.ts';
import {
  type Alongside,
  type ChoiceItem,
  type ChoiceQuestion,
  type ChoicesQuestion,
  chosenOf,
  complaintItem,
  type Frame,
  type Question,
  type TextQuestion,
} from './questions.ts';

/** What became of a question. `typed`: the text at the end, unless that may be a secret. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'back' | 'closed'; readonly typed: string | undefined }
  | { readonly kind: 'outdated' };

/** What a question shows at first: an answer, and what was typed before. */
interface Start {
  readonly value: string;
  readonly typed: string | undefined;
}

/** How a question is asked. */
interface Asking {
  readonly frame: Frame;
  readonly alongside: Alongside | undefined;
  readonly watch: Question['watch'];
}

/** Closes `alongside` with the question. */
export function askQuestion(
  frame: Frame,
  question: Question,
  start: Start,
  alongside?: Alongside,
): Promise<Asked> {
  const asking = { frame, alongside, watch: question.watch };
  switch (question.kind) {
    case 'text':
      return askText(asking, question, start);
    case 'choice':
      return askChoice(asking, question, start);
    case 'choices':
      return askChoices(asking, question, start.value);
  }
}

function askText(asking: Asking, question: TextQuestion, { value, typed }: Start): Promise<Asked> {
  const { secret = false, mend = (text: string) => text, validate, check } = question;
  const box = new Input();
  show(box, asking.frame);
  Object.assign(box, { value: typed ?? value, prompt: question.prompt, placeholder: question.placeholder });
  const complaintAbout = (text: string): string | undefined =>
    !secret && looksLikeSecretKey(text) ? secretComplaint() : validate(mend(text));
  let isHidden: boolean | undefined;
  const hideSecret = (text: string): void => {
    const isSecret = secret || looksLikeSecretKey(text);
    if (isSecret !== isHidden) box.password = isHidden = isSecret;
  };
  hideSecret(box.value.trim());
  box.onDidChangeValue((text) => {
    hideSecret(text.trim());
    box.validationMessage = text.trim() === '' ? undefined : complaintAbout(text.trim());
  });
  let unchecked: string | undefined;
  const accept = async (signal: AbortSignal): Promise<string | undefined> => {
    if (!box.enabled) return undefined;
    const text = box.value.trim();
    box.validationMessage = complaintAbout(text);
    if (box.isInvalid) return undefined;
    if (!check || text === unchecked) return mend(text);
    Object.assign(box, { enabled: false, busy: true });
    try {
      const complaint = await check(mend(text), signal);
      if (!complaint) return mend(text);
      if (complaint.mayPass) unchecked = text;
      box.validationMessage = complaint.complaint;
    } catch (error) {
      // The wizard already goes another way.
      if (!(error instanceof Cancelled)) throw error;
    } finally {
      if (!signal.aborted) Object.assign(box, { enabled: true, busy: false });
    }
    return undefined;
  };
  return settled(box, accept, () => (secret ? undefined : box.value), asking);
}

function secretComplaint(): string {
  return vscode.l10n.t('This looks like a secret access key, which does not belong here.');
}

function askChoices(asking: Asking, question: ChoicesQuestion, value: string): Promise<Asked> {
  const pick = new Picker<ChoiceItem>();
  const { items, picked } = question;
  show(pick, asking.frame);
  Object.assign(pick, { placeholder: question.prompt, canSelectMany: true, matchOnDescription: true, items });
  const chosen = new Set(value === '' ? picked : chosenOf(value));
  pick.selectedItems = items.filter((item) => chosen.has(answerFor(item) ?? ''));
  return settled(
    pick,
    () => JSON.stringify(pick.selectedItems.map(answerFor)),
    () => undefined,
    asking,
  );
}

function askChoice(asking: Asking, question: ChoiceQuestion, { value, typed }: Start): Promise<Asked> {
  const pick = new Picker<ChoiceItem>();
  const { items, other, placeholder = question.prompt } = question;
  const start = withAnswer(question, value);
  show(pick, asking.frame);
  Object.assign(pick, { placeholder, items: start, matchOnDescription: true, matchOnDetail: true });
  const active = start.filter((item) => answerFor(item) === value);
  if (active.length > 0) pick.activeItems = active;
  const known = new Set(items.map(answerFor));
  const offerNow = () =>
    other && !known.has(pick.value.trim()) ? offerFor(other, pick.value.trim()) : undefined;
  let shown: Offer | undefined;
  const draw = (offer: Offer | undefined): void => {
    // There may be thousands of items, so they are not set again for every keystroke.
    if (isSameRow(offer?.row, shown?.row)) return;
    shown = offer;
    pick.items = withOffer(start, offer);
  };
  let isEmptied = false;
  const showOffer = (): void => {
    const isSecret = looksLikeSecretKey(pick.value.trim());
    // A picker cannot hide what is typed. VS Code also reports the empty text, so the complaint stays until more comes.
    isEmptied = isSecret || (isEmptied && pick.value === '');
    if (isSecret) pick.value = '';
    draw(isEmptied ? complaintOffer(secretComplaint()) : offerNow());
    if (shown?.answer !== undefined && !isNamed(start, pick.value.trim())) pick.activeItems = [shown.row];
  };
  pick.onDidChangeValue(showOffer);
  if (typed && other) {
    pick.value = typed;
    showOffer();
  }
  const accept = (): string | undefined => {
    const [item] = pick.selectedItems;
    // A user who types quickly may press Enter before the row for the text appears.
    return item && item !== shown?.row ? answerFor(item) : offerNow()?.answer;
  };
  const press = (answer: (text: string) => void): void => {
    pick.onDidTriggerItemButton(({ pressed }) => pressed !== undefined && answer(pressed));
  };
  return settled(pick, accept, () => pick.value, asking, press);
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
  if ('complaint' in offered) return complaintOffer(offered.complaint);
  const label = vscode.l10n.t('Use what you typed');
  return { row: { ...offered, icon: 'add', label, alwaysShow: true }, answer: answerFor(offered) };
}

function complaintOffer(complaint: string): Offer {
  return { row: { ...complaintItem(complaint), alwaysShow: true }, answer: undefined };
}

/** Whether a label contains the text. A match in a description alone counts less than what the user typed. */
function isNamed(items: readonly ChoiceItem[], text: string): boolean {
  return items.some(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
}

/** The offer comes last: VS Code names a row by its index, so no other row may move while the user presses Enter. */
function withOffer(items: readonly ChoiceItem[], offer: Offer | undefined): readonly ChoiceItem[] {
  return offer ? [...items, offer.row] : items;
}

/** Undefined for an item that cannot be chosen. */
function answerFor(item: ChoiceItem): string | undefined {
  return 'answer' in item ? item.answer : item.label;
}

function show(input: Input | Picker<ChoiceItem>, { isFirst, ...frame }: Frame): void {
  Object.assign(input, frame, { ignoreFocusOut: true });
  input.buttons = isFirst ? [] : [vscode.QuickInputButtons.Back];
}

/** `accepted` may return undefined: the question stays open. */
function settled(
  input: Input | Picker<ChoiceItem>,
  accepted: (signal: AbortSignal) => string | undefined | Promise<string | undefined>,
  typed: () => string | undefined,
  { alongside, watch }: Asking,
  press?: (answer: (text: string) => void) => void,
): Promise<Asked> {
  return new Promise<Asked>((resolve, reject) => {
    const stop = new AbortController();
    const settle = async (asked: Asked): Promise<void> => {
      if (stop.signal.aborted) return;
      stop.abort();
      watching?.dispose();
      try {
        // Before the input closes: VS Code then gives the focus back, but not to an editor with another in front.
        await alongside?.close(asked.kind !== 'closed');
      } finally {
        resolve(asked);
        input.dispose();
      }
    };
    const leave = (kind: 'back' | 'closed'): void => {
      const text = typed()?.trim();
      settle({ kind, typed: text !== undefined && looksLikeSecretKey(text) ? undefined : text }).catch(
        reject,
      );
    };
    const accept = async (): Promise<void> => {
      const answer = await accepted(stop.signal);
      if (answer !== undefined) await settle({ kind: 'answer', answer });
    };
    const watching = watch?.(() => void settle({ kind: 'outdated' }).catch(reject));
    input.onDidTriggerButton(() => leave('back'));
    press?.((answer) => void settle({ kind: 'answer', answer }).catch(reject));
    input.onDidAccept(() => void accept().catch(reject));
    input.onDidHide(() => leave('closed'));
    input.show();
  });
}
