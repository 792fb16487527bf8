import * as vscode from 'vscode';
import type { MfaAttempt, MfaQuestion, Prompts } from '../credentials/mfa.ts';
import { Cancelled, type Failure } from '../failure.ts';

type Words = (failure: Failure) => string;

/** The MFA box. One at a time: VS Code shows a single input, and a second would close the first. */
export function createPrompts(describe: Words, now: () => number): Prompts {
  let last: Promise<void> = Promise.resolve();
  return {
    askMfaCode(question, attempt, signal) {
      const turn = last;
      const ask = async (): Promise<void> => {
        await Promise.race([turn, aborted(signal)]);
        await new MfaBox(question, attempt, describe, now).ask(signal);
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
  readonly #now: () => number;
  readonly #box = vscode.window.createInputBox();
  readonly #closed = new AbortController();

  constructor(question: MfaQuestion, attempt: MfaAttempt, describe: Words, now: () => number) {
    this.#question = question;
    this.#attempt = attempt;
    this.#describe = describe;
    this.#now = now;
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
    try {
      await new Promise<void>((resolve, reject) => {
        box.onDidChangeValue(() => this.#validate());
        box.onDidAccept(() => void this.#submit().then((settled) => settled && resolve(), reject));
        box.onDidHide(() => reject(new Cancelled()));
        box.show();
      });
    } finally {
      signal.removeEventListener('abort', close);
      this.#closed.abort();
      box.dispose();
    }
  }

  /** Whether AWS took the code; if not, the box stays and says why. */
  async #submit(): Promise<boolean> {
    const box = this.#box;
    const code = digitsOf(box.value);
    if (!box.enabled || !this.#validate() || code.length !== 6) {
      box.validationMessage ??= vscode.l10n.t('The code has six digits.');
      return false;
    }
    box.enabled = false;
    box.busy = true;
    const refusal = await this.#attempt(code, this.#closed.signal);
    if (!refusal) return true;
    box.busy = false;
    box.enabled = true;
    box.value = '';
    box.validationMessage = this.#describe(refusal);
    return false;
  }

  #validate(): boolean {
    const complaint = this.#complaint(digitsOf(this.#box.value));
    this.#box.validationMessage = complaint;
    return complaint === undefined;
  }

  #complaint(code: string): string | undefined {
    if (!/^\d{0,6}$/u.test(code)) return vscode.l10n.t('The code has six digits.');
    if (code.length < 6 || !this.#question.wasUsed(code)) return undefined;
    const seconds = stepSeconds - (Math.floor(this.#now() / 1000) % stepSeconds);
    return vscode.l10n.t('AWS accepts each code only once. The next one appears in {0} s.', seconds);
  }
}

/** How long an MFA device shows a code (RFC 6238, as AWS uses it). */
const stepSeconds = 30;

/** Authenticators show `123 456`; what is copied from them may hold the space. */
function digitsOf(value: string): string {
  return value.replaceAll(/[\s-]/gu, '');
}

/** `maya-phone (arn:aws:iam::111122223333:mfa/maya-phone)`, or a hardware device's serial number alone. */
function deviceName(mfaSerial: string): string {
  const name = /:mfa\/(?:.*\/)?([^/]+)$/u.exec(mfaSerial)?.[1];
  return name ? `${name} (${mfaSerial})` : mfaSerial;
}
