import type { SignInPrompts } from '../../src/credentials/signIn.ts';
import { answerPage } from '../aws/identityCenter/clients.ts';

/** A person at a browser who answers each page. */
export class SignInBrowser implements SignInPrompts {
  answer: 'allow' | 'deny' | 'leave' = 'allow';
  byCode = false;
  readonly opened: string[] = [];
  readonly codes: (string | undefined)[] = [];
  readonly pages: string[] = [];
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
    const back = await answerPage(url, this.answer);
    if (back) this.pages.push(await (await fetch(back)).text());
  }

  show({ userCode }: { readonly userCode: string | undefined }) {
    this.codes.push(userCode);
    return { cancelled: this.cancelled.signal, done: () => {} };
  }

  page(isDone: boolean): string {
    return isDone ? 'done' : 'not done';
  }
}
