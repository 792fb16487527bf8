import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../base/errorCode.ts';
import type { Disposable } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import {
  readRegistration,
  register,
  registrations,
  removeOld,
  removeRegistration,
} from '../ipc/registrations.ts';
import { newKey, seal, unseal } from '../ipc/sealed.ts';
import { call, type WindowSocket, openSocket, patienceMs, removeSocket } from '../ipc/socket.ts';
import type { Answers, OtherWindows } from './otherWindows.ts';

const question = 'question';

/** What a window that listens has opened. */
interface Own {
  readonly path: string;
  readonly socket: WindowSocket;
  readonly key: Buffer;
}

/**
 * The windows that are registered in `folder`, which must be the person's own, and this window among them once it
 * listens. They talk directly, over lines that are sealed with the key in the registration of who is asked: so who
 * cannot read that file can neither ask nor answer.
 */
export class Windows implements OtherWindows, Disposable {
  readonly #folder: string;
  readonly #log: Log;
  readonly #answers = new Map<string, Answers[string]>();
  #own: Own | undefined;
  /** One registering at a time. */
  #registering = Promise.resolve();
  #isDisposed = false;
  #hasWarned = false;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  listen(answers: Answers): Promise<void> {
    for (const [name, answer] of Object.entries(answers)) this.#answers.set(name, answer);
    this.#registering = this.#registering.then(() => this.#register());
    return this.#registering;
  }

  async ask<T>(
    name: string,
    request: unknown,
    read: (answer: unknown) => T | undefined,
  ): Promise<T | undefined> {
    const over = new AbortController();
    const patience = setTimeout(() => over.abort(), patienceMs);
    const timeIsUp = once(over.signal, 'abort').then(() => undefined);
    try {
      return await Promise.race([this.#askAll({ name, request }, read, over.signal), timeIsUp]);
    } finally {
      clearTimeout(patience);
      over.abort();
    }
  }

  async #askAll<T>(
    asked: object,
    read: (answer: unknown) => T | undefined,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const others = (await registrations(this.#folder)).filter((path) => path !== this.#own?.path);
    const answers = others.map(async (path) => {
      const answer = read(await askOne(path, JSON.stringify(asked), signal));
      if (answer === undefined) throw new Error('of no use');
      return answer;
    });
    return Promise.any(answers).catch(() => undefined);
  }

  async #register(): Promise<void> {
    if (this.#isDisposed) return;
    try {
      if (this.#own && !(await this.#own.socket.isReachable())) {
        this.#close(this.#own);
        this.#own = undefined;
      }
      this.#own ??= await this.#open();
      const { path, socket, key } = this.#own;
      await register(path, { address: socket.address, key });
    } catch (error) {
      this.#warn(error);
    }
    if (this.#isDisposed) this.dispose();
  }

  async #open(): Promise<Own> {
    const key = newKey();
    const socket = await openSocket((said) => this.#answer(said, key));
    return { path: join(this.#folder, randomUUID()), socket, key };
  }

  /** Undefined: who called has not the key. */
  async #answer(said: string, key: Buffer): Promise<string | undefined> {
    const asked = unseal(said, key, question);
    if (asked === undefined) return undefined;
    try {
      const { name, request } = JSON.parse(asked) as { readonly name: string; readonly request?: unknown };
      const answer: unknown = await this.#answers.get(name)?.(request);
      return seal(JSON.stringify(answer ?? null), key, said);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      return undefined;
    }
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const code = codeOf(error);
    this.#log.warn(`Windows cannot ask each other: ${code ?? 'unknown'}`);
  }

  /** At once, for nothing that a closing window begins is sure to be finished. */
  dispose(): void {
    this.#isDisposed = true;
    if (this.#own) this.#close(this.#own);
  }

  #close({ socket, path }: Own): void {
    try {
      socket.close();
      rmSync(path, { force: true });
    } catch (error) {
      this.#warn(error);
    }
  }
}

/** Undefined where there is no answer. */
async function askOne(path: string, asked: string, signal: AbortSignal): Promise<unknown> {
  const registration = await readRegistration(path);
  if (!registration) return removeOld(path);
  const { address, key } = registration;
  try {
    const said = seal(asked, key, question);
    const answer = unseal(await call(address, said, signal), key, said);
    return answer === undefined ? undefined : JSON.parse(answer);
  } catch (error) {
    if (!signal.aborted) await clearAway(path, address, error);
    return undefined;
  }
}

/**
 * Where nobody listens at a socket, its window was killed. Where there is no socket, it may be that of another machine
 * with the same home folder.
 */
async function clearAway(path: string, address: string, error: unknown): Promise<void> {
  if (codeOf(error) !== 'ECONNREFUSED') return removeOld(path);
  await removeRegistration(path);
  await removeSocket(address);
}
