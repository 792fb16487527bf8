import { writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '../base/atomicFile.ts';
import { readText } from '../base/boundedFile.ts';
import { type Disposable, Emitter } from '../base/event.ts';
import type { SetBackClock } from '../base/setBackClock.ts';

/** The clocks of a machine, in milliseconds. */
export interface Clocks {
  /** The wall clock, since the epoch. The user, NTP, or another operating system may set it. */
  readonly now: () => number;
  /** Never set, but stands still on some systems while the machine sleeps. */
  readonly elapsed: () => number;
  /** The time since the machine started, including sleep. Slower to read, and on macOS in whole seconds. */
  readonly uptime: () => number;
}

const bootedMs = readUptime() - performance.now();

export const machineClocks: Clocks = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  uptime: () => Math.max(readUptime(), bootedMs + performance.now()),
};

/** Without monotonic clocks, every step forward counts as time that passed, and every step back as a set-back. */
export function wallClock(now: () => number): Clocks {
  return { now, elapsed: () => 0, uptime: () => 0 };
}

/** The file for the record of this machine. Machines that share a home folder have different clocks. */
export function clockRecordPath(folder: string): string {
  return join(folder, 'clocks', encodeURIComponent(hostname()));
}

/** More than the clocks differ by when they are read, and than NTP corrects at once after sleep. */
const toleranceMs = 10_000;
/** What stored sessions may be wrong by: sessions are reused only if more time is left. Clocks drift less in weeks. */
const storedToleranceMs = 60_000;
const saveEveryMs = 60_000;

interface Reading {
  readonly wall: number;
  readonly elapsed: number;
  readonly uptime: number;
}

/**
 * Compares the wall clock with the monotonic ones and fires when it was set back. Expirations are times of the wall
 * clock, so after that they are too late. A step forward is normal after sleep or while a virtual machine is paused:
 * that time has passed, as far as anybody can tell.
 *
 * The record is a file with the latest time that a window of this machine has seen. It shows a later window whether the
 * clock was set back while none was open. That cannot be noticed if the machine was also restarted and the clock is
 * ahead of the record nevertheless.
 */
export class MachineClock implements SetBackClock, Disposable {
  readonly #clocks: Clocks;
  readonly #recordPath: string | undefined;
  readonly #setBack = new Emitter<void>();
  /** When the clocks last agreed. */
  #agreed: Reading;
  #setBackMs = 0;
  /** What the stored ends are corrected by, or are being corrected by. */
  #correctedMs = 0;
  #before: Promise<boolean> | undefined;
  /** The corrections that have not ended, including that of a set-back before this window. */
  #pending = 1;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isDisposed = false;

  /** The clock was set back by a minute or more: everything that was stored before has an end that is too late. */
  readonly onDidSetBack = this.#setBack.event;

  constructor(clocks: Clocks, recordPath?: string) {
    this.#clocks = clocks;
    this.#recordPath = recordPath;
    this.#agreed = this.#read();
  }

  /** Looks at the clocks. */
  get setBackMs(): number {
    const { now, elapsed } = this.#clocks;
    const { wall, ...before } = this.#agreed;
    if (Math.abs(now() - wall - (elapsed() - before.elapsed)) < toleranceMs) return this.#setBackMs;
    const current = this.#read();
    const passedMs = Math.max(current.elapsed - before.elapsed, current.uptime - before.uptime);
    const behindMs = wall + passedMs - current.wall;
    const isSleep = Math.abs(behindMs) < toleranceMs;
    // Small differences add up.
    this.#agreed = isSleep ? { ...current, wall: wall + passedMs } : current;
    if (behindMs >= toleranceMs) this.#noteSetBack(behindMs);
    return this.#setBackMs;
  }

  #noteSetBack(milliseconds: number): void {
    this.#setBackMs += milliseconds;
    if (this.#setBackMs - this.#correctedMs < storedToleranceMs) return;
    this.#correctedMs = this.#setBackMs;
    this.#pending++;
    this.#setBack.fire();
  }

  /** Whether the clock was set back since the last record, as of the first call. Does not reject. */
  wasSetBack(): Promise<boolean> {
    return (this.#before ??= this.#isBehindRecord());
  }

  /**
   * Calls `correct` after each set-back, including one before the first call. It corrects or removes everything whose
   * end was stored. Returns a function that settles when nothing remains to be corrected. Called once; `correct` must
   * not reject.
   */
  correcting(correct: () => Promise<void>): () => Promise<void> {
    const settle = (): Promise<void> => this.#settle();
    let corrected = this.wasSetBack().then((was) => (was ? correct() : undefined));
    corrected = corrected.then(settle);
    this.onDidSetBack(() => {
      corrected = corrected.then(correct).then(settle);
    });
    return () => {
      void this.setBackMs;
      return corrected;
    };
  }

  /** Records the time from now on. */
  async #settle(): Promise<void> {
    if (this.#recordPath === undefined || this.#isDisposed) return;
    this.#pending--;
    this.#timer ??= setInterval(() => void this.#save(), saveEveryMs).unref();
    await this.#save();
  }

  async #isBehindRecord(): Promise<boolean> {
    const text = this.#recordPath && (await readText(this.#recordPath).catch(() => ''));
    const record = text ? parse(text) : undefined;
    if (!record) return false;
    const { wall, uptime: up } = this.#read();
    // After a restart, at least the time since then has passed.
    const passedMs = up >= record.uptime ? up - record.uptime : up;
    return wall < record.wall + passedMs - storedToleranceMs;
  }

  #read(): Reading {
    const { now, elapsed, uptime: up } = this.#clocks;
    return { wall: now(), elapsed: elapsed(), uptime: up() };
  }

  /** Undefined if there is no record, or while stored ends are being corrected. */
  #newRecord(): { readonly path: string; readonly text: string } | undefined {
    void this.setBackMs;
    if (this.#pending > 0 || this.#recordPath === undefined) return undefined;
    const { wall, uptime: up } = this.#read();
    return { path: this.#recordPath, text: JSON.stringify({ wall, uptime: up }) };
  }

  /** Without the file, less is noticed. */
  async #save(): Promise<void> {
    const record = this.#newRecord();
    if (record) await writeAtomically(record.path, record.text).catch(() => undefined);
  }

  /** Saves synchronously, because asynchronous work may not finish while a window closes. */
  dispose(): void {
    clearInterval(this.#timer);
    const record = this.#newRecord();
    this.#isDisposed = true;
    this.#setBack.dispose();
    try {
      if (record) writeFileSync(record.path, record.text, { mode: 0o600 });
    } catch {
      return;
    }
  }
}

function parse(text: string): Pick<Reading, 'wall' | 'uptime'> | undefined {
  try {
    const { wall, uptime: up } = (JSON.parse(text) ?? {}) as Partial<Record<keyof Reading, unknown>>;
    return typeof wall === 'number' && typeof up === 'number' ? { wall, uptime: up } : undefined;
  } catch {
    return undefined;
  }
}

/** Zero if the system does not say. */
function readUptime(): number {
  try {
    return uptime() * 1000;
  } catch {
    return 0;
  }
}
