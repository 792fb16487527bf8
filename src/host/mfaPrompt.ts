import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Cancelled, type Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import type { MfaAttempt, MfaQuestion, Requester } from '../credentials/run/mfa.ts';
import { agentIn } from '../display/agentWords.ts';
import { Input } from '../display/inputBox.ts';

export type DescribeFailure = (failure: Failure) => string;

/** How long a program may take before the prompt is shown. Milliseconds. */
const showAfterMs = 1000;

/** How long nothing may follow six digits before they are sent: a longer number is no code. Milliseconds. */
const sendAfterMs = 400;

/** Prompts for an MFA code, and stays open until AWS accepts one. */
export class MfaPrompt {
  readonly #question: MfaQuestion;
  readonly #attempt: MfaAttempt;
  readonly #describe: DescribeFailure;
  readonly #autoSubmit: boolean;
  readonly #isProduction: boolean;
  readonly #input = new Input();
  readonly #closed = new AbortController();
  #isProgramRunning = false;
  #requester: Requester | undefined;
  /** The digits before the last change. */
  #digits = '';
  #sending: ReturnType<typeof setTimeout> | undefined;
  /** What is wrong. Its message is updated every second, because it can depend on the time. */
  #failure: Failure | undefined;

  constructor(
    question: MfaQuestion,
    attempt: MfaAttempt,
    describe: DescribeFailure,
    { autoSubmit, isProduction }: { readonly autoSubmit: boolean; readonly isProduction: boolean },
  ) {
    this.#question = question;
    this.#attempt = attempt;
    this.#describe = describe;
    this.#autoSubmit = autoSubmit;
    this.#isProduction = isProduction;
  }

  /** If a program provides the code quickly, no prompt is shown. */
  async ask(signal: AbortSignal): Promise<void> {
    const wait = new AbortController();
    const close = (): void => this.#closed.abort();
    signal.addEventListener('abort', close);
    try {
      if (signal.aborted) throw new Cancelled();
      const answered = this.#askProgram();
      const timeout = sleep(showAfterMs, false, { signal: wait.signal }).catch(() => false);
      if (!(await Promise.race([answered, timeout]))) await this.#askUser(answered);
    } finally {
      wait.abort();
      signal.removeEventListener('abort', close);
      this.#closed.abort();
      this.#input.dispose();
    }
  }

