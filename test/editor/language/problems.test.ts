import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { ask, keyLines, secret, uriOf, useAwsEditors, withSetting, write, writeIn } from './awsEditor.ts';

const { Error, Warning } = vscode.DiagnosticSeverity;

describe('problems in AWS files', function () {
  this.timeout(60_000);
  useAwsEditors();

  it('come and go while the user types', async () => {
    const { document } = await write('config', '[dev2]\noutput = json\n[profile dev]\nregoin = eu-west-1\n');
    await eventually(() =>
      assert.deepEqual(
        problemsOf(document).map(({ code, severity }) => [nameOf(code), severity]),
        [
          ['noPrefix', Error],
          ['misspelledKey', Warning],
        ],
      ),
    );
    await vscode.commands.executeCommand('cursorBottom');
    await vscode.commands.executeCommand('type', { text: 'region = eu-west-1' });
    await vscode.commands.executeCommand('type', { text: 'a' });
    await eventually(() => assert.ok(namesIn(document).includes('zoneAsRegion')));
    await vscode.commands.executeCommand('deleteLeft');
    await eventually(() => assert.deepEqual(namesIn(document), ['noPrefix', 'misspelledKey']));
    await writeIn(document, '[profile dev]\nregion = eu-west-1\n');
    await eventually(() => assert.deepEqual(namesIn(document), []));
  });

  it('go when the document is closed', async () => {
    const { document } = await write('config', '[dev]\nregion = eu-west-1\n');
    await eventually(() => assert.deepEqual(namesIn(document), ['noPrefix']));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(() => assert.ok(!namesIn(document).includes('noPrefix')));
  });

  it('follow the other file as it is in its editor', async () => {
    const { document } = await write(
      'config',
      '[profile dev]\nsource_profile = ci\nrole_arn = arn:aws:iam::222222222222:role/Plain\n',
    );
    await eventually(() => assert.deepEqual(namesIn(document), ['missingSource']));
    await write('credentials', `[ci]\n${keyLines}`);
    await eventually(() => assert.deepEqual(namesIn(document), []));
  });

  it('have a code that leads to its explanation', async () => {
    const { document } = await write('config', '[dev]\nregion = eu-west-1\n');
    await eventually(() => assert.equal(problemsOf(document).length, 1));
    const { target } = problemsOf(document)[0]!.code as { readonly target: vscode.Uri };
    assert.equal(target.scheme, 'command');
    await vscode.commands.executeCommand(
      target.path,
      ...(JSON.parse(decodeURIComponent(target.query)) as readonly unknown[]),
    );
    await eventually(() => {
      const { label, input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.match(label ?? '', /lint\.md/u);
      assert.ok(input instanceof vscode.TabInputWebview);
    });
  });

  it('have a quick fix', async () => {
    const { document } = await write(
      'config',
      '[profile a]\nregoin = eu-west-1\n[dev]\noutput = json\n[ci]\noutput = json\n',
    );
    await apply(await fixOf(document, 'misspelledKey'));
    assert.equal(
      document.getText(),
      '[profile a]\nregion = eu-west-1\n[dev]\noutput = json\n[ci]\noutput = json\n',
    );
    await apply(await fixOf(document, 'noPrefix', /Fix all/u));
    assert.equal(
      document.getText(),
      '[profile a]\nregion = eu-west-1\n[profile dev]\noutput = json\n[profile ci]\noutput = json\n',
    );
    await eventually(() => assert.deepEqual(namesIn(document), []));
  });

  it('have a quick fix that also changes the other file, which is not open', async () => {
    const { document } = await write('config', `[profile dev]\n${keyLines}region = eu-west-1\n`);
    await apply(await fixOf(document, 'secretInConfig'));
    assert.equal(document.getText(), '[profile dev]\nregion = eu-west-1\n');
    const credentials = opened('credentials');
    assert.ok(
      credentials.getText().endsWith(`\n[dev]\n${keyLines}`),
      'The keys are not in the credentials file',
    );
    assert.ok(credentials.isDirty);
  });

  it('have a quick fix that makes a credentials file which only the user can read', async function () {
    if (process.platform === 'win32') this.skip();
    const { document } = await write('config', `[profile dev]\n${keyLines}`);
    rmSync(uriOf('credentials').fsPath);
    const fix = await eventually(async () => {
      const found = await fixOf(document, 'secretInConfig');
      assert.ok(found.command, 'The file is not missing yet');
      return found;
    }, 20_000);
    await apply(fix);
    const credentials = opened('credentials');
    await credentials.save();
    // An editor may still have had the text of an earlier test, from which a blank line separates the section.
    assert.equal(credentials.getText().trimStart(), `[dev]\n${keyLines}`);
    assert.equal(statSync(credentials.uri.fsPath).mode & 0o777, 0o600);
  });

  it('do not contain secrets', async () => {
    const { document } = await write('config', `[profile other]\n${keyLines}`);
    await eventually(() => assert.ok(namesIn(document).includes('secretInConfig')));
    const fixes = await ask<vscode.CodeAction[]>(
      'CodeAction',
      document,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    const said = [...problemsOf(document).map(({ message }) => message), ...fixes.map(({ title }) => title)];
    assert.ok(said.length > 1);
    for (const sentence of said) assert.ok(!sentence.includes(secret));
  });

  it('are turned off by settings at once', async () => {
    const { document } = await write('config', '[dev]\noutput = json\n[profile a]\nregoin = eu-west-1\n');
    const all = ['noPrefix', 'misspelledKey'];
    await eventually(() => assert.deepEqual(namesIn(document), all));
    await withSetting('lint.off', ['noPrefix'], () => assert.deepEqual(namesIn(document), ['misspelledKey']));
    await eventually(() => assert.deepEqual(namesIn(document), all));
    await withSetting('lint.enabled', false, () => assert.deepEqual(namesIn(document), []));
    await eventually(() => assert.deepEqual(namesIn(document), all));
  });

  it('are found in a file of 10,000 profiles while the user types, even if each has one', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => faultyProfile(i)).join('\n');
    const { document } = await write('config', `[profile first]\nregion = |\n${many}`);
    await eventually(() => assert.equal(namesIn(document)[0], 'rejectedEmpty'));
    await vscode.commands.executeCommand('type', { text: 'eu_west' });
    await eventually(() =>
      assert.deepEqual(
        [document.lineAt(1).text, namesIn(document)[0]],
        ['region = eu_west', 'rejectedRegion'],
      ),
    );
    const { items } = await ask<vscode.CompletionList>(
      'CompletionItem',
      document,
      new vscode.Position(1, 12),
    );
    assert.ok(items.some(({ insertText }) => insertText === 'eu-west-1'));
    const [hover] = await ask<vscode.Hover[]>('Hover', document, new vscode.Position(1, 2));
    assert.ok(hover);
  });
});

