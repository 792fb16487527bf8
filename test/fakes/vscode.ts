// What the sources take from VS Code to show texts, for tests that run without it. Everything that VS Code would show
// is recorded: the arguments of calls, and the objects that the extension fills.

import { Emitter } from '../../src/base/event.ts';
import { createDiagnosticCollection, registerLanguageProviders } from './editorTypes.ts';

export * from './editorTypes.ts';

const recorded: unknown[] = [];

/** What VS Code reports of terminals, tasks, and debug sessions, for tests to fire. */
export const reports = {
  terminalOpened: new Emitter<unknown>(),
  terminalClosed: new Emitter<unknown>(),
  taskStarted: new Emitter<unknown>(),
  taskEnded: new Emitter<unknown>(),
  debugStarted: new Emitter<unknown>(),
  debugEnded: new Emitter<unknown>(),
  documentOpened: new Emitter<unknown>(),
  documentChanged: new Emitter<unknown>(),
  documentClosed: new Emitter<unknown>(),
  documentSaved: new Emitter<unknown>(),
  editorsChanged: new Emitter<readonly unknown[]>(),
  editorScrolled: new Emitter<{ readonly textEditor: unknown }>(),
  trustGranted: new Emitter<unknown>(),
  windowStateChanged: new Emitter<{ readonly focused: boolean }>(),
  configurationChanged: new Emitter<{ affectsConfiguration(name: string): boolean }>(),
};

/** All texts that were shown since the last call. */
export function takeShownTexts(): readonly string[] {
  return recorded.splice(0).flatMap((each) => textsIn(each, new Set()));
}

function textsIn(value: unknown, seen: Set<unknown>): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([name, each]) => (name === 'value' ? [] : textsIn(each, seen)));
}

function record<T>(shown: T): T {
  recorded.push(shown);
  return shown;
}

const nothing = () => ({ dispose() {} });

class FakeInput {
  title = '';
  /** What the user types. */
  value = '';
  items: unknown[] = [];
  activeItems: unknown[] = [];
  selectedItems: unknown[] = [];
  readonly onDidAccept = nothing;
  readonly onDidChangeValue = nothing;
  readonly onDidHide = nothing;
  readonly onDidTriggerButton = nothing;
  readonly onDidTriggerItemButton = nothing;
  show(): void {}
  hide(): void {}
  dispose(): void {}
}

/** Records the arguments and chooses the last button. */
function showMessage(...shown: readonly unknown[]): Promise<unknown> {
  record(shown);
  return Promise.resolve(shown.length > 1 ? shown.at(-1) : undefined);
}

export const window = {
  state: { focused: true },
  activeTerminal: undefined,
  terminals: [] as unknown[],
  visibleTextEditors: [] as unknown[],
  onDidChangeWindowState: reports.windowStateChanged.event,
  onDidChangeVisibleTextEditors: reports.editorsChanged.event,
  onDidChangeTextEditorVisibleRanges: reports.editorScrolled.event,
  onDidOpenTerminal: reports.terminalOpened.event,
  onDidCloseTerminal: reports.terminalClosed.event,
  tabGroups: { all: [] },
  showInformationMessage: showMessage,
  showWarningMessage: showMessage,
  showErrorMessage: showMessage,
  setStatusBarMessage: record,
  createQuickPick: () => record(new FakeInput()),
  createInputBox: () => record(new FakeInput()),
  createStatusBarItem: () => record(new FakeInput()),
  createTerminal: record,
  registerTerminalLinkProvider: nothing,
  showOpenDialog: (options: unknown) => Promise.resolve(void record(options)),
  showSaveDialog: (options: unknown) => Promise.resolve(void record(options)),
  /** Chooses the last item, or all of them. */
  showQuickPick: (items: readonly unknown[], options: { readonly canPickMany?: boolean }) => {
    record([options, ...items]);
    return Promise.resolve(options.canPickMany ? items : items.at(-1));
  },
  withProgress: (options: unknown, task: (progress: object, token: object) => unknown) => {
    record(options);
    return task({ report: record }, { onCancellationRequested: nothing });
  },
};

type SettingsFile = Record<string, unknown>;

/** The settings, by their full name: defaults, those of the user, of the workspace, or of a folder by its URI. */
export const settings: {
  defaults: SettingsFile;
  user: SettingsFile;
  workspace: SettingsFile;
  folders: Record<string, SettingsFile>;
} = { defaults: {}, user: {}, workspace: {}, folders: {} };

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };

