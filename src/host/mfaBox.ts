import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Cancelled, type Failure } from '../base/failure.ts';
import type { MfaAttempt, MfaQuestion } from '../credentials/run/mfa.ts';

export type Words = (failure: Failure) => string;

/** How long a program may take before there is something to see. */
const patienceMs = 1000;

/** Asks for one code, and stays until AWS takes one. */
export class MfaBox {
  readonly #question: MfaQuestion;
  readonly #attempt: MfaAttempt;
  readonly #describe: Words;
  readonly #box = vscode.window.createInputBox();
  readonly #closed = new AbortController();
  #isProgramAtIt = false;
  /** What is wrong, told anew each second: it may be a matter of time. */
  #failure: Failure | undefined;

  constructor(question: MfaQuestion, attempt: MfaAttempt, describe: Words) {
    this.#question = question;
    this.#attempt = attempt;
    this.#describe = describe;
  }

  /** Where a program gives the code at once, no person sees a box. */
  async ask(signal: AbortSignal): Promise<void> {
    const wait = new AbortController();
    const close = (): void => this.#closed.abort();
    signal.addEventListener('abort', close);
    try {
      if (signal.aborted) throw new Cancelled();
      const answered = this.#askProgram();
      const patience = sleep(patienceMs, false, { signal: wait.signal }).catch(() => false);
      if (!(await Promise.race([answered, patience]))) await this.#askPerson(answered);
    } finally {
      wait.abort();
      signal.removeEventListener('abort', close);
      this.#closed.abort();
      this.#box.dispose();
    }
  }

  async #askPerson(answered: Promise<boolean>): Promise<void> {
    const box = this.#box;
    box.title = vscode.l10n.t('MFA code for AWS profile {0}', this.#question.profile);
    box.placeholder = '123456';
    // People look the code up in another window.
    box.ignoreFocusOut = true;
    this.#draw();
    this.#tell();
    const clock = setInterval(() => this.#tell(), 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        const settle = (outcome: Promise<boolean>): void =>
          void outcome.then((isSettled) => isSettled && resolve(), reject);
        this.#closed.signal.addEventListener('abort', () => reject(new Cancelled()));
        settle(answered);
        box.onDidChangeValue(() => this.#validate());
        box.onDidAccept(() => settle(this.#submit()));
        box.onDidTriggerButton(() => settle(this.#askProgram()));
        box.onDidHide(() => reject(new Cancelled()));
        box.show();
      });
    } finally {
      clearInterval(clock);
    }
  }

  /** Whether AWS took the code of the program, if there is one; if not, the box says why. */
  async #askProgram(): Promise<boolean> {
    const { program } = this.#question;
    if (!program || this.#isProgramAtIt || !this.#box.enabled) return false;
    this.#isProgramAtIt = true;
    this.#failure = undefined;
    this.#box.validationMessage = undefined;
    this.#draw();
    try {
      const failure = await program.answer(this.#closed.signal);
      if (!failure) return true;
      if (this.#box.enabled) this.#failure = failure;
      return false;
    } catch (error) {
      const isOvertaken = error instanceof Cancelled && !this.#closed.signal.aborted;
      if (isOvertaken) return false;
      throw error;
    } finally {
      this.#isProgramAtIt = false;
      this.#draw();
      this.#tell();
    }
  }

  /** Whether AWS took the code; if not, the box stays and says why. */
  async #submit(): Promise<boolean> {
    const box = this.#box;
    const code = digitsOf(box.value);
    if (!box.enabled || !this.#validate()) return false;
    if (code.length !== 6) {
      box.validationMessage = sixDigits();
      return false;
    }
    box.enabled = false;
    this.#draw();
    this.#failure = await this.#attempt(code, this.#closed.signal);
    if (!this.#failure) return true;
    box.enabled = true;
    box.value = '';
    this.#draw();
    this.#tell();
    return false;
  }

  /** Whether what is typed may become a code that can be sent. */
  #validate(): boolean {
    const code = digitsOf(this.#box.value);
    const isFine = /^\d{0,6}$/u.test(code);
    this.#failure = isFine && code.length === 6 ? this.#question.reuse(code) : undefined;
    this.#box.validationMessage = isFine ? undefined : sixDigits();
    this.#tell();
    return isFine && !this.#failure;
  }

  #tell(): void {
    const sentence = this.#failure && this.#describe(this.#failure);
    if (sentence && sentence !== this.#box.validationMessage) this.#box.validationMessage = sentence;
  }

  #draw(): void {
    const t = vscode.l10n.t;
    const { mfaSerial, program } = this.#question;
    const device = deviceName(mfaSerial);
    const isWaiting = program !== undefined && this.#isProgramAtIt;
    this.#box.busy = isWaiting || !this.#box.enabled;
    this.#box.prompt = isWaiting
      ? t(
          '{0} is getting the MFA code for {1}. It might require a touch or a password. You can also enter the code here.',
          program.name,
          device,
        )
      : t('Enter the six digits shown by {0}.', device);
    this.#box.buttons =
      program && !isWaiting
        ? [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: t('Run {0} Again', program.name) }]
        : [];
  }
}

function sixDigits(): string {
  return vscode.l10n.t('The MFA code must have six digits.');
}

/** Authenticators show `123 456`; what is copied from them may hold the space. */
/** As a Japanese keyboard may write them, too: `１２３ ４５６`. */
function digitsOf(value: string): string {
  return value.normalize('NFKC').replaceAll(/[\s-]/gu, '');
}

/** `maya-phone (arn:aws:iam::111122223333:mfa/maya-phone)`, or a hardware device's serial number alone. */
function deviceName(mfaSerial: string): string {
  const name = /:mfa\/(?:.*\/)?([^/]+)$/u.exec(mfaSerial)?.[1];
  return name ? `${name} (${mfaSerial})` : mfaSerial;
}
