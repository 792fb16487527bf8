import assert from 'node:assert/strict';
import { readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';

/** The parts of VS Code's API that are used outside of `display/`, because they show no text. */
const silent: Readonly<Record<string, RegExp>> = {
  window:
    /^(?:on[A-Z]|activeTerminal$|activeTextEditor$|registerTerminalProfileProvider$|showTextDocument$|state$|tabGroups$|terminals$|visibleTextEditors$)/u,
  workspace: /^(?!registerTextDocumentContentProvider$)/u,
  commands: /^/u,
  debug: /^/u,
  env: /^/u,
  extensions: /^/u,
  l10n: /^/u,
  // `display/editorTexts.ts` makes what these providers show.
  languages:
    /^(?:getLanguages|setTextDocumentLanguage|register(?:Definition|Reference|Rename|DocumentHighlight|LinkedEditingRange|DocumentSymbol|WorkspaceSymbol|FoldingRange|SelectionRange|DocumentFormattingEdit|DocumentRangeFormattingEdit|CodeLens|InlayHints)Provider)$/u,
  tasks: /^on[A-Z]/u,
  version: /^/u,
};
const silentClasses =
  /^(?:CompletionList|DataTransferItem|DocumentHighlight|EventEmitter|FoldingRange|LinkedEditingRanges|Location|Position|Range|SelectionRange|ThemeColor|ThemeIcon|WorkspaceEdit)$/u;
/** Types whose objects have texts that can be set. */
const types = /^(?:QuickPick|QuickPickItem|InputBox|StatusBarItem|MessageOptions|TreeItemLabel)$/u;
const markdown = /^append(?:Markdown|Text|Codeblock)$/u;

/** Functions that escape. A text that is escaped twice shows its escapes. */
const escapes: Readonly<Record<string, readonly string[]>> = {
  displayText: [
    'src/base/plainText.ts',
    'src/display/',
    'src/alibabaCloud.ts',
    'src/deliveryStage.ts',
    'src/toolStage.ts',
    'src/commands/use/apiAccess.ts',
  ],
  visibleLines: ['src/base/plainText.ts', 'src/commands/change/preview.ts'],
  visibleText: [
    'src/base/plainText.ts',
    'src/commands/diagnostics.ts',
    'src/host/outputLog.ts',
    'src/views/alibaba/alibabaExplanation.ts',
    'src/views/explanation.ts',
  ],
};

/** The only other places with texts that VS Code shows. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The log escapes what is written to the channel.
  'src/startUp.ts': ['window.createOutputChannel'],
  // A document, whose text `explain` escapes, with links. Their tooltip is a constant.
  'src/commands/use/explainProfile.ts': [
    'workspace.registerTextDocumentContentProvider',
    'languages.registerDocumentLinkProvider',
    'new DocumentLink',
  ],
  // The same for Alibaba Cloud.
  'src/commands/alibaba/explainAlibaba.ts': ['workspace.registerTextDocumentContentProvider'],
  // `display/editorTexts.ts` makes the items and the hovers.
  'src/providers/completionProvider.ts': ['languages.registerCompletionItemProvider'],
  'src/providers/hoverProvider.ts': ['languages.registerHoverProvider'],
  'src/providers/elsewhere/profileAssist.ts': [
    'languages.registerCompletionItemProvider',
    'languages.registerHoverProvider',
  ],
  // `display/editorTexts.ts` makes the links.
  'src/providers/structureProviders.ts': ['languages.registerDocumentLinkProvider'],
  'src/linkStage.ts': ['languages.registerDocumentLinkProvider'],
  // The preview escapes its documents.
  'src/commands/change/previewTexts.ts': ['workspace.registerTextDocumentContentProvider'],
  // `display/treeItem.ts` makes the rows and the message.
  'src/views/tree/tree.ts': ['window.createTreeView'],
};

function violations(path: string, source: string): string[] {
  if (path.startsWith('src/display/')) return [];
  const tokens = tokensOf(source);
  const uses = usesOf(tokens).filter((use) => !exceptions[path]?.includes(use));
  const escaping = tokens
    .map(({ text }) => text)
    .filter(
      (text) => Object.hasOwn(escapes, text) && !escapes[text]?.some((place) => path.startsWith(place)),
    );
  return [
    ...uses.map((use) => `${path} uses ${use}`),
    ...escaping.map((text) => `${path} escapes with ${text}`),
  ];
}

function usesOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((_, i) => useAt(tokens, i));
}

/** What is used here of VS Code's API, if it may show a text. */
function useAt(tokens: readonly Token[], i: number): readonly string[] {
  const [before, token, dot, name = '', after, member = ''] = [-1, 0, 1, 2, 3, 4].map(
    (k) => tokens[i + k]?.text,
  );
  if (tokens[i]?.kind === 'string') {
    const text = stringValue(tokens[i]);
    if (text === 'vscode')
      return before === 'from' && tokens[i - 2]?.text === '}' ? ownImport(tokens, i) : [];
    return text.startsWith('vscode.') ? [text] : [];
  }
  if (tokens[i]?.kind !== 'word') return [];
  if (markdown.test(token ?? '')) return [token ?? ''];
  if (token !== 'vscode' || before === 'as' || before === '.') return [];
  if (dot !== '.') return ['all of vscode'];
  if (before === 'new') return silentClasses.test(name) ? [] : [`new ${name}`];
  if (/^[A-Z]/u.test(name)) return types.test(name) ? [name] : [];
  const part = after === '.' ? member : '';
  return silent[name]?.test(part) ? [] : [part === '' ? `all of ${name}` : `${name}.${part}`];
}

/** The names of an import that could be used without `vscode.` in front of them. Types are no such names. */
function ownImport(tokens: readonly Token[], from: number): readonly string[] {
  const start = tokens.findLastIndex(({ text }, i) => i < from && text === 'import');
  return tokens[start + 1]?.text === 'type' ? [] : ['names of vscode'];
}

describe('the texts of VS Code', () => {
  it('are set only in src/display', () => {
    const sources = readSources('src');
    assert.ok([...sources].some(([path]) => path.startsWith('src/display/')));
    assert.deepEqual(
      [...sources].flatMap(([path, source]) => violations(path, source)),
      [],
    );
  });

  it('have no exceptions that are not needed', () => {
    const sources = readSources('src');
    for (const [path, names] of Object.entries(exceptions)) {
      const used = usesOf(tokensOf(sources.get(path) ?? ''));
      assert.deepEqual(
        names.filter((name) => !used.includes(name)),
        [],
        path,
      );
    }
    for (const [name, places] of Object.entries(escapes))
      for (const place of places)
        assert.ok(
          [...sources].some(([path, source]) => path.startsWith(place) && source.includes(name)),
          `${place}: ${name}`,
        );
  });
});

function reports(source: string, ...expected: string[]): void {
  it(`${expected.length > 0 ? 'reports' : 'accepts'} ${source}`, () => {
    assert.deepEqual(
      violations('src/views/x.ts', source),
      expected.map((what) => `src/views/x.ts ${what}`),
    );
  });
}

describe('the check of texts', () => {
  reports("void vscode.window.showErrorMessage('x');", 'uses window.showErrorMessage');
  reports('vscode.window.createWhatVsCodeAddsNext();', 'uses window.createWhatVsCodeAddsNext');
  reports("const { showErrorMessage } = vscode.window; showErrorMessage('x');", 'uses all of window');
  reports("vscode.window['createQuickPick']();", 'uses all of window');
  reports('const { window } = vscode;', 'uses all of vscode');
  reports("import { window } from 'vscode';", 'uses names of vscode');
  reports('new vscode.MarkdownString(text);', 'uses new MarkdownString');
  reports('collection.description.appendMarkdown(text);', 'uses appendMarkdown');
  reports('let item: vscode.StatusBarItem;', 'uses StatusBarItem');
  reports('vscode.languages.registerHoverProvider(x, y);', 'uses languages.registerHoverProvider');
  reports("vscode.scm.createSourceControl('x', 'y');", 'uses scm.createSourceControl');
  reports('new vscode.DocumentLink(range);', 'uses new DocumentLink');
  reports("vscode.commands.executeCommand('vscode.diff');", 'uses vscode.diff');
  reports('showInformation(displayText(name));', 'escapes with displayText');
  reports('withProgress(title, task); let item: vscode.TreeItem; // vscode.window.createQuickPick');
  reports(
    "import type { Terminal } from 'vscode'; import * as vscode from 'vscode'; vscode.window.onDidOpenTerminal(x);",
  );
});
