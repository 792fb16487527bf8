import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { openTerminal, terminalProfile } from '../../display/namedTerminals.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import { type Beside, besideAssignments, besideInherited } from '../handover/besideHandover.ts';
import {
  type Assignments,
  type Handover,
  overInherited,
  runningShellAssignments,
} from '../handover/handover.ts';
import type { Recipient } from '../handover/recipient.ts';
import {
  type Delivering,
  fixedHandover,
  terminalHandover,
  windowHandover,
} from '../handover/terminalModes.ts';
import { describe, describeLive } from './collectionDescription.ts';
import { dedicatedEnvironment, shown, whenOpened } from './dedicatedTerminals.ts';
import { type Delivery, FolderCollections } from './folderCollections.ts';
import type { TerminalDependencies } from './terminalDependencies.ts';

/**
 * How long a terminal may take to start before the active profile's variables are restored regardless. Milliseconds.
 */
const launchMs = 5000;

/**
 * Keeps the environment of new terminals and tasks in sync with the profile in use, and opens terminals for other
 * profiles.
 */
export class Terminals implements Disposable {
  readonly #dependencies: TerminalDependencies;
  readonly #collections: FolderCollections;
  readonly #listening: readonly Disposable[];
  /** Names of all variables that Rolecall may have set in terminals of this window. */
  readonly #delivered = new Set<string>();
  #launching = 0;

