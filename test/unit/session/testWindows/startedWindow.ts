import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromWindow, ToWindow } from './windowProcess.ts';

const movedClock = pathToFileURL(join(import.meta.dirname, '../../../ui/movedClock.ts')).href;

/**
 * A window in its own process, as the test that started it sees it. `clockFile`: the file that contains by how much the
 * clock of the process is ahead, in milliseconds.
 */
export class StartedWindow {
  readonly messages: FromWindow[] = [];
  readonly #process: ChildProcess;
  #returned = 0;

  constructor(url: string, directory: string, secretDirectory?: string, clockFile?: string) {
    const args = [url, directory, ...(secretDirectory === undefined ? [] : [secretDirectory])];
    const env = { ...process.env, TMPDIR: directory, ROLECALL_MOVED_CLOCK: clockFile };
    const execArgv = clockFile === undefined ? [] : ['--import', movedClock];
    this.#process = fork(join(import.meta.dirname, 'windowProcess.ts'), args, {
      env,
      execArgv: [...process.execArgv, ...execArgv],
    });
    this.#process.on('message', (message: FromWindow) => this.messages.push(message));
  }

  send(message: ToWindow): void {
    this.#process.send(message);
  }

  /** The next message that was not yet returned. */
  async next(): Promise<FromWindow> {
    while (this.messages.length <= this.#returned) await once(this.#process, 'message');
    return this.messages[this.#returned++]!;
  }

  async received(kind: FromWindow['kind']): Promise<void> {
    while (!this.messages.some((message) => message.kind === kind)) {
      const failed = this.messages.find((message) => message.kind === 'failed');
      assert.ok(!failed, JSON.stringify(failed));
      await once(this.#process, 'message');
    }
  }

  /** Suspends the process, as a debugger does: its sockets stay open. */
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
