import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { ask, awsLanguage, uriOf, useAwsEditors, write, writeIn } from './awsEditor.ts';

describe('the language of AWS files', function () {
  this.timeout(60_000);
  useAwsEditors();

  it('tells the two files apart by their path', async () => {
    const { document: config } = await write('config', dev);
    const { document: credentials } = await write('credentials', `${dev}[profile dev]\n`);
    assert.deepEqual([config.languageId, credentials.languageId], [awsLanguage, awsLanguage]);
    await eventually(() => {
      assert.deepEqual(codesIn(config), ['noPrefix']);
      assert.deepEqual(codesIn(credentials).at(-1), 'needlessPrefix');
    });
  });

  it('stays as the user chooses it', async () => {
    const { document } = await write('config', dev);
    await eventually(() => assert.deepEqual(codesIn(document), ['noPrefix']));
    const plain = await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await eventually(() => assert.deepEqual(codesIn(plain), []));
    await writeIn(plain, `${dev}output = json\n`);
    await sleep(500);
    assert.equal(plain.languageId, 'plaintext');
    assert.equal((await vscode.workspace.openTextDocument(document.uri)).languageId, 'plaintext');
    await vscode.languages.setTextDocumentLanguage(plain, awsLanguage);
    await eventually(() => assert.deepEqual(codesIn(plain), ['noPrefix']));
  });

  it('can be that of a new document', async () => {
    const document = await vscode.workspace.openTextDocument({ language: awsLanguage, content: dev });
    await eventually(() => assert.deepEqual(codesIn(document), ['noPrefix']));
    const { position } = await writeIn(document, '[profile dev]\noutput = json\nregion = eu-west-|1\n');
    await eventually(() => assert.deepEqual(codesIn(document), []));
    const { items } = await ask<vscode.CompletionList>('CompletionItem', document, position);
    assert.ok(items.some(({ insertText }) => insertText === 'eu-west-1'));
  });

  it('changes nothing in an old version of a file', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('old-version', {
      provideTextDocumentContent: () => `${dev}output = json\n`,
    });
    try {
      const uri = uriOf('config').with({ scheme: 'old-version' });
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      assert.equal(document.languageId, awsLanguage);
      const { document: current } = await write('config', dev);
      await eventually(() => assert.deepEqual(codesIn(current), ['noPrefix']));
      assert.deepEqual(codesIn(document), []);
      assert.deepEqual((await ask<vscode.CodeLens[]>('CodeLens', document)) ?? [], []);
    } finally {
      provider.dispose();
    }
  });

  it('is not that of other files named config', async () => {
    const uri = vscode.Uri.file(join(homedir(), 'other', 'config'));
    await vscode.workspace.fs.writeFile(uri, Buffer.from(dev));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const { document: ours } = await write('config', dev);
    await eventually(() => assert.deepEqual(codesIn(ours), ['noPrefix']));
    assert.notEqual(document.languageId, awsLanguage);
    assert.deepEqual(codesIn(document), []);
  });
});

/** The beginning of a profile in the credentials file, and a mistake in the config file. */
const dev = '[dev]\nregion = eu-west-1\n';

function codesIn({ uri }: vscode.TextDocument): readonly unknown[] {
  return vscode.languages.getDiagnostics(uri).map(({ code }) => (code as { value: string }).value);
}