function faultyProfile(i: number): string {
  return `[profile p${i}]\nrole_arn = arn:aws:iam::222222222222:role/R${i}\nsource_profile = missing\n`;
}

function opened(file: 'config' | 'credentials'): vscode.TextDocument {
  const { path } = uriOf(file);
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path === path);
  assert.ok(document, `${file} is not open`);
  return document;
}

function problemsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).toSorted((a, b) => a.range.start.compareTo(b.range.start));
}

function namesIn(document: vscode.TextDocument): readonly string[] {
  return problemsOf(document).map(({ code }) => nameOf(code));
}

function nameOf(code: vscode.Diagnostic['code']): string {
  return (code as { readonly value: string }).value;
}

/** The preferred quick fix of the first problem with this code, or the one with this title. */
function fixOf(document: vscode.TextDocument, code: string, title?: RegExp): Promise<vscode.CodeAction> {
  return eventually(async () => {
    const problem = problemsOf(document).find((each) => nameOf(each.code) === code);
    assert.ok(problem, `There is no problem ${code}`);
    const fixes = await ask<vscode.CodeAction[]>('CodeAction', document, problem.range);
    const found = fixes.find((each) => (title ? title.test(each.title) : each.isPreferred));
    assert.ok(found?.edit, `There is no fix of ${code}`);
    return found;
  });
}

async function apply({ edit, command }: vscode.CodeAction): Promise<void> {
  assert.ok(await vscode.workspace.applyEdit(edit!));
  if (command) await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
}
