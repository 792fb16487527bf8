import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, followArnCommand } from '../../../src/base/contributions.ts';
import { plainRole } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { ask, open, secret, uriOf, useAwsEditors, withSetting, write, writeIn } from './awsEditor.ts';

const config = `\
# Ours.
[profile plain]
role_arn = ${plainRole}
source_profile = ali|ce
s3 =
  max_concurrent_requests = 20

[profile alice]
region = eu-west-1

[profile sso]
sso_session = corp
sso_account_id = 222222222222
sso_role_name = Reader

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;

describe('reading AWS files', function () {
  this.timeout(60_000);
  useAwsEditors();

  it('shows in a hover what a profile does, with links, and what a key means', async () => {
    const { document, position } = await write('config', config);
    await document.save();
    await eventually(async () => {
      const text = await hoverAt(document, position);
      assert.match(text, /alice.*access key/su);
      for (const command of [commandIds.useProfile, commandIds.newTerminal, commandIds.explainProfile])
        assert.ok(text.includes(`](command:${command}?`), text);
    });
    const key = document.positionAt(document.getText().indexOf('role_arn') + 2);
    assert.match(await hoverAt(document, key), /role.*\]\(https:\/\/docs\.aws\.amazon\.com\//su);
  });

  it('shows no secret in a hover, the outline, or links', async () => {
    const document = await open('credentials');
    const text = document.getText();
    const at = document.positionAt(text.indexOf(secret) + 4);
    // The language may still be loading.
    const ofKey = await eventually(async () => {
      const found = await hoverAt(document, document.positionAt(text.indexOf('aws_secret_access_key') + 4));
      assert.match(found, /secret/iu);
      return found;
    });
    const shown = [
      await hoverAt(document, at),
      ofKey,
      JSON.stringify(await ask('DocumentSymbol', document)),
      JSON.stringify(await ask('Link', document)) ?? '',
    ];
    for (const each of shown) assert.ok(!each.includes(secret));
  });

  it('leads from a name to its section and to what refers to it', async () => {
    const { document, position } = await write('config', config);
    await write('credentials', '[alice]\n');
    const links = await eventually(async () => {
      const found = await ask<vscode.LocationLink[]>('Definition', document, position);
      assert.equal(found.length, 2);
      return found;
    });
    assert.deepEqual(links.map(({ targetUri }) => targetUri.path).toSorted(), [
      uriOf('config').path,
      uriOf('credentials').path,
    ]);
    const places = await ask<vscode.Location[]>('Reference', document, position);
    assert.deepEqual(
      places.map(({ uri, range }) => [uri.path === document.uri.path, range.start.line]),
      [
        [true, 3],
        [true, 7],
        [false, 0],
      ],
    );
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      position,
    );
    assert.deepEqual(
      highlights.map(({ range }) => document.getText(range)),
      ['alice', 'alice'],
    );
  });

  it('has an outline, folds, steps of a selection, and links', async () => {
    const { document, position } = await write('config', config);
    const symbols = await eventually(async () => {
      const found = await ask<vscode.DocumentSymbol[]>('DocumentSymbol', document);
      assert.deepEqual(
        found.map(({ name, detail }) => [name, detail]),
        [
          ['plain', ''],
          ['alice', ''],
          ['sso', ''],
          ['corp', 'sso-session'],
        ],
      );
      return found;
    });
    assert.deepEqual(
      symbols[0]!.children.map(({ name }) => name),
      ['role_arn', 'source_profile', 's3'],
    );
    const folds = await ask<vscode.FoldingRange[]>('FoldingRange', document);
    assert.ok(folds.some(({ start, end }) => start === 1 && end === 5));
    assert.ok(folds.some(({ start, end }) => start === 4 && end === 5));
    const [selection] = await ask<vscode.SelectionRange[]>('SelectionRange', document, [position]);
    const steps: string[] = [];
    for (let at = selection; at; at = at.parent) steps.push(document.getText(at.range));
    assert.deepEqual(steps.slice(0, 2), ['alice', 'source_profile = alice']);
    assert.equal(steps.at(-1), document.getText());
    const links = await ask<vscode.DocumentLink[]>('Link', document, 100);
    assert.deepEqual(
      links.map(({ target }) => target?.toString(true)),
      [`command:${followArnCommand}?["${plainRole}"]`, 'https://corp.awsapps.com/start'],
    );
  });

  it('finds a profile from anywhere', async () => {
    await eventually(async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'plain',
      );
      const [symbol] = found.filter(({ location }) => location.uri.path === uriOf('config').path);
      assert.equal(symbol?.name, 'plain');
      assert.equal(symbol.containerName, 'AWS profile');
    });
  });

  it('shows commands above each profile, by a setting', async () => {
    const { document } = await write('config', config);
    const lenses = async (): Promise<readonly string[]> =>
      (await ask<vscode.CodeLens[]>('CodeLens', document, 100)).map(
        ({ range, command }) => `${range.start.line} ${command?.title}`,
      );
    const all = [1, 7, 10].flatMap((line) =>
      ['Use', 'New Terminal', 'Explain'].map((each) => `${line} ${each}`),
    );
    await eventually(async () => assert.deepEqual(await lenses(), all));
    await withSetting('editor.codeLens', false, async () => assert.deepEqual(await lenses(), []));
    await eventually(async () => assert.deepEqual(await lenses(), all));
  });

  it('uses the profile whose command is clicked', async () => {
    const { document } = await write('config', config);
    await document.save();
    const titles = async (): Promise<readonly (vscode.Command | undefined)[]> =>
      (await ask<vscode.CodeLens[]>('CodeLens', document, 100)).map(({ command }) => command);
    const use = await eventually(async () => {
      const found = (await titles()).find((command) => /profile plain\b/u.test(command?.tooltip ?? ''));
      assert.ok(found);
      return found;
    });
    await vscode.commands.executeCommand(use.command, ...(use.arguments ?? []));
    await eventually(async () => {
      const [inUse] = await titles();
      assert.match(inUse?.title ?? '', /^\$\(check\)\u00A0in use, (?:1h|59m) left$/u);
    }, 20_000);
    await vscode.commands.executeCommand(commandIds.stopUsing);
    await eventually(async () => assert.equal((await titles())[0]?.title, 'Use'));
  });

  it('shows what profiles inherit, by a setting', async () => {
    const { document } = await write('config', inheriting);
    await document.save();
    const range = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = async (): Promise<readonly string[]> =>
      (await ask<vscode.InlayHint[]>('InlayHint', document, range)).map(
        ({ label, position }) => `${position.line} ${JSON.stringify(label)}`,
      );
    assert.deepEqual(await hints(), []);
    await withSetting('editor.inlayHints', true, async () =>
      assert.deepEqual(await hints(), ['6 "region = eu-west-1"']),
    );
    await eventually(async () => assert.deepEqual(await hints(), []));
    await writeIn(document, config);
    await document.save();
  });
});

const inheriting = `\
[profile alice]
region = eu-west-1

[profile plain]
# It has no region.
role_arn = ${plainRole}
source_profile = alice
`;

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await ask<vscode.Hover[]>('Hover', document, position);
  return hovers
    .flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))
    .join('\n')
    .replaceAll('&nbsp;', ' ');
}
