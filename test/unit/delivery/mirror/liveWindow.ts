import * as esbuild from 'esbuild';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../../../src/base/event.ts';
import type { Failure } from '../../../../src/base/failure.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { BrokerDependencies } from '../../../../src/delivery/mirror/broker.ts';
import { LiveMirror } from '../../../../src/delivery/mirror/liveMirror.ts';
import { type WindowMirror, windowMirror } from '../../../../src/delivery/mirror/mirrorPaths.ts';
import type { ProfileSet, Target } from '../../../../src/profiles/profiles.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';

export interface LiveWindow {
  readonly window: Window<TypedCodes>;
  readonly live: LiveMirror;
  readonly mirror: WindowMirror;
  /** The environment of a terminal in this window, on top of that of the tests. */
  readonly env: NodeJS.ProcessEnv;
  /** How many times another program's change of the mirror was detected. */
  overwritten: number;
  readonly record: HandOutRecord;
  /** Why the mirror could not be created, if so. */
  readonly failures: readonly string[];
  /** Switches the profile in use. */
  readonly use: (target: Target | undefined) => Promise<void>;
  /** Reloads `window.files` after a test has changed them. */
  readonly reread: () => Promise<void>;
}

export interface LiveOptions {
  readonly url: string;
  readonly folder: string;
  readonly helperBundle: string;
  readonly windowId?: string;
  readonly now?: () => number;
  /** By default, only the code of the failure. */
  readonly describe?: (failure: Failure) => string;
  /** By default, AI agents get the same as the user. */
  readonly agents?: BrokerDependencies['agents'];
  /** The name of the terminal in which each program runs. */
  readonly terminal?: string;
}

/** The live mode of one window, on the real parts, with `plain` in use. */
export async function openLiveWindow(options: LiveOptions): Promise<LiveWindow> {
  const { url, folder, helperBundle, windowId = 'window', now = Date.now } = options;
  const window = openWindow({ url, prompts: new TypedCodes(), now });
  const mirror = windowMirror(join(folder, 'live'), windowId);
  const changed = new Emitter<void>();
  let active: Target | undefined = profile('plain');
  let profiles: ProfileSet;
  const read = (): void => {
    profiles = buildProfiles(parseConfig(window.files.config), parseConfig(window.files.credentials));
  };
  read();
  const failures: string[] = [];
  const record = recordHandOuts(now);
  const found = { overwritten: 0, failures, record };
  const live = new LiveMirror({
    mirror,
    helperBundle,
    sources: () => ({ profiles, configText: window.files.config, planOf: (target) => window.planOf(target) }),
    active: () => active,
    changes: [changed.event],
    get: (target, request) => window.sessions.get(target, request),
    give: record.give,
    agents: options.agents ?? { targetFor: (target) => Promise.resolve(target) },
    terminalOf: () => Promise.resolve(options.terminal),
    describe: options.describe ?? (({ code }) => `failure ${code}`),
    describeRefusal: (name, isForAgent) => `refused ${name}${isForAgent ? ' to an agent' : ''}`,
    onOverwritten: () => (found.overwritten += 1),
    onFailure: (reason) => void failures.push(reason),
    log: window.log,
    now,
  });
  await live.update();
  const change = async (): Promise<void> => {
    changed.fire();
    await live.update();
  };
  return Object.assign(found, {
    window,
    live,
    mirror,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ENDPOINT_URL_STS: url,
      AWS_CONFIG_FILE: mirror.config,
      AWS_SHARED_CREDENTIALS_FILE: mirror.credentials,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    use: async (target: Target | undefined) => {
      active = target;
      await change();
    },
    reread: async () => {
      read();
      await change();
    },
  });
}

/** Builds the helper, as it is shipped, in a folder. */
export async function buildHelper(folder: string): Promise<void> {
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, '../../../../src/delivery/mirror/credentialHelper.ts')],
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
  });
}

/** A separate folder, with the helper as it is shipped, for the tests in the surrounding block. */
export function useLiveFolder(): () => { readonly folder: string; readonly helperBundle: string } {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'live test-')));
    await buildHelper(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => ({ folder, helperBundle: join(folder, 'credentialHelper.js') });
}