  async #askUser(answered: Promise<boolean>): Promise<void> {
    const input = this.#input;
    input.placeholder = '123456';
    // Users look up the code in another window.
    input.ignoreFocusOut = true;
    // Nobody should type a code without knowing what it is for.
    this.#requester = await this.#question.requester;
    if (this.#closed.signal.aborted) throw new Cancelled();
    this.#draw();
    this.#showFailure();
    const clock = setInterval(() => this.#showFailure(), 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        const settle = (outcome: Promise<boolean>): void =>
          void outcome.then((isSettled) => isSettled && resolve(), reject);
        this.#closed.signal.addEventListener('abort', () => reject(new Cancelled()));
        settle(answered);
        input.onDidChangeValue(() => {
          const isFine = this.#validate();
          if (this.#isCompletedCode() && isFine)
            this.#sending = setTimeout(() => settle(this.#submit()), sendAfterMs);
        });
        input.onDidAccept(() => settle(this.#submit()));
        input.onDidTriggerButton(() => settle(this.#askProgram()));
        input.onDidHide(() => reject(new Cancelled()));
        input.show();
      });
    } finally {
      clearInterval(clock);
      clearTimeout(this.#sending);
    }
  }

  /** Whether AWS accepted the program's code, if there is a program. If not, the prompt shows why. */
  async #askProgram(): Promise<boolean> {
    const { program } = this.#question;
    if (!program || this.#isProgramRunning || !this.#input.enabled) return false;
    this.#isProgramRunning = true;
    this.#failure = undefined;
    this.#input.validationMessage = undefined;
    this.#draw();
    try {
      const failure = await program.answer(this.#closed.signal);
      if (!failure) return true;
      if (this.#input.enabled) this.#failure = failure;
      return false;
    } catch (error) {
      const isSuperseded = error instanceof Cancelled && !this.#closed.signal.aborted;
      if (isSuperseded) return false;
      throw error;
    } finally {
      this.#isProgramRunning = false;
      this.#draw();
      this.#showFailure();
    }
  }

  /** Whether AWS accepted the code. If not, the prompt stays open and shows why. */
  async #submit(): Promise<boolean> {
    const input = this.#input;
    clearTimeout(this.#sending);
    const code = digitsOf(input.value);
    if (!input.enabled || !this.#validate()) return false;
    if (code.length !== 6) {
      input.validationMessage = sixDigits();
      return false;
    }
    input.enabled = false;
    this.#draw();
    this.#failure = await this.#attempt(code, this.#closed.signal);
    if (!this.#failure) return true;
    input.enabled = true;
    input.value = '';
    this.#digits = '';
    this.#draw();
    this.#showFailure();
    return false;
  }

  /**
   * Whether the last change has completed a code that can be sent by itself. Not so if it deleted a digit of a longer
   * number, which the user may go on to correct, or if it may still be the text of an input method.
   */
  #isCompletedCode(): boolean {
    const [before, { value }] = [this.#digits, this.#input];
    this.#digits = digitsOf(value);
    clearTimeout(this.#sending);
    return this.#autoSubmit && before.length <= 6 && /^\d{6}$/u.test(value.replaceAll(/[\s-]/gu, ''));
  }

  /** Whether the typed text can become a code to send. */
  #validate(): boolean {
    const code = digitsOf(this.#input.value);
    const isFine = /^\d{0,6}$/u.test(code);
    this.#failure = isFine && code.length === 6 ? this.#question.reuse(code) : undefined;
    this.#input.validationMessage = isFine ? undefined : sixDigits();
    this.#showFailure();
    return isFine && !this.#failure;
  }

  #showFailure(): void {
    const sentence = this.#failure && this.#describe(this.#failure);
    if (sentence) this.#input.validationMessage = sentence;
  }

  #draw(): void {
    const t = vscode.l10n.t;
    const { program } = this.#question;
    const { mfaSerial } = publicFacts({ mfaSerial: this.#question.mfaSerial });
    const device = deviceName(mfaSerial);
    const { profile: name } = this.#question;
    // The title stays in sight when a message takes the place of the prompt.
    this.#input.title = [
      this.#isProduction
        ? t('MFA code for production profile {0}', name)
        : t('MFA code for AWS profile {0}', name),
      shortName(mfaSerial),
      ...(this.#requester ? [requesterWords(this.#requester)] : []),
    ].join(' · ');
    const isWaiting = program !== undefined && this.#isProgramRunning;
    this.#input.busy = isWaiting || !this.#input.enabled;
    const prompt = isWaiting
      ? t(
          '{0} is getting the MFA code for {1}. It might require a touch or a password. You can also enter the code here.',
          program.name,
          device,
        )
      : this.#autoSubmit
        ? t('Enter the six digits shown by {0}. They are sent as soon as you have typed all six.', device)
        : t('Enter the six digits shown by {0}.', device);
    this.#input.prompt = this.#isProduction ? { icon: 'flame', text: prompt } : prompt;
    this.#input.buttons =
      program && !isWaiting
        ? [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: t('Run {0} Again', program.name) }]
        : [];
  }
}

function sixDigits(): string {
  return vscode.l10n.t('The MFA code must have six digits.');
}

/**
 * Authenticators show `123 456`, and a copied code may contain the space. A Japanese keyboard may also produce
 * full-width digits: `１２３ ４５６`.
 */
function digitsOf(value: string): string {
  return value.normalize('NFKC').replaceAll(/[\s-]/gu, '');
}

/** `maya-phone (arn:aws:iam::111122223333:mfa/maya-phone)`, or a hardware device's serial number alone. */
function deviceName(mfaSerial: string): string {
  const name = shortName(mfaSerial);
  return name === mfaSerial ? mfaSerial : `${name} (${mfaSerial})`;
}

/** `maya-phone`, or a hardware device's serial number. */
function shortName(mfaSerial: string): string {
  return (mfaSerial.includes(':mfa/') && mfaSerial.slice(mfaSerial.lastIndexOf('/') + 1)) || mfaSerial;
}

function requesterWords({ kind, name, startedBy, agent, terminal }: Requester): string {
  const t = vscode.l10n.t;
  if (agent !== undefined) return t('for {0}', agentIn(agent, terminal));
  if (name === undefined) return t('requested by a program');
  switch (kind) {
    case 'program':
      return startedBy === undefined
        ? t('requested by {0}', name)
        : t('requested by {0}, started by {1}', name, startedBy);
    case 'extension':
      return t('requested by the extension {0}', name);
    case 'launchConfiguration':
      return t('requested by the launch configuration {0}', name);
  }
}
