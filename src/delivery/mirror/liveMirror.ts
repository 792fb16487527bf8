import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../base/atomicFile.ts';
import { onDisk, readText } from '../../base/boundedFile.ts';
import { maxSizes } from '../../base/deadlines.ts';
import { codeOf } from '../../base/errorCode.ts';
import type { Disposable, Event } from '../../base/event.ts';
import { isWindows } from '../../base/platform.ts';
import { readRegistration, register } from '../../ipc/registrations.ts';
import { callTimeoutMs, removeSocket, sendLine } from '../../ipc/socket.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import {
  mirrorBody,
  mirrorCredentials,
  mirrorHead,
  namedTargets,
  type MirrorSources,
} from '../handover/mirrorText.ts';
import { Broker, type BrokerDependencies } from './broker.ts';
import { startGuard } from './guard.ts';
import { writeHelper } from './helperFiles.ts';
import type { WindowMirror } from './mirrorPaths.ts';
import { isUnused, leaveTombstone, mirrorFiles, removeTombstone } from './tombstone.ts';

export interface LiveMirrorDependencies extends BrokerDependencies {
  readonly mirror: WindowMirror;
  /** The path of the helper's bundle. */
  readonly helperBundle: string;
  readonly sources: () => Omit<MirrorSources, 'command'>;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  /** Each of these events may change the content of the mirror. */
  readonly changes: readonly Event<unknown>[];
  /**
   * Called when a program has written to the mirror instead of the user's own files, which root can do even though the
   * folder is read-only. The change is lost.
   */
  readonly onOverwritten: () => void;
  /** Called with the system's error code when the mirror cannot be created or updated. */
  readonly onFailure: (reason: string) => void;
}

/**
 * Maintains the mirror of the user's files for the programs of this window, and the broker behind it. The mirror
 * follows the files and the profile in use. Programs read it when they start: the next command in any open terminal
 * uses the new profile, and a running program keeps its own. When the window closes or is killed, the mirror stays as a
 * tombstone, until the window is opened again.
 */
export class LiveMirror implements Disposable {
  readonly #dependencies: LiveMirrorDependencies;
  readonly #broker: Broker;
  readonly #listening: readonly Disposable[];
  /** Other targets that terminals use, which may not be profiles of the user's own files. */
  readonly #others = new Map<string, Target>();
  #command: Promise<string> | undefined;
  /** The current write. Updates that are requested during a write are written together. */
  #writing = Promise.resolve();
  #isDue = false;
  #address: string | undefined;
  #written: string | undefined;
  #body: (MirrorTexts & { readonly profiles: unknown; readonly region: string | undefined }) | undefined;
  #isDisposed = false;

  constructor(dependencies: LiveMirrorDependencies) {
    this.#dependencies = dependencies;
    this.#broker = new Broker(dependencies);
    this.#listening = dependencies.changes.map((event) => event(() => void this.update()));
    void this.update();
  }

  /** Adds a section for a target that a terminal or program uses by name. Settles like `update`. */
  prepare(target: Target | undefined): Promise<void> {
    if (target) this.#others.set(targetKey(target), target);
    return this.update();
  }

  /** Settles when the mirror is up to date. Does not reject. */
  update(): Promise<void> {
    if (this.#isDue || this.#isDisposed) return this.#writing;
    this.#isDue = true;
    this.#writing = this.#writing.then(() => this.#openOrWrite());
    return this.#writing;
  }

  #openOrWrite(): Promise<void> {
    this.#isDue = false;
    const done = this.#address === undefined ? this.#open() : this.#write();
    return done.catch((error: unknown) => this.#warn(error));
  }

  async #open(): Promise<void> {
    const { mirror, helperBundle } = this.#dependencies;
    const { address, key } = await this.#broker.open();
    await onDisk(mirror.folder, () => mkdir(mirror.folder, { recursive: true, mode: 0o700 }));
    await this.#keepNamed();
    // An existing file is that of this window before it was reloaded, so its owner need not be checked.
    await this.#unlocked(() => onDisk(mirror.broker, () => rm(mirror.broker, { force: true })));
    // Only then can programs reach the window: the mirror may still be a tombstone with another `[default]`.
    await this.#put(await this.#texts());
    if (this.#isDisposed) return;
    await this.#unlocked(() => register(mirror.broker, { address, key }));
    this.#address = address;
    startGuard(mirror.folder, address, helperBundle);
    void cleanUp(dirname(mirror.folder), mirror.folder);
  }

  /** After a reload, terminals that are still open have the names of targets that the window does not know yet. */
  async #keepNamed(): Promise<void> {
    const config = await readText(this.#dependencies.mirror.config, { bytes: maxMirrorBytes }).catch(
      () => '',
    );
    for (const each of namedTargets(config)) this.#others.set(targetKey(each), each);
  }

