import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../base/boundedFile.ts';
import { TimedOut } from '../../base/deadline.ts';
import type { Disposable } from '../../base/event.ts';
import type { Files, FileState, WatchAnswer } from '../../profiles/store.ts';
import { stateOfFile } from './fileState.ts';
import { defaultStableMs } from './fileWatcher.ts';

/** Times in milliseconds. */
export interface SteadyTiming {
  /**
   * How long other programs must have left a file unchanged before a change to it is planned. Programs write a file in
   * parts, and a text does not show that more will follow.
   */
  readonly calmMs: number;
  /**
   * The same for a file that has been emptied: a shell that redirects a command's output does that first, and the
   * command may take a while, for example because it calls AWS.
   */
  readonly emptiedMs: number;
  /** How long a state of a file must be seen, whatever its time stamps say: the clock of a network drive may differ. */
  readonly stableMs: number;
  /** How long to wait for a file that keeps changing. */
  readonly busyMs: number;
  readonly pollMs: number;
}

const defaultTiming: SteadyTiming = {
  calmMs: 3000,
  emptiedMs: 15_000,
  stableMs: defaultStableMs,
  busyMs: 20_000,
  pollMs: 50,
};

/** How long a caller waits before `onWait` is called. Milliseconds. */
const momentMs = 800;

interface Sighting {
  readonly fileState: string;
  /** Since when the file has been in this state, and since when that is known (`performance.now()`). */
  readonly since: number;
  readonly knownSince: number;
  /** Undefined if there is no file. */
  readonly size: number | undefined;
  /** Whether the file has had content since this window first looked. */
  readonly hasHadContent: boolean;
}

/**
 * The files on disk. `read` gives a file as it is now. `steady` gives it as it is when no program is writing it: a
 * change that is planned on an emptied file, or on a part of one, would replace the rest.
 */
export class SteadyFiles implements Files {
  readonly #files: Files;
  readonly #timing: SteadyTiming;
  readonly #onWait: (path: string, until: Promise<unknown>) => void;
  readonly #seen = new Map<string, Sighting>();

  /** `onWait` is called when a caller has waited longer than a moment for a file, with what it waits for. */
  constructor(
    files: Files,
    timing = defaultTiming,
    onWait: (path: string, until: Promise<unknown>) => void = () => {},
  ) {
    this.#files = files;
    this.#timing = timing;
    this.#onWait = onWait;
  }

  async read(path: string): Promise<FileState> {
    const state = await this.#files.read(path);
    if (state.kind !== 'failed') await this.#look(path).catch(() => undefined);
    return state;
  }

  watch(path: string, onChange: () => Promise<WatchAnswer>): Disposable {
    return this.#files.watch(path, onChange);
  }

  /**
   * The state for which a change may be planned. Fails with `fileUnwritable` and the reason `busy` if the file keeps
   * changing. Does not reject.
   */
  async steady(path: string): Promise<FileState> {
    const steady = this.#waitUntilSteady(path);
    const timer = setTimeout(() => this.#onWait(path, steady), momentMs);
    try {
      return await steady;
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error;
      return { kind: 'failed', failure: { code: 'fileUnreadable', path, reason: 'timedOut' } };
    } finally {
      clearTimeout(timer);
    }
  }

  async #waitUntilSteady(path: string): Promise<FileState> {
    const { busyMs, pollMs } = this.#timing;
    const start = performance.now();
    for (;;) {
      const sighting = await this.#look(path);
      if (this.#isCalm(sighting)) {
        const state = await this.#files.read(path);
        if ((await this.#look(path)) === sighting) return state;
      }
      if (performance.now() - start > busyMs)
        return { kind: 'failed', failure: { code: 'fileUnwritable', path, reason: 'busy' } };
      await sleep(pollMs);
    }
  }

  /** Notes that a file was written completely, by this window. It need not stay unchanged before the next change. */
  async noteWritten(path: string, text: string): Promise<void> {
    const fileState = await onDisk(path, () => stateOfFile(path)).catch(() => '');
    const state = await this.#files.read(path);
    // Otherwise, another program has opened it in the meantime.
    if (state.kind !== 'text' || state.text !== text) return;
    const [size, since] = [text.length, -Infinity];
    this.#seen.set(path, { fileState, since, knownSince: since, size, hasHadContent: size > 0 });
  }

  #isCalm({ since, knownSince, size, hasHadContent }: Sighting): boolean {
    const { calmMs, emptiedMs, stableMs } = this.#timing;
    const now = performance.now();
    const neededMs = size === 0 && hasHadContent ? emptiedMs : calmMs;
    return now - knownSince >= stableMs && now - since >= neededMs;
  }

  async #look(path: string): Promise<Sighting> {
    const fileState = await onDisk(path, () => stateOfFile(path));
    const last = this.#seen.get(path);
    if (last?.fileState === fileState) return last;
    const found = await onDisk(path, () => stat(path)).catch(() => undefined);
    // If there is no file, it is not known when it was removed.
    const ageMs = found ? Date.now() - Math.max(found.mtimeMs, found.ctimeMs) : last ? 0 : Infinity;
    const now = performance.now();
    const since = now - Math.max(ageMs, 0);
    const size = found?.size;
    const hasHadContent = last?.hasHadContent === true || (size ?? 0) > 0;
    const sighting = { fileState, since, knownSince: now, size, hasHadContent };
    this.#seen.set(path, sighting);
    return sighting;
  }
}
