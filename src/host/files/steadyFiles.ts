import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../base/boundedFile.ts';
import { TimedOut } from '../../base/deadline.ts';
import type { Disposable } from '../../base/event.ts';
import type { Files, FileState, WatchAnswer } from '../../profiles/store.ts';
import { nodeFiles } from './awsFiles.ts';
import { stateOfFile } from './fileState.ts';
import { defaultStableMs } from './fileWatcher.ts';

/** Times in milliseconds. */
export interface SteadyTiming {
  /** How long a file must stay unchanged before a change to it is planned, as for the watcher. */
  readonly stableMs: number;
  /**
   * How long it must stay unchanged if it holds less than before. Programs empty a file before they write it: editors
   * and the AWS CLI for milliseconds, a shell that redirects a command's output for as long as the command takes, such
   * as a call to AWS. If the user has emptied the file, they wait this long, but only right after they did it.
   */
  readonly lossMs: number;
  /** How long to wait for a file that keeps changing. */
  readonly busyMs: number;
  readonly pollMs: number;
}

const defaultTiming: SteadyTiming = {
  stableMs: defaultStableMs,
  lossMs: 5000,
  busyMs: 10_000,
  pollMs: 50,
};

/** What the last readings of a file have shown. */
interface Readings {
  /** The last text that was not part of an earlier one. */
  readonly text: string;
  /** A later text that is, and when it was first read (`performance.now()`). */
  readonly lesser?: { readonly text: string; readonly since: number };
}

/** Stands for the unknown text before the first reading: of the texts that are not shorter, none lacks a section. */
const unread = ' ';

/**
 * The files on disk. `read` gives a file as it is now. `steady` gives it as it is when no program is writing it: a
 * change that is planned on an emptied file, or on half of one, would replace the rest.
 */
export class SteadyFiles implements Files {
  readonly #timing: SteadyTiming;
  readonly #readings = new Map<string, Readings>();

  constructor(timing = defaultTiming) {
    this.#timing = timing;
  }

  async read(path: string): Promise<FileState> {
    const state = await nodeFiles.read(path);
    this.#note(path, state);
    return state;
  }

  watch(path: string, onChange: () => Promise<WatchAnswer>): Disposable {
    return nodeFiles.watch(path, onChange);
  }

  /**
   * The state for which a change may be planned. Fails with `fileUnwritable` and the reason `busy` if the file keeps
   * changing. Does not reject.
   */
  async steady(path: string): Promise<FileState> {
    const isFollowed = this.#readings.has(path);
    try {
      return await this.#waitUntilSteady(path);
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error;
      return { kind: 'failed', failure: { code: 'fileUnreadable', path, reason: 'timedOut' } };
    } finally {
      // Other files than the AWS files are read once, and need not stay in memory.
      if (!isFollowed) this.#readings.delete(path);
    }
  }

  async #waitUntilSteady(path: string): Promise<FileState> {
    const { busyMs, pollMs } = this.#timing;
    const start = performance.now();
    let [known, since] = [await fileStateInTime(path), start];
    for (;;) {
      await sleep(pollMs);
      const found = await fileStateInTime(path);
      const now = performance.now();
      if (found !== known) [known, since] = [found, now];
      const state = await this.#ifSteady(path, known, now - since);
      if (state) return state;
      if (now - start > busyMs)
        return { kind: 'failed', failure: { code: 'fileUnwritable', path, reason: 'busy' } };
    }
  }

  /** Notes a text that was written completely: it may hold less than before. */
  noteWritten(path: string, text: string): void {
    if (this.#readings.has(path)) this.#readings.set(path, { text });
  }

  /** Undefined if the file must stay unchanged for longer. */
  async #ifSteady(path: string, fileState: string, unchangedMs: number): Promise<FileState | undefined> {
    const { stableMs, lossMs } = this.#timing;
    if (unchangedMs < stableMs) return undefined;
    const state = await nodeFiles.read(path);
    if ((await fileStateInTime(path)) !== fileState) return undefined;
    const { lesser } = this.#note(path, state);
    if (!lesser) return state;
    const knownForMs = Math.max(unchangedMs, performance.now() - lesser.since, await ageOf(path));
    if (knownForMs < lossMs) return undefined;
    this.#readings.set(path, { text: lesser.text });
    return state;
  }

  #note(path: string, state: FileState): Readings {
    // A program may also remove a file before it writes it, or stop within a character.
    const text = state.kind === 'text' ? state.text : '';
    const before = this.#readings.get(path);
    const isLess = before ? holdsLess(text, before.text) : state.kind === 'text' && text === '';
    const after = !isLess
      ? { text }
      : before?.lesser?.text === text
        ? before
        : { text: before?.text ?? unread, lesser: { text, since: performance.now() } };
    this.#readings.set(path, after);
    return after;
  }
}

function fileStateInTime(path: string): Promise<string> {
  return onDisk(path, () => stateOfFile(path));
}

/** Whether a text is shorter than another one, or lacks one of its sections. */
function holdsLess(text: string, other: string): boolean {
  if (text === other) return false;
  if (text.length < other.length) return true;
  const headers = new Set(headersOf(text));
  return !headersOf(other).every((header) => headers.has(header));
}

function headersOf(text: string): readonly string[] {
  return text.match(/^[ \t]*\[.*$/gmu) ?? [];
}

/** How long ago the file was changed, in milliseconds, by its time stamps; 0 if there is no file. */
async function ageOf(path: string): Promise<number> {
  const found = await onDisk(path, () => stat(path)).catch(() => undefined);
  return found ? Date.now() - Math.max(found.mtimeMs, found.ctimeMs) : 0;
}
