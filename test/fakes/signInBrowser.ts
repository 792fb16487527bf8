import assert from 'node:assert/strict';
import { Cancelled } from '../../src/base/failure.ts';
import type {
  AgentSignIn,
  CodeQuestion,
  CodeTrouble,
  SignInPrompts,
} from '../../src/credentials/browser/browserPrompts.ts';
import { answerPage } from '../aws/identityCenter/clients.ts';
import { eventually } from '../eventually.ts';

/** A user with a browser who answers each page. */
export class SignInBrowser implements SignInPrompts {
  /** `ask`: the user has not answered yet. */
  answer: 'allow' | 'deny' | 'leave' | 'ask' | 'useCode' = 'allow';
  byCode = false;
  readonly opened: string[] = [];
  readonly codes: (string | undefined)[] = [];
  readonly pages: string[] = [];
  readonly waits: string[] = [];
  /** What the user pastes in place of the code of the page, and what was wrong with that. */
  readonly pasted: string[] = [];
  /** How the text of the page arrives. */
  copies = (text: string): string => text;
  readonly troubles: (CodeTrouble | undefined)[] = [];
  /** For each time that a code was asked for, whether AWS had refused the one before it. */
  readonly refused: boolean[] = [];
  /** The agents for which the user was asked. */
  readonly askedFor: AgentSignIn[] = [];
  /** Whether an agent may cause a sign-in. */
  allowsAgents = true;
  /** The number of visible progress indicators. */
  visibleIndicators = 0;
  readonly cancelled = new AbortController();
  readonly useCode = new AbortController();

  async allow(request: AgentSignIn): Promise<void> {
    this.askedFor.push(request);
    if (!this.allowsAgents) throw new Cancelled();
  }

  mustUseCode(): boolean {
    return this.byCode;
  }

  async open(url: string): Promise<void> {
    this.opened.push(url);
    if (this.answer === 'leave') {
      this.cancelled.abort();
      return;
    }
    if (this.answer === 'ask') return;
    if (this.answer === 'useCode' && !this.useCode.signal.aborted) {
      this.useCode.abort();
      return;
    }
    const back = await answerPage(url, this.answer === 'deny' ? 'deny' : 'allow');
    if (back) this.pages.push(await (await fetch(back)).text());
  }

  /** The opened pages, once there are at least `count`. */
  async hasOpened(count: number): Promise<string[]> {
    await eventually(() => assert.ok(this.opened.length >= count));
    return this.opened;
  }

  show({ userCode }: { readonly userCode: string | undefined }) {
    this.codes.push(userCode);
    return this.#shown();
  }

  /** The user copies the code from the page that `open` has answered. */
  async askCode({ check, isRefused }: CodeQuestion, signal: AbortSignal): Promise<string> {
    this.refused.push(isRefused);
    if (this.cancelled.signal.aborted) throw new Cancelled();
    const [, shown] = /<code>([^<]*)<\/code>/u.exec(this.pages.at(-1) ?? '') ?? [];
    for (const text of [...this.pasted, ...(shown === undefined ? [] : [this.copies(shown)])]) {
      const trouble = check(text);
      this.troubles.push(trouble);
      if (!trouble) return text;
    }
    return new Promise((_resolve, reject) => {
      const leave = (): void => reject(new Cancelled());
      for (const each of [signal, this.cancelled.signal]) each.addEventListener('abort', leave);
    });
  }

  showWait(session: string) {
    this.waits.push(session);
    return this.#shown();
  }

  page(isDone: boolean): string {
    return isDone ? 'done' : 'not done';
  }

  #shown() {
    this.visibleIndicators++;
    return {
      cancelled: this.cancelled.signal,
      useCode: this.useCode.signal,
      done: () => void this.visibleIndicators--,
    };
  }
}
