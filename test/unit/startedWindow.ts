import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { answerPage } from '../aws/identityCenter/clients.ts';
import { eventually } from '../eventually.ts';

/** A window in a process of its own, which runs the program at `path`. Both sides send messages. */
export class StartedWindow<To extends object, From extends { readonly kind: string }> {
  readonly messages: From[] = [];
  readonly #process: ChildProcess;

  constructor(path: string, args: readonly string[]) {
    this.#process = fork(path, args);
    this.#process.on('message', (message: From) => this.messages.push(message));
  }

  send(message: To): void {
    this.#process.send(message);
  }

  /** The last message of this kind, after at least `count` have arrived. */
  async received<K extends From['kind']>(kind: K, count = 1): Promise<Extract<From, { kind: K }>> {
    return eventually(() => {
      const received = this.messages.filter((each) => each.kind === kind);
      assert.ok(received.length >= count, `${kind} of ${JSON.stringify(this.messages)}`);
      return received.at(-1) as Extract<From, { kind: K }>;
    }, 20_000);
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}

/** Does in the browser what allows the sign-in that a window has opened. */
export async function approve({ url }: { readonly url: string }): Promise<void> {
  const back = await answerPage(url, 'allow');
  if (back) await (await fetch(back)).text();
}
