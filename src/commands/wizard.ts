import { Cancelled } from '../base/failure.ts';
import { type Answers, askAgain, type Frame, type Question, type WizardStep } from './questions.ts';
import { type Asked, askQuestion } from './wizardInputs.ts';

/** Stands for the steps that depend on the answer to the step before it. */
export const more = Symbol('more');

export type Script = (answers: Answers) => readonly (WizardStep | typeof more)[];

/** What the user has entered in a wizard. It outlives the wizard if the user closes that, but without secrets. */
export class Draft {
  #answers: Answers = {};
  readonly #suggested = new Map<string, string>();
  /** Texts that were typed and not accepted. */
  readonly #unfinished = new Map<string, string>();
  readonly #secrets = new Set<string>();

  get answers(): Answers {
    return this.#answers;
  }

  /** The initial text and answer of a question. */
  startOf({ name, value = '' }: Question): { readonly value: string; readonly typed: string | undefined } {
    const given = this.#answers[name];
    // If the user only accepted a suggestion, it changes when another answer leads to another suggestion.
    const isOwn = given !== undefined && given !== this.#suggested.get(name);
    return { value: isOwn ? given : value, typed: this.#unfinished.get(name) };
  }

  note(question: Question, asked: Exclude<Asked, { kind: 'outdated' }>): void {
    const { name, value = '' } = question;
    this.#suggested.set(name, value);
    if (question.kind === 'text' && question.secret) this.#secrets.add(name);
    if (asked.kind === 'answer') {
      this.#answers = { ...this.#answers, [name]: asked.answer };
      this.#unfinished.delete(name);
    } else if (asked.typed) this.#unfinished.set(name, asked.typed);
  }

  /** Forgets everything, or only the secrets. */
  forget(what: 'all' | 'secrets'): void {
    const isKept = (name: string): boolean => what === 'secrets' && !this.#secrets.has(name);
    this.#answers = Object.fromEntries(Object.entries(this.#answers).filter(([name]) => isKept(name)));
    for (const kept of [this.#suggested, this.#unfinished])
      for (const name of kept.keys()) if (!isKept(name)) kept.delete(name);
  }
}

/**
 * Asks questions one after the other, with a button to go back. Later questions can depend on earlier answers. Going
 * back restores the earlier answer, and what was typed. Resolves to undefined if the user cancels; with the same draft,
 * the next wizard starts with everything that was entered.
 */
export async function runWizard(
  title: string,
  script: Script,
  draft = new Draft(),
): Promise<Answers | undefined> {
  for (let i = 0; ;) {
    const steps = script(draft.answers);
    const step = steps[i];
    if (!step || step === more) {
      const { answers } = draft;
      draft.forget('all');
      return answers;
    }
    const question = await questionOf(step, draft.answers);
    if (question) {
      const alongside = await question.showAlongside?.();
      const asked = await askQuestion(frameOf(title, i, steps), question, draft.startOf(question), alongside);
      if (asked.kind === 'outdated' || (asked.kind === 'answer' && asked.answer === askAgain)) continue;
      draft.note(question, asked);
      if (asked.kind === 'answer') {
        i++;
        continue;
      }
      if (asked.kind === 'closed') i = 0;
    }
    i--;
    if (i < 0) {
      draft.forget('secrets');
      return undefined;
    }
  }
}

/** Undefined if the user closed what the step had opened. */
async function questionOf(step: WizardStep, answers: Answers): Promise<Question | undefined> {
  try {
    return await step(answers);
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

/** A single question has no number, and neither has one that decides how many follow. */
function frameOf(title: string, i: number, steps: ReturnType<Script>): Frame {
  const isFirst = i === 0;
  return steps.length === 1 || steps.includes(more)
    ? { title, isFirst }
    : { title, isFirst, step: i + 1, totalSteps: steps.length };
}
