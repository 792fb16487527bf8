import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromWindow, ToWindow } from './windowProcess.ts';

/** A window in a process of its own, as the test that started it sees it. */
export class StartedWindow {
  readonly said: FromWindow[] = [];
  readonly #process: ChildProcess;
  #heard = 0;

  constructor(url: string, directory: string, secretDirectory?: string) {
    const args = [url, directory, ...(secretDirectory === undefined ? [] : [secretDirectory])];
    const env = { ...process.env, TMPDIR: directory };
    this.#process = fork(join(import.meta.dirname, 'windowProcess.ts'), args, { env });
    this.#process.on('message', (message: FromWindow) => this.said.push(message));
  }

  say(message: ToWindow): void {
    this.#process.send(message);
  }

  /** What it says next, after what this has given before. */
  async next(): Promise<FromWindow> {
    while (this.said.length <= this.#heard) await once(this.#process, 'message');
    return this.said[this.#heard++]!;
  }

  async heard(kind: FromWindow['kind']): Promise<void> {
    while (!this.said.some((message) => message.kind === kind)) {
      const failed = this.said.find((message) => message.kind === 'failed');
      assert.ok(!failed, JSON.stringify(failed));
      await once(this.#process, 'message');
    }
  }

  /** Stops it where it stands, as a debugger does: what it has opened stays open. */
  halt(): void {
    this.#process.kill('SIGSTOP');
  }

  async kill(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    await exited;
  }
}
