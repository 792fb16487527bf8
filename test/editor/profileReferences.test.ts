import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { useAws } from './useAws.ts';

/** A folder of the workspace, so that nothing in it is a setting of this window. */
const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'references');

describe('profile names in other files', function () {
  this.timeout(60_000);
  useAws();

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    await settings().update('references', undefined, vscode.ConfigurationTarget.Workspace);
    rmSync(folder, { recursive: true });
  });

  for (const [name, text, inserted] of [
    ['settings.json', '{\n  "rolecall.profile": "|"\n}\n', 'plain'],
    ['team.code-workspace', '{\n  "settings": { "rolecall.profile": "|" }\n}\n', 'plain'],
    ['launch.json', '{\n  "env": { "AWS_PROFILE": "|" }\n}\n', 'plain'],
    ['.env', 'AWS_PROFILE=|\n', 'plain'],
    ['.env.local', 'AWS_PROFILE=|\n', 'plain'],
    ['prod.env', 'AWS_PROFILE=|\n', 'plain'],
    ['.envrc', 'export AWS_PROFILE="|"\n', 'plain'],
    ['main.tf', 'provider "aws" {\n  profile = |\n}\n', '"plain"'],
    ['docker-compose.override.yml', '  - AWS_PROFILE=|\n', 'plain'],
  ] as const)
    it(`are completed in ${name}`, async () => {
      const { document, position } = await open(name, text);
      await eventually(async () => {
        const { items } = await ask<vscode.CompletionList>('CompletionItem', document, position);
        const item = items.find(({ label }) => typeof label !== 'string' && label.label === 'plain');
        assert.equal(item?.insertText, inserted);
        assert.match(JSON.stringify(item.label), /Plain/u);
      });
    });

  it('are explained, and lead to their section and back', async () => {
    const { document, position } = await open('.env.explained', 'AWS_PROFILE=pl|ain\n');
    await eventually(async () => {
      const hovers = await ask<vscode.Hover[]>('Hover', document, position);
      const texts = hovers.flatMap(({ contents }) =>
        contents.map((each) => (each as { value: string }).value),
      );
      assert.match(texts.join('\n'), /plain.*Plain/su);
    });
    const [link] = await ask<vscode.LocationLink[]>('Definition', document, position);
    assert.match(link?.targetUri.path ?? '', /\.aws\/config$/u);
    const config = await vscode.workspace.openTextDocument(link!.targetUri);
    assert.equal(config.getText(link?.targetSelectionRange), 'plain');
    const found = await ask<vscode.Location[]>('Reference', config, link!.targetSelectionRange!.start);
    assert.ok(found.some(({ uri }) => uri.path === document.uri.path));
    assert.ok(found.some(({ uri }) => uri.path === config.uri.path));
  });

  it('have a problem and a quick fix if no profile has them, until the user turns that off', async () => {
    const { document } = await open('.env.checked', 'AWS_PROFILE=plein\nAWS_DEFAULT_PROFILE=elsewhere\n');
    const problems = () => vscode.languages.getDiagnostics(document.uri);
    const { Hint, Information } = vscode.DiagnosticSeverity;
    await eventually(() =>
      assert.deepEqual(
        problems().map(({ severity }) => severity),
        [Information, Hint],
      ),
    );
    const [problem] = problems();
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem!.range,
    );
    const fix = fixes.find(({ isPreferred }) => isPreferred);
    assert.ok(await vscode.workspace.applyEdit(fix!.edit!));
    assert.match(document.getText(), /^AWS_PROFILE=plain$/mu);
    await eventually(() => assert.equal(problems().length, 1));
    const turnOff = fixes.find(({ command }) => command !== undefined);
    await vscode.commands.executeCommand(turnOff!.command!.command, ...(turnOff!.command!.arguments ?? []));
    await eventually(() => assert.equal(problems().length, 0));
    assert.equal(settings().inspect('references')?.workspaceValue, false);
  });
});

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall.editor');
}

/** Opens a new file with the text without its mark `|`. Each file needs its own name: VS Code keeps closed ones. */
async function open(
  name: string,
  marked: string,
): Promise<{ readonly document: vscode.TextDocument; readonly position: vscode.Position }> {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, marked.replace('|', ''));
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document);
  return { document, position: document.positionAt(Math.max(0, marked.indexOf('|'))) };
}

function ask<T>(kind: string, { uri }: vscode.TextDocument, position: vscode.Position): Thenable<T> {
  return vscode.commands.executeCommand<T>(`vscode.execute${kind}Provider`, uri, position);
}
