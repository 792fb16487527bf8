import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Cancelled, type Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import type { MfaAttempt, MfaQuestion } from '../credentials/run/mfa.ts';
import { Input } from '../display/inputBox.ts';

export type DescribeFailure = (failure: Failure) => string;

/** How long a program may take before the prompt is shown. Milliseconds. */
const showAfterMs = 1000;

/** Prompts for an MFA code, and stays open until AWS accepts one. */
export class MfaPrompt {
  readonly #question: MfaQuestion;
  readonly #attempt: MfaAttempt;
  readonly #describe: DescribeFailure;
  readonly #input = new Input();
  readonly #closed = new AbortController();
  #isProgramRunning = false;
  /** What is wrong. Its message is updated every second, because it can depend on the time. */
  #failure: Failure | undefined;

  constructor(question: MfaQuestion, attempt: MfaAttempt, describe: DescribeFailure) {
    this.#question = question;
    this.#attempt = attempt;
    this.#describe = describe;
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
    input.title = vscode.l10n.t('MFA code for AWS profile {0}', this.#question.profile);
    input.placeholder = '123456';
    // Users look up the code in another window.
    input.ignoreFocusOut = true;
    this.#draw();
    this.#showFailure();
    const clock = setInterval(() => this.#showFailure(), 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        const settle = (outcome: Promise<boolean>): void =>
          void outcome.then((isSettled) => isSettled && resolve(), reject);
        this.#closed.signal.addEventListener('abort', () => reject(new Cancelled()));
        settle(answered);
        input.onDidChangeValue(() => this.#validate());
        input.onDidAccept(() => settle(this.#submit()));
        input.onDidTriggerButton(() => settle(this.#askProgram()));
        input.onDidHide(() => reject(new Cancelled()));
        input.show();
      });
    } finally {
      clearInterval(clock);
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
    this.#draw();
    this.#showFailure();
    return false;
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
    const isWaiting = program !== undefined && this.#isProgramRunning;
    this.#input.busy = isWaiting || !this.#input.enabled;
    this.#input.prompt = isWaiting
      ? t(
          '{0} is getting the MFA code for {1}. It might require a touch or a password. You can also enter the code here.',
          program.name,
          device,
        )
      : t('Enter the six digits shown by {0}.', device);
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
  const name = mfaSerial.includes(':mfa/') && mfaSerial.slice(mfaSerial.lastIndexOf('/') + 1);
  return name ? `${name} (${mfaSerial})` : mfaSerial;
}
