import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, followArnCommand } from '../../src/base/contributions.ts';
import { plainRole } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { use, useAws } from './useAws.ts';

const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'arns');
const bucket = 'arn:aws:s3:::acme-logs';

/** Opens a new file. Each file needs its own name: VS Code keeps closed ones. */
async function open(name: string, text: string): Promise<vscode.TextDocument> {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The links with their texts, of which all have their target. */
async function linksIn(document: vscode.TextDocument): Promise<readonly (readonly unknown[])[]> {
  const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    document.uri,
    100,
  );
  return links.map(({ range, target, tooltip }) => [document.getText(range), tooltip, target]);
}

const targetOf = (arn: string): vscode.Uri =>
  vscode.Uri.from({ scheme: 'command', path: followArnCommand, query: JSON.stringify([arn]) });

function setLinks(isOn: false | undefined): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration('rolecall').update('console.arnLinks', isOn, Global);
}

describe('ARNs in files', function () {
  this.timeout(60_000);
  useAws();

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    await setLinks(undefined);
    // VS Code recommends extensions for these files.
    await vscode.commands.executeCommand('notifications.clearAll');
    rmSync(folder, { recursive: true });
  });

  const tooltip = 'Open in the AWS console with one of 2 profiles of account 222222222222';

  for (const [name, text] of [
    ['main.tf', `role = "${plainRole}"\n`],
    ['main.tofu', `role = "${plainRole}"\n`],
    ['main.auto.tfvars', `role = "${plainRole}"\n`],
    ['main.tf.json', `{ "role": "${plainRole}" }\n`],
    ['policy.json', `{ "Resource": ["arn:aws:s3:::acme/*", "${plainRole}"] }\n`],
    ['template.yml', `Role: ${plainRole}\nOther: !Sub arn:aws:iam::\${AWS::AccountId}:role/Other\n`],
    ['values.yaml', `role: '${plainRole}'\n`],
  ] as const)
    it(`are links in ${name}`, async () => {
      const document = await open(name, text);
      await eventually(async () =>
        assert.deepEqual(await linksIn(document), [[plainRole, tooltip, targetOf(plainRole)]]),
      );
    });

  it('are no links in other files', async () => {
    assert.deepEqual(await linksIn(await open('notes.txt', `${plainRole}\n`)), []);
  });

  it('say what opens them now', async () => {
    const document = await open('used.tf', `"${plainRole}" "${bucket}"\n`);
    const tooltips = async () => (await linksIn(document)).map(([, shown]) => shown);
    await eventually(async () =>
      assert.deepEqual(await tooltips(), [tooltip, 'Open in the AWS console with a profile that you choose']),
    );
    await use('plain');
    const used = 'Open in the AWS console with plain · 222222222222';
    await eventually(async () => assert.deepEqual(await tooltips(), [used, used]));
    await vscode.commands.executeCommand(commandIds.stopUsing);
  });

  it('are no links if the user wants none', async () => {
    const document = await open('off.tf', `"${plainRole}"\n`);
    await eventually(async () => assert.equal((await linksIn(document)).length, 1));
    await setLinks(false);
    await eventually(async () => assert.equal((await linksIn(document)).length, 0));
    await setLinks(undefined);
    await eventually(async () => assert.equal((await linksIn(document)).length, 1));
  });
});