/** No file is open in an editor. */
export const workspace = {
  textDocuments: [] as unknown[],
  onDidOpenTextDocument: reports.documentOpened.event,
  onDidChangeTextDocument: reports.documentChanged.event,
  onDidCloseTextDocument: reports.documentClosed.event,
  onDidSaveTextDocument: reports.documentSaved.event,
  fs: { isWritableFileSystem: (scheme: string) => scheme !== 'git' },
  workspaceFolders: [] as unknown[],
  getWorkspaceFolder: () => undefined,
  registerTextDocumentContentProvider: nothing,
  openTextDocument: async (uri: unknown): Promise<unknown> => ({ uri }),
  onDidChangeConfiguration: reports.configurationChanged.event,
  onDidChangeWorkspaceFolders: nothing,
  isTrusted: true,
  onDidGrantWorkspaceTrust: reports.trustGranted.event,
  asRelativePath: ({ path }: { readonly path: string }) => path.slice(path.lastIndexOf('/') + 1),
  workspaceFile: undefined as unknown,
  getConfiguration(section?: string, resource?: unknown) {
    const ofFolder = resource ? settings.folders[resource as string] : undefined;
    const nameOf = (name: string): string => (section === undefined ? name : `${section}.${name}`);
    return {
      get: (name: string) => settings.workspace[nameOf(name)] ?? settings.user[nameOf(name)],
      inspect: (name: string) => ({
        defaultValue: settings.defaults[nameOf(name)],
        globalValue: settings.user[nameOf(name)],
        workspaceValue: settings.workspace[nameOf(name)],
        workspaceFolderValue: ofFolder?.[nameOf(name)],
      }),
      update: async (name: string, value: unknown, target: number): Promise<void> => {
        const file = [settings.user, settings.workspace, ofFolder][target - 1];
        if (!file) throw new Error('There are no such settings.');
        file[nameOf(name)] = value;
      },
    };
  },
};

export const extensions = { getExtension: (): unknown => undefined };

export const languages = {
  ...registerLanguageProviders,
  createDiagnosticCollection,
  getLanguages: async (): Promise<readonly string[]> => ['ini', 'rolecall-preview'],
  setTextDocumentLanguage: async (document: unknown): Promise<unknown> => document,
};

/** Some editors that are based on VS Code lack these. */
export const lm: Record<string, unknown> = {
  registerTool: nothing,
  registerMcpServerDefinitionProvider: nothing,
};

export class LanguageModelTextPart {
  value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelToolResult {
  content: readonly unknown[];

  constructor(content: readonly unknown[]) {
    this.content = content;
  }
}

export class McpStdioServerDefinition {
  env: Readonly<Record<string, string | null>>;
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly version: string;

  constructor(
    label: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string | null>>,
    version: string,
  ) {
    this.label = label;
    this.command = command;
    this.args = args;
    this.env = env;
    this.version = version;
  }
}

export const tasks = {
  onDidStartTaskProcess: reports.taskStarted.event,
  onDidEndTask: reports.taskEnded.event,
};

export const debug = {
  onDidStartDebugSession: reports.debugStarted.event,
  onDidTerminateDebugSession: reports.debugEnded.event,
};

/** What the commands do that were registered. */
export const handlers = new Map<string, () => unknown>();

export const commands = {
  executeCommand: (...given: readonly unknown[]) => Promise.resolve(record(given)),
  registerCommand: (command: string, run: () => unknown) => {
    handlers.set(command, run);
    return { dispose: () => void handlers.delete(command) };
  },
};

export const l10n = {
  t: (message: string, ...values: readonly unknown[]) =>
    message.replaceAll(/\{(\d)\}/gu, (_, i: string) => String(values[Number(i)])),
};

/** The clipboard of this process. `onRead` may reject, as a browser does. */
let clipped = '';
export const env = {
  language: 'en',
  shell: '/bin/bash',
  uiKind: 1,
  onRead: async (): Promise<void> => {},
  clipboard: {
    readText: async (): Promise<string> => {
      await env.onRead();
      return clipped;
    },
    writeText: async (text: string): Promise<void> => void (clipped = text),
  },
};

export const UIKind = { Desktop: 1, Web: 2 };

export class MarkdownString {
  readonly parts: string[] = [];

  get value(): string {
    return this.parts.join('');
  }

  set value(text: string) {
    if (text !== this.value) this.parts.splice(0, Infinity, text);
  }

  appendText(text: string): this {
    this.parts.push(text);
    return this;
  }

  appendMarkdown(markdown: string): this {
    this.parts.push(markdown);
    return this;
  }
}

export class TreeItem {
  label: string;
  collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class TerminalProfile {
  options: unknown;

  constructor(options: unknown) {
    this.options = record(options);
  }
}

export class ThemeColor {
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon extends ThemeColor {}

export const Uri = {
  from: record,
  parse: (text: string) => ({ path: text }),
  file: (path: string) => ({ path, with: (parts: object) => ({ path, ...parts }) }),
  joinPath: ({ path }: { readonly path: string }, name: string) => ({ path: `${path}/${name}` }),
};
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const QuickInputButtons = { Back: {} };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ProgressLocation = { Notification: 15 };

export class EventEmitter extends Emitter<unknown> {}

export const Disposable = {
  from: (...all: readonly { dispose(): void }[]) => ({
    dispose: () => all.forEach((each) => each.dispose()),
  }),
};
