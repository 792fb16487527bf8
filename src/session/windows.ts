import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withDeadline } from '../base/deadline.ts';
import { deadlines } from '../base/deadlines.ts';
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
import { sendLine, type WindowSocket, openSocket, callTimeoutMs, removeSocket } from '../ipc/socket.ts';
import type { RequestHandlers, OtherWindows } from './otherWindows.ts';

const question = 'question';
const neverAborted = new AbortController().signal;

/** The socket and registration of this window while it listens. */
interface Own {
  readonly path: string;
  readonly socket: WindowSocket;
  readonly key: Buffer;
}

/**
 * The windows that are registered in `folder`, which must belong to the user, including this one once it listens. They
 * talk directly; each line is sealed with the key in the recipient's registration. The key is never sent, so a process
 * that cannot read that file can neither ask nor answer, even at the address of a window that was killed.
 *
 * A window listens only once it has a session or uses keys. While none does, asking costs one look into the folder.
 */
export class Windows implements OtherWindows, Disposable {
  readonly #folder: string;
  readonly #log: Log;
  readonly #answers = new Map<string, RequestHandlers[string]>();
  #own: Own | undefined;
  /** Serializes registrations. */
  #registering = Promise.resolve();
  #isDisposed = false;
  #hasWarned = false;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Handles requests once this window listens for another reason. */
  handle(answers: RequestHandlers): void {
    for (const [name, answer] of Object.entries(answers)) this.#answers.set(name, answer);
  }

  listen(answers: RequestHandlers): Promise<void> {
    this.handle(answers);
    this.#registering = this.#registering.then(() => this.#register());
    // A folder that does not respond must not hold up the session that is about to be used.
    return withDeadline(deadlines.fileMs, neverAborted, () => this.#registering).catch(() => {});
  }

  async ask<T>(
    name: string,
    request: unknown,
    read: (answer: unknown) => T | undefined,
  ): Promise<T | undefined> {
    const finished = new AbortController();
    const timer = setTimeout(() => finished.abort(), callTimeoutMs);
    const timeIsUp = once(finished.signal, 'abort').then(() => undefined);
    try {
      return await Promise.race([this.#askAll({ name, request }, read, finished.signal), timeIsUp]);
    } finally {
      clearTimeout(timer);
      finished.abort();
    }
  }

  async #askAll<T>(
    request: object,
    read: (answer: unknown) => T | undefined,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const others = (await registrations(this.#folder)).filter((path) => path !== this.#own?.path);
    const answers = others.map(async (path) => {
      const answer = read(await askOne(path, JSON.stringify(request), signal));
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
    const socket = await openSocket((line) => this.#answer(line, key));
    return { path: join(this.#folder, randomUUID()), socket, key };
  }

  /** Undefined if the caller does not have the key. */
  async #answer(line: string, key: Buffer): Promise<string | undefined> {
    const message = unseal(line, key, question);
    if (message === undefined) return undefined;
    try {
      const { name, request } = JSON.parse(message) as { readonly name: string; readonly request?: unknown };
      const answer: unknown = await this.#answers.get(name)?.(request);
      return seal(JSON.stringify(answer ?? null), key, line);
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

  /** Synchronous, because asynchronous work may not finish while a window closes. */
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

/** Undefined if there is no answer. */
async function askOne(path: string, message: string, signal: AbortSignal): Promise<unknown> {
  const registration = await readRegistration(path);
  if (!registration) return removeOld(path);
  const { address, key } = registration;
  try {
    const line = seal(message, key, question);
    const answer = unseal(await sendLine(address, line, signal), key, line);
    return answer === undefined ? undefined : JSON.parse(answer);
  } catch (error) {
    if (!signal.aborted) await cleanUp(path, address, error);
    return undefined;
  }
}

/**
 * Cleans up after a failed request. If nothing listens at the socket, its window was killed. If there is no socket, the
 * registration may belong to another machine that shares the home folder.
 */
async function cleanUp(path: string, address: string, error: unknown): Promise<void> {
  if (codeOf(error) !== 'ECONNREFUSED') return removeOld(path);
  await removeRegistration(path);
  removeSocket(address);
}
