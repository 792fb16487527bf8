import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Target } from '../../profiles/profiles.ts';
import { variablesIn } from '../handover/namedVariables.ts';
import type { Recipient } from '../handover/recipient.ts';
import type { HandOut, HandOuts } from '../record/handOuts.ts';
import { isOlder, processStart } from '../record/processStart.ts';
import { givenIn, OpenTasks } from './openTasks.ts';
import type { OpenedWith } from './overruledChoices.ts';
import { type Dedicated, type Environment, OwnTargets, type TerminalRecipient } from './ownTargets.ts';
import { RememberedTerminals } from './rememberedTerminals.ts';
import {
  folderOf,
  heldBy,
  isSameGiven,
  justOpened,
  type OpenShell,
  type OpenTerminal,
  optionsOf,
  terminalName,
} from './terminalFacts.ts';

interface Times {
  /** How long VS Code may take to report that a process belongs to a task. Milliseconds. */
  readonly taskMs: number;
  /** How often the processes of terminals are compared: VS Code does not report a relaunch. Milliseconds. */
  readonly lookMs: number;
  /** How long VS Code may take to relaunch a terminal: more than two seconds, because it waits first. Milliseconds. */
  readonly relaunchMs: number;
}

const defaultTimes: Times = { taskMs: 1000, lookMs: 1000, relaunchMs: 4500 };
const pollMs = 20;

interface OpenTerminalsDependencies {
  readonly handOuts: Pick<
    HandOuts,
    'of' | 'allOf' | 'all' | 'pass' | 'suspect' | 'restore' | 'end' | 'onDidHandOut'
  >;
  /** The memory of the workspace. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly onOpened: (opened: OpenedWith) => void;
  readonly times?: Times;
}

/**
 * Reports the terminals and tasks that open, with what they get, and their end. VS Code gives a process its variables
 * before extensions hear of it, so a terminal has what new terminals got when its process started. If that changed
 * while the process started, the record says that it is unknown.
 */
export class OpenTerminals implements vscode.Disposable {
  readonly #dependencies: OpenTerminalsDependencies;
  readonly #times: Times;
  readonly #dedicated = new OwnTargets();
  readonly #terminals = new Map<vscode.Terminal, OpenTerminal>();
  readonly #tasks: OpenTasks;
  readonly #remembered: RememberedTerminals;
  readonly #listening: vscode.Disposable;
  #lastId: number;

