import assert from 'node:assert/strict';
import { readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';

/** What VS Code has to show text: functions, classes, and commands. Only `display/` uses them. */
const shows = new Set([
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'showQuickPick',
  'createQuickPick',
  'showInputBox',
  'createInputBox',
  'showOpenDialog',
  'showSaveDialog',
  'showWorkspaceFolderPick',
  'setStatusBarMessage',
  'createStatusBarItem',
  'createTerminal',
  'createWebviewPanel',
  'createTextEditorDecorationType',
  'createCommentController',
  'createDiagnosticCollection',
  'createSourceControl',
  'registerHoverProvider',
  'registerCodeLensProvider',
  'registerInlayHintsProvider',
  'registerFileDecorationProvider',
  'registerWebviewViewProvider',
  'registerUriHandler',
  'appendMarkdown',
  'appendText',
  'appendCodeblock',
  'vscode.diff',
  'vscode.changes',
]);
/** Both are also names of other things. */
const showsAsMember = new Set(['withProgress', 'withScmProgress']);
const showsIfNew = new Set([
  'MarkdownString',
  'TreeItem',
  'TerminalProfile',
  'StatusBarItem',
  'InlayHint',
  'Hover',
]);
/** Types whose objects have texts that can be set. */
const types = new Set([
  'QuickPick',
  'QuickPickItem',
  'InputBox',
  'StatusBarItem',
  'MessageOptions',
  'TreeItemLabel',
]);

/** Functions that escape. A text that is escaped twice shows its escapes. */
const escapes: Readonly<Record<string, readonly string[]>> = {
  displayText: [
    'src/base/plainText.ts',
    'src/display/',
    'src/deliveryStage.ts',
    'src/commands/use/apiAccess.ts',
  ],
  visibleText: ['src/base/plainText.ts', 'src/host/outputLog.ts', 'src/views/explanation.ts'],
};

/** The only places with a text that VS Code shows without an escape, because it contains no data. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The log escapes what is written to the channel.
  'src/startUp.ts': ['createOutputChannel'],
  // A link in a document. Its tooltip is a constant.
  'src/commands/use/explainProfile.ts': ['DocumentLink'],
  // `display/treeItem.ts` makes the rows and the message.
  'src/views/tree/tree.ts': ['createTreeView'],
};
const rare = new Set(['createOutputChannel', 'DocumentLink', 'createTreeView', 'LogOutputChannel']);

function violations(path: string, tokens: readonly Token[]): string[] {
  if (path.startsWith('src/display/')) return [];
  return tokens.flatMap((token, i) => {
    const text = token.kind === 'string' ? stringValue(token) : token.text;
    if (token.kind !== 'word' && token.kind !== 'string') return [];
    const [before, further, furthest] = [1, 2, 3].map((steps) => tokens[i - steps]?.text);
    const isNew = before === 'new' || (before === '.' && further === 'vscode' && furthest === 'new');
    const isOfVscode = before === '.' && (further === 'window' || further === 'vscode');
    if (
      shows.has(text) ||
      (showsAsMember.has(text) && (isOfVscode || token.kind === 'string')) ||
      (showsIfNew.has(text) && (isNew || token.kind === 'string')) ||
      (types.has(text) && isOfVscode)
    )
      return [`${path} uses ${text}`];
    if (rare.has(text) && !isType(tokens, i) && !exceptions[path]?.includes(text))
      return [`${path} uses ${text}`];
    const places = Object.hasOwn(escapes, text) ? escapes[text] : undefined;
    if (places && !places.some((place) => path.startsWith(place))) return [`${path} escapes with ${text}`];
    return [];
  });
}

/** Whether a name of VS Code stands for a type. */
function isType(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 3]?.text;
  return tokens[i - 1]?.text === '.' && before !== 'new' && /^[A-Z]/u.test(tokens[i]?.text ?? '');
}

describe('the texts of VS Code', () => {
  it('are set only in src/display', () => {
    const sources = readSources('src');
    assert.ok([...sources].some(([path]) => path.startsWith('src/display/')));
    assert.deepEqual(
      [...sources].flatMap(([path, source]) => violations(path, tokensOf(source))),
      [],
    );
  });

  it('have no exceptions that are not needed', () => {
    const sources = readSources('src');
    for (const [path, names] of Object.entries(exceptions))
      for (const name of names) assert.ok(sources.get(path)?.includes(name), `${path}: ${name}`);
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
    assert.deepEqual(violations('src/views/x.ts', tokensOf(source)), expected);
  });
}

describe('the check of texts', () => {
  reports("void vscode.window.showErrorMessage('x');", 'src/views/x.ts uses showErrorMessage');
  reports(
    "const { showErrorMessage } = vscode.window; showErrorMessage('x');",
    ...Array.from({ length: 2 }, () => 'src/views/x.ts uses showErrorMessage'),
  );
  reports("vscode.window['createQuickPick']();", 'src/views/x.ts uses createQuickPick');
  reports('vscode.window.withProgress(options, task);', 'src/views/x.ts uses withProgress');
  reports('new vscode.MarkdownString(text);', 'src/views/x.ts uses MarkdownString');
  reports('new TreeItem(text);', 'src/views/x.ts uses TreeItem');
  reports('let item: vscode.StatusBarItem;', 'src/views/x.ts uses StatusBarItem');
  reports("vscode.window.createOutputChannel('x');", 'src/views/x.ts uses createOutputChannel');
  reports('new vscode.DocumentLink(range);', 'src/views/x.ts uses DocumentLink');
  reports("vscode.commands.executeCommand('vscode.diff');", 'src/views/x.ts uses vscode.diff');
  reports('showInformation(displayText(name));', 'src/views/x.ts escapes with displayText');
  reports('withProgress(title, task); let item: vscode.TreeItem; // createQuickPick');
  reports("import { MarkdownString } from 'vscode'; showInformation('showQuickPick of x');");
});