  constructor(dependencies: TerminalDependencies) {
    this.#dependencies = dependencies;
    const { collection, inherited, surroundings } = dependencies;
    this.#collections = new FolderCollections(collection, inherited, surroundings);
    const follow = (): void => this.#deliver();
    this.#listening = [
      dependencies.active.onDidChange(follow),
      dependencies.bound.onDidChange(follow),
      vscode.workspace.onDidChangeWorkspaceFolders(follow),
      dependencies.mode.onChange(follow),
      dependencies.agents.onDidChange(follow),
      dependencies.onProfilesChange(follow),
      dependencies.named.onDidChange(follow),
      dependencies.beside.onDidChange(follow),
    ];
  }

  /** Opens a terminal for one target, regardless of the profile in use. */
  async open(target: Target, tab: Tab, getSession: GetSession): Promise<void> {
    const options = await this.#dedicated(target, tab, getSession);
    await this.#launch(async () => shown(openTerminal(options)));
  }

  /**
   * Like `open`, for a terminal that VS Code opens. It also reveals the terminal, which VS Code does not do if the
   * panel is closed (seen in 1.139).
   */
  async profile(target: Target, tab: Tab, getSession: GetSession): Promise<vscode.TerminalProfile> {
    const options = await this.#dedicated(target, tab, getSession);
    void this.#launch(() => whenOpened(options).then(shown));
    return terminalProfile(options);
  }

  async #dedicated(target: Target, tab: Tab, getSession: GetSession): Promise<vscode.TerminalOptions> {
    const name = targetName(target);
    const recipient = this.#dependencies.openTerminals.dedicated(name);
    const handover = await this.#handover(target, recipient, getSession);
    const { inherited, surroundings } = this.#dependencies;
    const env = dedicatedEnvironment(handover, inherited, surroundings(), this.#besideFor(recipient));
    this.#dependencies.openTerminals.expect(env, { recipient, target });
    return { name, ...tab, env, strictEnv: true, isTransient: true };
  }

  /** What views call the profile of another cloud that new terminals get, if any. */
  get besideName(): string | undefined {
    return this.#dependencies.beside.name;
  }

  /**
   * The assignments that give a running shell the same variables as a new terminal, for a profile or, with `undefined`,
   * while none is in use.
   */
  async assignments(
    target: Target | undefined,
    terminal: vscode.Terminal,
    getSession: GetSession,
  ): Promise<Assignments> {
    const { active, inherited, openTerminals, surroundings } = this.#dependencies;
    const state = settled(active.state);
    const inUse = targetOf(state);
    const isInUse = (inUse && targetKey(inUse)) === (target && targetKey(target));
    const recipient = openTerminals.injected(terminal);
    const delivering = this.#deliveringTo(recipient);
    const following = isInUse && delivering.mode === 'live' ? windowHandover(state, delivering) : undefined;
    const handover = following ?? (target && (await this.#handover(target, recipient, getSession)));
    this.#report(target, handover, recipient, following !== undefined);
    const beside = this.#besideFor(recipient);
    const assignments = runningShellAssignments(handover, this.#delivered, inherited, surroundings().named);
    return new Map([...assignments, ...besideAssignments(beside)]);
  }

  async #handover(target: Target, recipient: Recipient, getSession: GetSession): Promise<Handover> {
    await this.#dependencies.confirm(target);
    const session = this.#dependencies.mode.value === 'environment' ? await getSession(target) : undefined;
    const handover = terminalHandover(target, session, this.#deliveringTo(recipient));
    if (recipient.kind === 'terminal' && recipient.how === 'dedicated')
      this.#report(target, handover, recipient);
    this.#noteDelivered(overInherited(handover, {}, this.#dependencies.surroundings()), target);
    return handover;
  }

  /**
   * `strictEnv` keeps the active profile's variables out, but VS Code ignores it on a remote host (seen in 1.139).
   * There, the variables are removed while the terminal launches.
   */
  async #launch(begin: () => Promise<vscode.Terminal>): Promise<void> {
    const isStrictEnvIgnored = vscode.env.remoteName !== undefined;
    if (isStrictEnvIgnored && this.#launching++ === 0) this.#collections.suspend(true);
    try {
      const started = begin().then(({ processId }) => processId);
      await Promise.race([started, sleep(launchMs, undefined, { ref: false })]);
    } finally {
      if (isStrictEnvIgnored && --this.#launching === 0) this.#collections.suspend(false);
    }
  }

  #deliveringTo(recipient: Recipient): Delivering {
    const { mode, agents, mirror, planOf, handOuts } = this.#dependencies;
    const give: Delivering['give'] = (session, use) => handOuts.give(session, recipient, use);
    return { mode: mode.value, agentsGetLess: !agents.isSame, mirror, planOf, give };
  }

  #besideFor(recipient: Recipient): Beside | undefined {
    const { beside, inherited, surroundings } = this.#dependencies;
    const found = beside.for(recipient);
    for (const name of besideInherited(found, inherited, surroundings().named).keys())
      this.#delivered.add(name);
    return found;
  }

  #deliver(): void {
    const { active, bound } = this.#dependencies;
    const state = settled(active.state);
    const target = targetOf(state);
    const handOver = (recipient: Recipient): Handover | undefined => {
      const delivering = this.#deliveringTo(recipient);
      const handover = windowHandover(state, delivering);
      this.#report(target, handover, recipient, delivering.mode === 'live');
      return handover;
    };
    const beside = this.#besideFor({ kind: 'newTerminals', folder: undefined });
    this.#endOthers(target, beside);
    const window = {
      handover: handOver({ kind: 'newTerminals', folder: undefined }),
      description: this.#dependencies.mode.value === 'live' ? describeLive(beside) : describe(state, beside),
    };
    const delivered = this.#collections.deliver(
      window,
      this.#ownDeliveries(beside),
      vscode.workspace.workspaceFolders ?? [],
      beside,
    );
    const targets = new Map(bound.folders.map((folder) => [folder.uri, folder.state.target]));
    this.#dependencies.onDidDeliver(
      () => handOver({ kind: 'extensionHost' }),
      () => this.#dependencies.beside.for({ kind: 'extensionHost' }),
    );
    const targetOfFolder = (uri: string | undefined): Target | undefined => targets.get(uri ?? '') ?? target;
    for (const [uri, variables] of delivered) this.#noteDelivered(variables, targetOfFolder(uri));
    this.#dependencies.overruled.follow(
      new Map(
        [...delivered].flatMap(([uri, variables]) => {
          const inTerminals = targetOfFolder(uri);
          return inTerminals ? [[uri, { variables, profile: targetName(inTerminals) }] as const] : [];
        }),
      ),
    );
  }

  /** Never uses the window's profile, even if the folder's own session is missing. */
  #ownDeliveries(beside: Beside | undefined): ReadonlyMap<string, Delivery> {
    return new Map(
      this.#dependencies.bound.folders.map(({ uri, state }) => {
        const recipient = { kind: 'newTerminals', folder: uri } as const;
        const handover = fixedHandover(state, this.#deliveringTo(recipient));
        this.#report(state.target, handover, recipient);
        return [uri, { handover, description: describe(state, beside) }];
      }),
    );
  }

  /** Reports a handover without keys, with which the recipient's programs ask for credentials. */
  #report(target: Target | undefined, handover: Handover | undefined, to: Recipient, isLive = false): void {
    const hasKeys = handover?.set.has('AWS_ACCESS_KEY_ID');
    if (target && handover && !hasKeys) this.#dependencies.handOuts.lead(target, to, isLive);
  }

  /** Reports the end for what no longer follows a profile: the window, or folders that had their own. */
  #endOthers(target: Target | undefined, beside: Beside | undefined): void {
    const { handOuts, bound } = this.#dependencies;
    const folders = bound.folders.map(({ uri }) => uri);
    handOuts.end('stopped', (recipient, { cloud }) => {
      const inWindow = cloud === undefined ? target : beside;
      if (recipient.kind === 'extensionHost') return !inWindow;
      if (recipient.kind !== 'newTerminals') return false;
      return recipient.folder === undefined ? !inWindow : !folders.includes(recipient.folder);
    });
  }

  #noteDelivered(variables: ReadonlyMap<string, string>, target: Target | undefined): void {
    const { mirror, needMirror } = this.#dependencies;
    for (const name of variables.keys()) this.#delivered.add(name);
    if (variables.get('AWS_CONFIG_FILE') === mirror.config) needMirror(target);
  }

  dispose(): void {
    for (const listening of this.#listening) listening.dispose();
  }
}

type GetSession = (target: Target) => Promise<Session>;

/** How a terminal looks. By default, it has the name of its profile. */
type Tab = Pick<vscode.TerminalOptions, 'name' | 'iconPath' | 'color'>;
