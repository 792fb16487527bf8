import * as vscode from 'vscode';

/** One question of a short series: text that is checked as it is typed, or a choice. */
export type Question =
  | {
      readonly kind: 'text';
      readonly prompt: string;
      readonly value: string;
      readonly placeholder?: string;
      /** The complaint about a text, or undefined. */
      readonly validate: (text: string) => string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly prompt: string;
      readonly items: readonly vscode.QuickPickItem[];
      readonly value: string;
    };

/**
 * Asks questions one after the other, with a way back to the one before. Answers so far are given to each question,
 * so that going back finds what was typed. Undefined when the person leaves.
 */
export async function askSteps(
  title: string,
  questions: readonly ((answers: readonly string[]) => Question)[],
): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  for (let i = 0; i < questions.length;) {
    const question = questions[i]!(answers);
    const frame = { title, step: i + 1, totalSteps: questions.length };
    const answer =
      question.kind === 'text' ? await askText(frame, question) : await askChoice(frame, question);
    if (answer === undefined) return undefined;
    if (answer === back) {
      i--;
      continue;
    }
    answers[i++] = answer;
  }
  return answers;
}

const back = Symbol('back');

interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

type Answer = string | typeof back | undefined;

function askText(frame: Frame, question: Extract<Question, { kind: 'text' }>): Promise<Answer> {
  const box = vscode.window.createInputBox();
  Object.assign(box, frame, { value: question.value, prompt: question.prompt, ignoreFocusOut: true });
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

function askChoice(frame: Frame, question: Extract<Question, { kind: 'choice' }>): Promise<Answer> {
  const pick = vscode.window.createQuickPick();
  Object.assign(pick, frame, { placeholder: question.prompt, items: question.items, ignoreFocusOut: true });
  pick.matchOnDescription = true;
  pick.buttons = backButtons(frame);
  pick.activeItems = question.items.filter(({ label }) => label === question.value);
  return answerOf(pick, () => pick.activeItems[0]?.label);
}

function backButtons({ step }: Frame): vscode.QuickInputButton[] {
  return step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

function answerOf(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
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
