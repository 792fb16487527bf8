import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Disposable, Event } from '../event.ts';
import type { Target } from '../profiles/profiles.ts';
import { call, patienceMs, removeLine } from '../session/line.ts';
import { readRegistration, register } from '../session/registrations.ts';
import { Broker, type BrokerParts } from './broker.ts';
import { startGuard } from './guard.ts';
import { writeHelper } from './helperFiles.ts';
import { mirrorBody, mirrorHead, type MirrorSources } from './mirror.ts';
import type { WindowMirror } from './mirrorPaths.ts';
import { isWindows } from './quoting.ts';

export interface LiveParts extends BrokerParts {
  readonly mirror: WindowMirror;
  /** The file of the helper's bundle. */
  readonly helperBundle: string;
  readonly sources: () => Omit<MirrorSources, 'command'>;
  /** The profile in use, and what else of the mirror is used that is no profile of the files. */
  readonly inUse: () => { readonly active: Target | undefined; readonly others: readonly Target[] };
  /** Fires when one of the two above may have changed. */
  readonly onDidChange: Event<unknown>;
  /** Somebody wrote to the mirror instead of the person's own files. */
  readonly onOverwritten: () => void;
  /** There can be no mirror here, or not now; with the system's error code. */
  readonly onFailure: (reason: string) => void;
}

/**
 * The mirror of the person's files for the programs of this window, and the broker behind it. It follows the files and
 * the profile in use; when the window closes or is killed, it goes.
 */
export class Live implements Disposable {
  readonly #parts: LiveParts;
  readonly #broker: Broker;
  readonly #listening: Disposable;
  readonly #command: Promise<string>;
  /** One writing at a time; what comes meanwhile is written together. */
  #writing: Promise<void>;
  #isDue = false;
  #address: string | undefined;
  #written: string | undefined;
  #body: { readonly profiles: unknown; readonly text: string } | undefined;
  #isDisposed = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#broker = new Broker(parts);
    const { mirror, helperBundle } = parts;
    this.#command = writeHelper(dirname(mirror.folder), helperBundle, process.execPath).then(
      (helper) => `${helper} ${mirror.folder.slice(dirname(mirror.folder).length + 1)}`,
    );
    this.#writing = this.#open().catch((error: unknown) => this.#warn(error));
    this.#listening = parts.onDidChange(() => void this.update());
    void this.update();
  }

  /** Settles when the mirror says what is so now. Does not reject. */
  update(): Promise<void> {
    if (this.#isDue || this.#isDisposed) return this.#writing;
    this.#isDue = true;
    this.#writing = this.#writing.then(() => this.#write()).catch((error: unknown) => this.#warn(error));
    return this.#writing;
  }

  async #open(): Promise<void> {
    const { mirror, helperBundle } = this.#parts;
    const { address, key } = await this.#broker.open();
    await mkdir(dirname(mirror.folder), { recursive: true, mode: 0o700 });
    await mkdir(mirror.folder, { mode: 0o700 }).catch(() => chmod(mirror.folder, 0o700));
    // Of the same window before it was loaded anew: whose it was need not be asked.
    rmSync(mirror.broker, { force: true });
    await register(mirror.broker, { address, key });
    this.#address = address;
    startGuard(mirror.folder, address, helperBundle);
    void removeAbandoned(dirname(mirror.folder), mirror.folder);
  }

  async #write(): Promise<void> {
    this.#isDue = false;
    const text = await this.#text();
    const { mirror, onOverwritten } = this.#parts;
    if (this.#isDisposed || !this.#isOurs()) return;
    const found = await readFile(mirror.config, 'utf8').catch(() => undefined);
    if (this.#written !== undefined && found !== undefined && found !== this.#written) onOverwritten();
    if (found === text) return;
    await chmod(mirror.folder, 0o700);
    await writeWhole(mirror.config, text);
    await writeWhole(mirror.credentials, '# All of it is in the file “config” beside this one.\n');
    // Whoever would write here fails, in place of a person losing what was written.
    await chmod(mirror.folder, 0o500);
    this.#written = text;
  }

  async #text(): Promise<string> {
    const sources = { ...this.#parts.sources(), command: await this.#command };
    const { active, others } = this.#parts.inUse();
    const { profiles } = sources;
    if (this.#body?.profiles !== profiles) this.#body = { profiles, text: mirrorBody(sources) };
    return `${banner}\n${mirrorHead(active, others, sources)}${this.#body.text}`;
  }

  /** The same window, loaded anew, may have taken the place before this one had gone. */
  #isOurs(): boolean {
    if (this.#address === undefined) return false;
    try {
      return readFileSync(this.#parts.mirror.broker, 'utf8').includes(JSON.stringify(this.#address));
    } catch {
      return false;
    }
  }

  #warn(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined && error instanceof Error) this.#parts.log.error(error);
    this.#parts.onFailure(code ?? 'unexpected');
  }

  /** At once, for nothing that a closing window begins is sure to be finished. */
  dispose(): void {
    this.#isDisposed = true;
    this.#listening.dispose();
    if (this.#isOurs()) removeMirror(this.#parts.mirror.folder);
    this.#broker.dispose();
  }
}

const banner = '# Rolecall for VS Code makes this file out of your own. What is written here is lost.\n';

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  await writeFile(draft, text, { mode: 0o400 });
  await rename(draft, path);
}

function removeMirror(folder: string): void {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
}

/** Removes the mirrors of windows that were killed together with their guards. Does not reject. */
async function removeAbandoned(liveFolder: string, ours: string): Promise<void> {
  const names = await readdir(liveFolder).catch(() => []);
  for (const name of names.filter((each) => !each.startsWith('helper-'))) {
    const folder = join(liveFolder, name);
    const registration = await readRegistration(join(folder, 'broker.json'));
    if (folder === ours || !registration) continue;
    const { address } = registration;
    await call(address, '', AbortSignal.timeout(patienceMs)).catch(
      async ({ code }: NodeJS.ErrnoException) => {
        // Where there is no socket at all, it may be that of another machine with the same home folder.
        if (code !== 'ECONNREFUSED' && !(isWindows && code === 'ENOENT')) return;
        removeMirror(folder);
        await removeLine(address);
      },
    );
  }
}
