// What the sources take from VS Code to show texts, for tests that run without it. Everything that VS Code would show
// is recorded: the arguments of calls, and the objects that the extension fills.

import { Emitter } from '../../src/base/event.ts';

const recorded: unknown[] = [];

/** What VS Code reports of terminals, tasks, and debug sessions, for tests to fire. */
export const reports = {
  terminalOpened: new Emitter<unknown>(),
  terminalClosed: new Emitter<unknown>(),
  taskStarted: new Emitter<unknown>(),
  taskEnded: new Emitter<unknown>(),
  debugStarted: new Emitter<unknown>(),
  debugEnded: new Emitter<unknown>(),
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

/** The settings, by their full name: those of the user, or of the workspace. */
export const settings: { user: Record<string, unknown>; workspace: Record<string, unknown> } = {
  user: {},
  workspace: {},
};

/** No file is open in an editor. */
export const workspace = {
  textDocuments: [],
  workspaceFolders: [] as unknown[],
  getWorkspaceFolder: () => undefined,
  registerTextDocumentContentProvider: nothing,
  openTextDocument: async (uri: unknown): Promise<unknown> => ({ uri }),
  onDidChangeConfiguration: nothing,
  onDidChangeWorkspaceFolders: nothing,
  asRelativePath: ({ path }: { readonly path: string }) => path.slice(path.lastIndexOf('/') + 1),
  getConfiguration(section?: string) {
    const nameOf = (name: string): string => (section === undefined ? name : `${section}.${name}`);
    return {
      get: (name: string) => settings.workspace[nameOf(name)] ?? settings.user[nameOf(name)],
      inspect: (name: string) => ({
        globalValue: settings.user[nameOf(name)],
        workspaceValue: settings.workspace[nameOf(name)],
      }),
    };
  },
};

export const languages = {
  registerDocumentLinkProvider: nothing,
  getLanguages: async (): Promise<readonly string[]> => ['ini', 'rolecall-preview'],
  setTextDocumentLanguage: async (document: unknown): Promise<unknown> => document,
};

export const tasks = {
  onDidStartTaskProcess: reports.taskStarted.event,
  onDidEndTask: reports.taskEnded.event,
};

export const debug = {
  onDidStartDebugSession: reports.debugStarted.event,
  onDidTerminateDebugSession: reports.debugEnded.event,
};

export const commands = {
  executeCommand: (...given: readonly unknown[]) => Promise.resolve(record(given)),
  registerCommand: nothing,
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
  file: (path: string) => ({ path, with: (parts: object) => ({ path, ...parts }) }),
  joinPath: ({ path }: { readonly path: string }, name: string) => ({ path: `${path}/${name}` }),
};
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const QuickInputButtons = { Back: {} };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ProgressLocation = { Notification: 15 };

export class EventEmitter {
  readonly event = nothing;
  fire(): void {}
  dispose(): void {}
}

export const Disposable = {
  from: (...all: readonly { dispose(): void }[]) => ({
    dispose: () => all.forEach((each) => each.dispose()),
  }),
};
