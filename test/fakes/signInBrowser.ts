import assert from 'node:assert/strict';
import type { SignInPrompts } from '../../src/credentials/sso/signIn.ts';
import { answerPage } from '../aws/identityCenter/clients.ts';
import { eventually } from '../eventually.ts';

/** A person at a browser who answers each page. */
export class SignInBrowser implements SignInPrompts {
  /** `ask`: they have not answered yet. */
  answer: 'allow' | 'deny' | 'leave' | 'ask' = 'allow';
  byCode = false;
  readonly opened: string[] = [];
  readonly codes: (string | undefined)[] = [];
  readonly pages: string[] = [];
  readonly waits: string[] = [];
  /** How much of what was shown is not done yet. */
  inSight = 0;
  readonly cancelled = new AbortController();

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
    const back = await answerPage(url, this.answer);
    if (back) this.pages.push(await (await fetch(back)).text());
  }

  /** The pages that were opened, once there are so many. */
  async hasOpened(count: number): Promise<string[]> {
    await eventually(() => assert.ok(this.opened.length >= count));
    return this.opened;
  }

  show({ userCode }: { readonly userCode: string | undefined }) {
    this.codes.push(userCode);
    return this.#shown();
  }

  showWait(session: string) {
    this.waits.push(session);
    return this.#shown();
  }

  page(isDone: boolean): string {
    return isDone ? 'done' : 'not done';
  }

  #shown() {
    this.inSight++;
    return { cancelled: this.cancelled.signal, done: () => void this.inSight-- };
  }
}
