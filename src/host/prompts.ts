import * as vscode from 'vscode';
import type { MfaAttempt, MfaQuestion, Prompts } from '../credentials/mfa.ts';
import { Cancelled, type Failure } from '../failure.ts';

type Words = (failure: Failure) => string;

/** The MFA box. One at a time: VS Code shows a single input, and a second would close the first. */
export function createPrompts(describe: Words): Prompts {
  let last: Promise<void> = Promise.resolve();
  return {
    askMfaCode(question, attempt, signal) {
      const turn = last;
      const ask = async (): Promise<void> => {
        await Promise.race([turn, aborted(signal)]);
        await new MfaBox(question, attempt, describe).ask(signal);
      };
      const asked = ask();
      last = Promise.allSettled([turn, asked]).then(() => undefined);
      return asked;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

class MfaBox {
  readonly #question: MfaQuestion;
  readonly #attempt: MfaAttempt;
  readonly #describe: Words;
  readonly #box = vscode.window.createInputBox();
  readonly #closed = new AbortController();
  /** What is wrong, told anew each second: it may be a matter of time. */
  #failure: Failure | undefined;

  constructor(question: MfaQuestion, attempt: MfaAttempt, describe: Words) {
    this.#question = question;
    this.#attempt = attempt;
    this.#describe = describe;
  }

  async ask(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new Cancelled();
    const box = this.#box;
    box.title = vscode.l10n.t('MFA code for AWS profile {0}', this.#question.profile);
    box.prompt = vscode.l10n.t('Enter the six digits shown by {0}.', deviceName(this.#question.mfaSerial));
    box.placeholder = '123456';
    // People look the code up in another window.
    box.ignoreFocusOut = true;
    const close = (): void => box.hide();
    signal.addEventListener('abort', close);
    const clock = setInterval(() => this.#tell(), 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        box.onDidChangeValue(() => this.#validate());
        box.onDidAccept(() => void this.#submit().then((settled) => settled && resolve(), reject));
        box.onDidHide(() => reject(new Cancelled()));
        box.show();
      });
    } finally {
      clearInterval(clock);
      signal.removeEventListener('abort', close);
      this.#closed.abort();
      box.dispose();
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
    box.busy = true;
    this.#failure = await this.#attempt(code, this.#closed.signal);
    if (!this.#failure) return true;
    box.busy = false;
    box.enabled = true;
    box.value = '';
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
}

function sixDigits(): string {
  return vscode.l10n.t('The code has six digits.');
}

/** Authenticators show `123 456`; what is copied from them may hold the space. */
function digitsOf(value: string): string {
  return value.replaceAll(/[\s-]/gu, '');
}

/** `maya-phone (arn:aws:iam::111122223333:mfa/maya-phone)`, or a hardware device's serial number alone. */
function deviceName(mfaSerial: string): string {
  const name = /:mfa\/(?:.*\/)?([^/]+)$/u.exec(mfaSerial)?.[1];
  return name ? `${name} (${mfaSerial})` : mfaSerial;
}