  constructor(dependencies: OpenTerminalsDependencies) {
    this.#dependencies = dependencies;
    const { handOuts, memory, times = defaultTimes } = dependencies;
    this.#times = times;
    this.#remembered = new RememberedTerminals(memory);
    this.#lastId = this.#remembered.highestId;
    const looking = setInterval(() => this.#look(), times.lookMs).unref();
    this.#tasks = new OpenTasks(dependencies);
    this.#listening = vscode.Disposable.from(
      this.#tasks,
      vscode.window.onDidOpenTerminal((terminal) => void this.#noteTerminal(terminal, true)),
      vscode.window.onDidCloseTerminal((terminal) => this.#noteClosed(terminal)),
      handOuts.onDidHandOut(({ recipient }) => {
        if (recipient.kind === 'terminal') this.#save();
      }),
      { dispose: () => clearInterval(looking) },
    );
    for (const terminal of vscode.window.terminals) void this.#noteTerminal(terminal, false);
  }

  /** A terminal that is about to open for one target. */
  dedicated(name: string): TerminalRecipient {
    return { kind: 'terminal', name, how: 'dedicated', id: this.#newId() };
  }

  /** Announces that terminal. `env` is the very object in its options. */
  expect(env: NonNullable<Environment>, dedicated: Dedicated): void {
    this.#dedicated.expect(env, dedicated);
  }

  /** The target that only this terminal has, if Rolecall opened it for one. */
  targetOf(terminal: vscode.Terminal): Target | undefined {
    return this.#dedicated.of(terminal)?.target;
  }

  /** An open terminal, into whose shell a profile is loaded. */
  injected(terminal: vscode.Terminal): TerminalRecipient {
    const id = this.#terminals.get(terminal)?.id ?? this.#newId();
    return { kind: 'terminal', name: terminalName(terminal), how: 'injected', id };
  }

  /** Without the terminals of tasks, those with a profile of their own, and those that are hidden or have ended. */
  get shells(): readonly OpenShell[] {
    const { all } = this.#dependencies.handOuts;
    return [...this.#terminals].flatMap(([terminal, { id, isTask, isNoted, given }]) => {
      const { strictEnv = false, hideFromUser = false } = optionsOf(terminal);
      if (isTask || strictEnv || hideFromUser || terminal.exitStatus) return [];
      const has = [...(isNoted ? [] : given), ...heldBy(id, all)].findLast(
        ({ cloud }) => cloud === undefined,
      );
      return { terminal, folder: folderOf(terminal), has };
    });
  }

  /**
   * Resolves when the relaunches after a change of variables have been noticed: VS Code relaunches terminals in which
   * nobody has typed. Gives up on a terminal that does not start.
   */
  async refresh(): Promise<void> {
    const isUntouched = [...this.#terminals.keys()].some(({ state }) => !state.isInteractedWith);
    if (isUntouched) await sleep(this.#times.relaunchMs);
    await this.#settled();
    this.#look();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    const isBusy = (): boolean => [...this.#terminals.values()].some(({ isSettled }) => !isSettled);
    for (let left = 3 * this.#times.taskMs; left > 0 && isBusy(); left -= pollMs) await sleep(pollMs);
  }

  #newId(): number {
    return ++this.#lastId;
  }

  /** `isNew`: it opened in this moment, or was restored. Otherwise it was there before. */
  async #noteTerminal(terminal: vscode.Terminal, isNew: boolean): Promise<void> {
    if ('pty' in terminal.creationOptions || this.#terminals.has(terminal)) return;
    const dedicated = this.#dedicated.of(terminal)?.recipient;
    const id = dedicated?.id ?? this.#newId();
    const given = this.#givenTo(terminal);
    const open = justOpened(id, given);
    this.#terminals.set(terminal, open);
    const openedAt = Date.now();
    const isTask = await this.#noteProcess(terminal, open);
    if (!isTask) {
      const isCertain = !isOlder(open.started, openedAt) && isSameGiven(given, open.given);
      if (!this.#restore(open) && isNew && !dedicated) this.#report(terminal, open, isCertain);
      if (!dedicated) this.#tellOpened(terminal);
    }
    this.#settle(terminal, open);
  }

  /** Whether the terminal was open before the window was loaded again, and still has the same process. */
  #restore(open: OpenTerminal): boolean {
    const remembered = open.pid !== undefined && this.#remembered.take(open.pid, open.started);
    if (!remembered) return false;
    open.id = remembered.id;
    for (const handOut of remembered.handOuts) this.#dependencies.handOuts.restore(handOut);
    return true;
  }

  /** Notes a process of the terminal. Resolves with whether it is that of a task. */
  async #noteProcess(terminal: vscode.Terminal, open: OpenTerminal): Promise<boolean> {
    const pid = await terminal.processId;
    const given = this.#givenTo(terminal);
    const started = pid === undefined ? undefined : await processStart(pid);
    Object.assign(open, { pid, started, given });
    await sleep(this.#times.taskMs, undefined, { ref: false });
    open.isTask = pid !== undefined && this.#tasks.hasStarted(pid);
    return open.isTask;
  }

  /** `isCertain`: whether the process of the terminal got what new terminals get. */
  #report(terminal: vscode.Terminal, { id, given, pid }: OpenTerminal, isCertain: boolean): void {
    const { handOuts } = this.#dependencies;
    if (optionsOf(terminal).strictEnv || pid === undefined) return;
    const recipient = { kind: 'terminal', name: terminalName(terminal), how: 'opened', id } as const;
    if (!isCertain) handOuts.suspect(recipient);
    else for (const handOut of given) handOuts.pass(handOut, recipient);
  }

  #tellOpened(terminal: vscode.Terminal): void {
    const folder = folderOf(terminal);
    const env = variablesIn(optionsOf(terminal).env);
    this.#dependencies.onOpened({ kind: 'terminal', name: terminalName(terminal), env, folder });
  }

  /** The terminal may have closed in the meantime. */
  #settle(terminal: vscode.Terminal, open: OpenTerminal): void {
    Object.assign(open, { isSettled: true, isNoted: true });
    if (this.#terminals.has(terminal)) this.#save();
    else this.#end(open, true);
  }

  #look(): void {
    for (const [terminal, open] of this.#terminals) if (open.isSettled) void this.#lookAt(terminal, open);
  }

  /** Finds whether the terminal has another process. It gets the variables of the terminal once more. */
  async #lookAt(terminal: vscode.Terminal, open: OpenTerminal): Promise<void> {
    const before = open.given;
    open.isSettled = false;
    const pid = await terminal.processId;
    open.given = this.#givenTo(terminal);
    open.isSettled = pid === open.pid;
    if (open.isSettled) return;
    const isTask = await this.#noteProcess(terminal, open);
    this.#end(open, false);
    const dedicated = this.#dedicated.of(terminal)?.recipient;
    const held = dedicated ? this.#dependencies.handOuts.allOf(dedicated) : [];
    // VS Code relaunches a terminal in which nobody has typed once more if its variables have changed.
    const isCertain = isSameGiven(before, open.given) || !terminal.state.isInteractedWith;
    for (const handOut of held) this.#dependencies.handOuts.pass(handOut, dedicated!);
    if (!isTask && !dedicated) this.#report(terminal, open, isCertain);
    this.#settle(terminal, open);
  }

  #noteClosed(terminal: vscode.Terminal): void {
    const open = this.#terminals.get(terminal);
    if (!open || !this.#terminals.delete(terminal)) return;
    this.#end(open, true);
    this.#save();
  }

  /** A relaunched terminal keeps the environment that Rolecall opened it with. */
  #end({ id }: OpenTerminal, isClosed: boolean): void {
    const isOf = (each: Recipient): boolean =>
      each.kind === 'terminal' && each.id === id && (isClosed || each.how !== 'dedicated');
    this.#dependencies.handOuts.end('closed', isOf);
  }

  #givenTo(terminal: vscode.Terminal): readonly HandOut[] {
    return givenIn(folderOf(terminal), this.#dependencies.handOuts);
  }

  #save(): void {
    const all = this.#dependencies.handOuts.all;
    const open = [...this.#terminals.values()].flatMap(({ id, pid, started }) => {
      return pid === undefined ? [] : [{ id, pid, started, handOuts: heldBy(id, all) }];
    });
    this.#remembered.save(open);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
