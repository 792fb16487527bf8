import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { type Colors, colorOf, type Grammar, scopesOf } from './themeColors.ts';

/** Not the folder that Rolecall reads: only the language is tested here. */
const home = mkdtempSync(join(tmpdir(), 'rolecall-language-'));
let opened = 0;

/** Opens a new file. With the path of an earlier one, it would have the content of that for a while. */
async function open(name: string, text: string): Promise<vscode.TextEditor> {
  const folder = join(home, String(opened++), '.aws');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return vscode.window.showTextDocument(vscode.Uri.file(join(folder, name)), { preview: false });
}

/** Types at the end of a new file, as a person does, and returns what is there then. */
async function typed(before: string, ...keys: readonly string[]): Promise<string> {
  const editor = await open('config', before);
  const end = editor.document.positionAt(before.length);
  editor.selection = new vscode.Selection(end, end);
  for (const text of keys) await vscode.commands.executeCommand('type', { text });
  const after = editor.document.getText();
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return after;
}

function readJson(extension: string, path: string): unknown {
  const { extensionPath } = vscode.extensions.getExtension(extension)!;
  return JSON.parse(readFileSync(join(extensionPath, path), 'utf8'));
}

describe('editing AWS files', () => {
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(home, { recursive: true, force: true });
  });

  it('begins with the language of both files, in any home folder', async () => {
    for (const name of ['config', 'credentials'])
      assert.equal((await open(name, '[a]\n')).document.languageId, 'aws-config');
    assert.notEqual((await open('config.txt', '[a]\n')).document.languageId, 'aws-config');
  });

  it('has comments at the start of the line', async () => {
    const editor = await open('config', '[a]\ns3 =\n    max_queue_size = 1\n');
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await vscode.commands.executeCommand('editor.action.commentLine');
    assert.equal(editor.document.lineAt(2).text, '#     max_queue_size = 1');
    await vscode.commands.executeCommand('editor.action.commentLine');
    assert.equal(editor.document.lineAt(2).text, '    max_queue_size = 1');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('indents blocks with the Enter key, and nothing else', async () => {
    assert.equal(await typed('[a]\ns3 =', '\n', 'x'), '[a]\ns3 =\n    x');
    assert.equal(await typed('[a]\ns3 =\n  x = 1', '\n', 'y'), '[a]\ns3 =\n  x = 1\n  y');
    // On a slow machine, the second key may come before VS Code has handled the first.
    await eventually(async () =>
      assert.match(await typed('[a]\ns3 =\n    x = 1', '\n', '\n', 'y'), /x = 1\n\s*\ny$/u),
    );
    assert.equal(await typed('[a]\nregion =', '\n', 'x'), '[a]\nregion =\nx');
    assert.equal(await typed('[a]', '\n', 'x'), '[a]\nx');
  });

  it('closes the bracket of a header, but none in a value', async () => {
    assert.equal(await typed('', '['), '[]');
    // Until the grammar is loaded, VS Code does not know that it is a value.
    await eventually(
      async () => assert.equal(await typed('[a]\nregion = x', '['), '[a]\nregion = x['),
      10_000,
    );
  });

  it('has names and ARNs as words', async () => {
    const { document } = await open('config', '[profile team-a.dev@x/1]\nrole_arn = arn:aws:iam::1:role/A\n');
    const wordAt = (line: number, column: number): string =>
      document.getText(document.getWordRangeAtPosition(new vscode.Position(line, column)));
    assert.equal(wordAt(0, 12), 'team-a.dev@x/1');
    assert.equal(wordAt(1, 20), 'arn:aws:iam::1:role/A');
    assert.equal(wordAt(1, 2), 'role_arn');
  });

  it('has a color for everything in the default themes', () => {
    const grammar = readJson('rolecall.rolecall', 'media/language/aws-config.tmLanguage.json') as Grammar;
    const all = [...scopesOf(grammar)].filter((scopes) => !scopes.includes('punctuation'));
    assert.ok(all.length > 15);
    const themes = defaultThemes();
    assert.ok(themes.length >= 4, themes.join());
    for (const theme of themes) {
      const colors = readColors(theme);
      const without = all.filter((scopes) => colorOf(scopes, colors) === undefined);
      assert.deepEqual(without, [], theme);
      const main = ['comment.line', 'entity.name.type', 'support.variable', 'string.unquoted', 'invalid'];
      assert.equal(new Set(main.map((scope) => colorOf(scope, colors))).size, main.length, theme);
    }
  });
});

/** The files of the themes that VS Code begins with, light and dark, and of those with high contrast. */
function defaultThemes(): readonly string[] {
  const { themes } = vscode.extensions.getExtension('vscode.theme-defaults')!.packageJSON.contributes;
  return (themes as readonly { readonly path: string }[])
    .map(({ path }) => path)
    .filter((path) => /modern|2026|hc_/u.test(path));
}

/** The rules of a theme, after those of the theme that it includes. */
function readColors(file: string): Colors {
  const theme = readJson('vscode.theme-defaults', file) as { include?: string; tokenColors?: Colors };
  const included = theme.include === undefined ? [] : readColors(join(file, '..', theme.include));
  return [...included, ...(theme.tokenColors ?? [])];
}
