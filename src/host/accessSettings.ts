import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Disposable, Event } from '../base/event.ts';
import type { Access } from '../profiles/access/access.ts';
import type { AccessValue } from '../profiles/access/accessValue.ts';
import type { AccessAnswer, AccessSettings } from '../session/access/defaultAccess.ts';
import type { AgentSettings } from '../session/agents/agentAccess.ts';
import type { PolicyFiles } from './files/policyFiles.ts';
import { absolutePolicy, workspacePath } from './files/policyPaths.ts';

/** What reads the settings, from `profiles`. */
interface Reading {
  readonly readAccess: (value: unknown) => AccessValue | undefined;
  readonly isAtMost: (one: Access, other: Access) => boolean;
}

type AccessKey = 'access' | 'productionAccess' | 'agents.access';
type Answer = AccessAnswer | 'same' | 'none';

/**
 * The settings that limit sessions. A workspace that is not trusted can only lower what the user's own settings say, to
 * a level or by managed policies. A value that names no access is a failure, so that a slip of the pen never leads to
 * more access.
 */
export class AccessSetting implements Disposable {
  readonly #files: PolicyFiles;
  readonly #reading: Reading;
  readonly #listening: Disposable;
  /** What the settings said of agents when the workspace was opened or trusted. */
  #opening: AgentSettings | undefined;
  #known = new Map<AccessKey, Answer | undefined>();

  readonly onChange: Event<unknown>;

  constructor(files: PolicyFiles, reading: Reading) {
    this.#files = files;
    this.#reading = reading;
    this.onChange = (listener): Disposable =>
      vscode.Disposable.from(
        vscode.workspace.onDidChangeConfiguration((change) => {
          if (settingNames.some((name) => change.affectsConfiguration(name))) listener(change);
        }),
        vscode.workspace.onDidChangeWorkspaceFolders(listener),
        vscode.workspace.onDidGrantWorkspaceTrust(listener),
        files.onDidChange(listener),
      );
    this.#listening = vscode.Disposable.from(
      this.onChange(() => (this.#known = new Map())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => (this.#opening = undefined)),
    );
  }

  /** The settings for what the user does. */
  get value(): AccessSettings {
    return { general: limit(this.#get('access')), production: limit(this.#get('productionAccess')) };
  }

  /** The access of a folder with a setting of its own, in a trusted workspace; undefined if it has none. */
  ofFolder(folder: vscode.Uri): AccessAnswer | undefined {
    const { workspaceFolderValue } = inspect('access', folder);
    if (!vscode.workspace.isTrusted || workspaceFolderValue === undefined) return undefined;
    const answer = this.#read('access', workspaceFolderValue, folder.fsPath);
    return typeof answer === 'string' ? undefined : answer;
  }

  /**
   * The settings for AI agents. An agent can change the files of a workspace: while it is open, these only lower what
   * agents get.
   */
  get agents(): AgentSettings {
    const { workspaceValue, globalValue } = inspect('agents.profile');
    const own = { access: this.#own('agents.access'), profile: textOf(globalValue) };
    const ofWorkspace = vscode.workspace.isTrusted ? textOf(workspaceValue) : undefined;
    const now = { access: this.#get('agents.access') ?? 'same', profile: ofWorkspace ?? own.profile };
    if (!vscode.workspace.isTrusted) return now;
    // A policy file is still being read.
    if (typeof now.access === 'string' || !('code' in now.access)) this.#opening ??= now;
    const before = this.#opening ?? now;
    const isLower = this.#isAtMost(now.access, before.access) || this.#isAtMost(now.access, own.access);
    const isProfileHeld = now.profile !== before.profile && now.profile !== own.profile;
    if (isLower && !isProfileHeld) return now;
    return {
      access: isLower ? now.access : before.access,
      profile: isProfileHeld ? before.profile : now.profile,
      isHeld: true,
    };
  }

  /** Resolves when the policy files that the settings name have been read. Does not reject. */
  async ready(): Promise<void> {
    void [this.value, this.agents];
    await this.#files.ready();
  }

  #get(key: AccessKey): Answer | undefined {
    if (!this.#known.has(key)) this.#known.set(key, this.#effective(key));
    return this.#known.get(key);
  }

  #effective(key: AccessKey): Answer | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const single = folders.length === 1 ? folders[0]?.uri : undefined;
    const { workspaceValue, workspaceFolderValue } = inspect(key, single);
    const own = this.#own(key);
    const requested = workspaceFolderValue === undefined ? workspaceValue : workspaceFolderValue;
    if (requested === undefined || (!vscode.workspace.isTrusted && this.#namesFile(requested))) return own;
    // That of a folder may be in a workspace whose file is elsewhere.
    const base = workspaceFolderValue === undefined ? undefined : single?.fsPath;
    const ofWorkspace = this.#read(key, requested, base ?? workspacePath());
    return vscode.workspace.isTrusted || this.#isAtMost(ofWorkspace, own) ? ofWorkspace : own;
  }

  /** What the user's own settings say. */
  #own(key: AccessKey): Answer {
    const { defaultValue, globalValue } = inspect(key);
    return this.#read(key, globalValue === undefined ? defaultValue : globalValue, homedir());
  }

  /** A file that an untrusted workspace names is not read: it may be on a server that then learns of the user. */
  #namesFile(value: unknown): boolean {
    const read = this.#reading.readAccess(value);
    return typeof read === 'object' && read.file !== undefined;
  }

  #read(key: AccessKey, value: unknown, folder: string): Answer {
    const read = this.#reading.readAccess(value);
    const isWord = read === 'same' || (read === 'none' && key === 'agents.access');
    if (isWord) return read;
    if (read === undefined || read === 'none')
      return { code: 'unknownAccess', profile: '', setting: `rolecall.${key}`, value: written(value) };
    if (read.file === undefined) return { managed: read.managed };
    const document = this.#files.get(absolutePolicy(read.file, folder), read.file);
    // Until the file has been read, there is no session, rather than one with more access.
    if (!document) return { code: 'policyFileUnreadable', profile: '', path: read.file, reason: 'unread' };
    return 'code' in document ? document : { managed: read.managed, document };
  }

  #isAtMost(one: Answer, other: Answer): boolean {
    if (one === 'none' || other === 'same') return true;
    if (one === 'same' || other === 'none') return false;
    return 'code' in one || (!('code' in other) && this.#reading.isAtMost(one, other));
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

const settingNames = ['access', 'productionAccess', 'agents'].map((key) => `rolecall.${key}`);

/** Full access is none that limits anything. */
function limit(answer: Answer | undefined): AccessAnswer | undefined {
  if (answer === undefined || typeof answer === 'string') return undefined;
  const isFull = !('code' in answer) && answer.managed.length === 0 && !answer.document;
  return isFull ? undefined : answer;
}

function inspect(key: string, folder?: vscode.Uri): Partial<Record<string, unknown>> {
  return { ...vscode.workspace.getConfiguration('rolecall', folder ?? null).inspect(key) };
}

/** As in the settings file, which may contain any value. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A settings file may contain any value. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