  async #write(): Promise<void> {
    const texts = await this.#texts();
    const { mirror, onOverwritten } = this.#dependencies;
    const broker = await readText(mirror.broker).catch(() => '');
    if (this.#isDisposed || !this.#isOurs(broker)) return;
    const found = await readText(mirror.config, { bytes: maxMirrorBytes }).catch(() => undefined);
    if (found !== undefined && found !== this.#written) onOverwritten();
    if (found !== texts.config) await this.#put(texts);
  }

  async #put({ config, credentials }: MirrorTexts): Promise<void> {
    const { mirror } = this.#dependencies;
    await this.#unlocked(async () => {
      await writeAtomically(mirror.credentials, credentials, 0o400);
      await writeAtomically(mirror.config, config, 0o400);
    });
    this.#written = config;
  }

  /** A program that tries to write to the folder at another time fails, instead of losing what it wrote. */
  async #unlocked(action: () => unknown): Promise<void> {
    const { folder } = this.#dependencies.mirror;
    await onDisk(folder, () => chmod(folder, 0o700));
    await action();
    await onDisk(folder, () => chmod(folder, 0o500));
  }

  async #texts(): Promise<MirrorTexts> {
    const sources = { ...this.#dependencies.sources(), command: await this.#helperCommand() };
    const { profiles } = sources;
    const active = this.#dependencies.active();
    const others = [...this.#others.values()];
    const region = active && regionOfWindow(sources.planOf(active));
    if (this.#body?.profiles !== profiles || this.#body.region !== region) {
      const config = mirrorBody(sources);
      this.#body = { profiles, region, config, credentials: mirrorCredentials(config) };
    }
    const head = mirrorHead(active, others, sources);
    return {
      config: `${banner}\n${head}${this.#body.config}`,
      credentials: `${credentialsBanner}\n${mirrorCredentials(head)}${this.#body.credentials}`,
    };
  }

  #helperCommand(): Promise<string> {
    const { mirror, helperBundle } = this.#dependencies;
    const liveFolder = dirname(mirror.folder);
    this.#command ??= writeHelper(liveFolder, helperBundle, process.execPath).then(
      (helper) => `${helper} ${mirror.folder.slice(liveFolder.length + 1)}`,
      (error: unknown) => {
        this.#command = undefined;
        throw error;
      },
    );
    return this.#command;
  }

  /**
   * Whether this instance still owns the mirror. After a reload, the new instance may replace it before this one is
   * gone. `broker` is the content of the file.
   */
  #isOurs(broker: string): boolean {
    return this.#address !== undefined && broker.includes(JSON.stringify(this.#address));
  }

  #warn(error: unknown): void {
    const code = codeOf(error);
    if (code === '' && error instanceof Error) this.#dependencies.log.error(error);
    this.#dependencies.onFailure(code || 'unexpected');
  }

  /** Synchronous, because a closing window might not wait for asynchronous work. */
  dispose(): void {
    this.#isDisposed = true;
    for (const each of this.#listening) each.dispose();
    const { broker, folder } = this.#dependencies.mirror;
    try {
      if (this.#isOurs(readFileSync(broker, 'utf8'))) leaveTombstone(folder);
    } catch {
      // The mirror was never opened, or is gone.
    }
    this.#broker.dispose();
  }
}

/** The profile in use with its region, if that is not one of the files: its section has another region then. */
function regionOfWindow(planned: Planned): string | undefined {
  if (!isPlan(planned) || !planned.region || planned.region.from !== undefined) return undefined;
  return `${targetKey(planned.target)} ${planned.region.name}`;
}

/** A mirror has a few lines for each profile of the AWS files, which may be short. */
const maxMirrorBytes = 8 * maxSizes.largeFileBytes;

interface MirrorTexts {
  readonly config: string;
  readonly credentials: string;
}

const banner = '# Rolecall for VS Code makes this file out of your own. What is written here is lost.\n';

const credentialsBanner = `\
# The profiles are in the file “config” beside this one. When one of them fails, no tool uses the role of this machine.
`;

/** Cleans up after windows that were killed together with their guards, and removes old tombstones. Does not reject. */
async function cleanUp(liveFolder: string, ours: string): Promise<void> {
  const names = await onDisk(liveFolder, () => readdir(liveFolder)).catch(() => []);
  for (const name of names.filter((each) => !each.startsWith('helper-'))) {
    const folder = join(liveFolder, name);
    if (folder === ours) continue;
    const registration = await readRegistration(join(folder, mirrorFiles.broker));
    if (registration) await leaveIfAbandoned(folder, registration.address);
    else await removeIfUnused(folder).catch(() => {});
  }
}

async function leaveIfAbandoned(folder: string, address: string): Promise<void> {
  try {
    await sendLine(address, '', AbortSignal.timeout(callTimeoutMs));
  } catch (error) {
    const code = codeOf(error);
    // A missing socket may be that of another machine with the same home folder.
    if (code !== 'ECONNREFUSED' && !(isWindows && code === 'ENOENT')) return;
    leaveTombstone(folder);
    removeSocket(address);
  }
}

async function removeIfUnused(folder: string): Promise<void> {
  if (await isUnused(folder)) removeTombstone(folder);
}
