import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type * as Alibaba from './alibaba.ts';
import type { AlibabaCloud } from './alibabaCloud.ts';
import { onDisk } from './base/boundedFile.ts';
import { type AlibabaCommandId, alibabaCommandIds } from './base/contributions.ts';
import { untilCancelled } from './base/deadline.ts';
import { type Environment, homeFolder } from './base/environment.ts';
import { Emitter } from './base/event.ts';
import { FailureError } from './base/failure.ts';
import type { SecretClipboard } from './commands/handOut/secretClipboard.ts';
import type { createHandOuts, Delivery } from './deliveryStage.ts';
import { contextKey } from './host/contextKeys.ts';
import { setting } from './host/settings.ts';
import { alibabaPaths } from './profiles/alibaba/alibabaPaths.ts';
import { alibabaFileCandidates, isAlibabaNamed } from './profiles/alibaba/alibabaPresence.ts';
import type { EngineStage, Host, Plans } from './startUp.ts';

/** Loads what serves Alibaba Cloud. */
const loadAlibaba = (): Promise<typeof Alibaba> => import('./alibaba.ts');

/**
 * Shows Alibaba Cloud where something of it is found, or where the setting says so. Its code is loaded only then. What
 * appears later is noticed when the window gets the focus.
 */
export function createAlibabaStage(
  host: Host,
  { store }: Plans,
  { engine }: EngineStage,
  { handOuts }: ReturnType<typeof createHandOuts>,
  { beside, endpoint, inTerminals }: Delivery,
  clipboard: () => SecretClipboard,
) {
  const shown = setting('alibabaCloud');
  const changed = new Emitter<unknown>();
  const isShown = contextKey('rolecall.alibabaCloud');
  const isInUse = contextKey('rolecall.alibabaInUse');
  const environment = withoutOtherWindow(host.environment);
  const home = homeFolder(environment, { platform: process.platform, home: homedir() });
  const paths = alibabaPaths(environment, home);
  const open = async (signal: AbortSignal, onMade: (made: AlibabaCloud) => void): Promise<AlibabaCloud> => {
    const { createAlibabaCloud } = await untilCancelled(signal, loadAlibaba());
    const made = createAlibabaCloud({
      ...host,
      environment,
      paths,
      shown,
      engine,
      handOuts,
      endpoint,
      mode: inTerminals.terminalMode,
      clipboard: clipboard(),
    });
    onMade(made);
    const following = made.onDidChangeRows(() => {
      isInUse(made.active.state.kind !== 'none');
      changed.fire(undefined);
    });
    signal.addEventListener('abort', () => vscode.Disposable.from(following, made).dispose());
    beside.fill(made.beside);
    isShown(true);
    changed.fire(undefined);
    await untilCancelled(signal, made.ready());
    await untilCancelled(signal, made.active.restore());
    return made;
  };
  let showing: Showing | undefined;
  const begin = (): Showing => {
    const ended = new AbortController();
    const opened = open(ended.signal, (made) => (begun.made = made)).catch((error: unknown) => {
      if (showing === begun) hide();
      throw error;
    });
    const begun: Showing = { ended, made: undefined, opened };
    return begun;
  };
  const show = (): Promise<AlibabaCloud> => (showing ??= begin()).opened;
  const hide = (): void => {
    const { ended } = showing ?? {};
    showing = undefined;
    beside.empty();
    ended?.abort();
    isShown(false);
    isInUse(false);
    changed.fire(undefined);
  };
  const isOff = (): boolean => shown.value === 'off';
  const isFound = async (): Promise<boolean> =>
    isAlibabaNamed(environment) || (await anyExists(alibabaFileCandidates(paths)));
  const look = async (): Promise<void> => {
    if (isOff()) return showing && hide();
    if (showing || (shown.value === 'auto' && !(await isFound()))) return;
    // The setting may have changed meanwhile.
    if (!isOff()) await show();
  };
  const attempt = (): void => void host.attempt('', look);
  // Start-up is over when the AWS files are read.
  void store.ready().then(attempt);
  /** A keybinding or a task may run a command while nothing is shown. */
  const run = (id: AlibabaCommandId, argument: unknown): Promise<unknown> =>
    host.attempt('Alibaba Cloud', async () => {
      if (isOff()) throw new FailureError({ code: 'alibabaOff' });
      return (await show()).run(id, argument);
    });
  const listening = vscode.Disposable.from(
    { dispose: () => showing?.ended.abort() },
    changed,
    shown.onChange(attempt),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && attempt()),
    ...Object.values(alibabaCommandIds).map((id) =>
      vscode.commands.registerCommand(id, (argument: unknown) => run(id, argument)),
    ),
  );
  return {
    /** Undefined as long as nothing is shown. */
    views: {
      get rows() {
        return showing?.made?.rows;
      },
      onDidChange: changed.event,
    },
    forgetSession: (): void => showing?.made?.active.forgetSession(),
    replaceRejected: (accessKeyId: string): void => void showing?.made?.active.replaceRejected(accessKeyId),
    dispose: () => listening.dispose(),
  };
}

/** Alibaba Cloud from when it is wanted until it is hidden. */
interface Showing {
  /** Aborts when it is hidden. */
  readonly ended: AbortController;
  /** Undefined until its code is loaded. */
  made: AlibabaCloud | undefined;
  /**
   * Resolves when its files are read and what the window used is restored. Rejects with `Cancelled` if it is hidden
   * before that, so that nothing is done with it afterwards.
   */
  readonly opened: Promise<AlibabaCloud>;
}

async function anyExists(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    paths.map((path) =>
      onDisk(path, () => stat(path)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** What leads programs to the address of a window: see `liveVariables`. */
const liveNames = [
  'ALIBABA_CLOUD_CREDENTIALS_URI',
  'ALIBABA_CLOUD_CREDENTIALS_FILE',
  'ALIBABA_CLOUD_CLI_PROFILE_DISABLED',
  'ALIBABA_CLOUD_ECS_METADATA_DISABLED',
  'ALIBABA_CLOUD_IGNORE_PROFILE',
];

/** VS Code may have been started from a terminal of another window, whose address works as long as that is open. */
function withoutOtherWindow(environment: Environment): Environment {
  const { ALIBABA_CLOUD_CREDENTIALS_URI: uri = '', ALIBABA_CLOUD_CREDENTIALS_FILE: file = '' } = environment;
  const isOurs = /^http:\/\/127\.0\.0\.1:\d+\/alibaba\//u.test(uri);
  const isOurFile = /[/\\]rolecall\.rolecall[/\\]alibaba[/\\]empty\.ini$/u.test(file);
  if (!isOurs && !isOurFile) return environment;
  return { ...environment, ...Object.fromEntries(liveNames.map((name) => [name, undefined])) };
}
