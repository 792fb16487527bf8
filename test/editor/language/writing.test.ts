import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { plainRole } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { ask, keyLines, useAwsEditors, write } from './awsEditor.ts';

describe('writing AWS files', function () {
  this.timeout(60_000);
  useAwsEditors();

  it('is helped by completion of sections, profiles, keys, and values', async () => {
    const { items: keys } = await complete('[profile dev]\n|\n');
    assert.ok(keys.some(({ insertText }) => insertText === 'source_profile = '));
    const { items: regions } = await complete('[profile dev]\nregion = |\n');
    assert.equal(descriptionIn(regions, 'eu-west-1'), 'Ireland');
    const { items: sources } = await complete(`[profile dev]\nrole_arn = ${plainRole}\nsource_profile = |\n`);
    assert.match(descriptionIn(sources, 'alice') ?? '', /access keys/u);
    const { items: sections } = await complete('[profile dev]\nsso_session = corp\n\n[|\n');
    assert.ok(sections.some((item) => labelOf(item) === 'sso-session corp'));
    const { items: snippets } = await complete('|');
    const role = snippets.find((item) => labelOf(item) === 'role');
    assert.ok(role?.insertText instanceof vscode.SnippetString);
  });

  it('is completed by the keyboard', async () => {
    await write('config', '[profile dev]\n|');
    await vscode.commands.executeCommand('type', { text: 'outp' });
    const { document } = vscode.window.activeTextEditor!;
    await acceptUntil(() => assert.equal(document.lineAt(1).text, 'output = '));
    // The list of values opens by itself.
    await acceptUntil(() => assert.equal(document.lineAt(1).text, 'output = json'), false);
  });

  it('renames a profile in both files, and in the settings once they are saved', async () => {
    const { document, position } = await write('config', `${roles}[profile ali|ce]\nregion = eu-west-1\n`);
    const { document: credentials } = await write('credentials', `[alice]\n${keyLines}`);
    await document.save();
    await credentials.save();
    await settings().update('profile', 'alice', vscode.ConfigurationTarget.Workspace);
    try {
      await eventually(async () => {
        const edit = await rename(document, position, 'ada');
        assert.equal(edit.size, 2);
        assert.ok(await vscode.workspace.applyEdit(edit));
      });
      assert.equal(document.getText(), `${roles.replace('alice', 'ada')}[profile ada]\nregion = eu-west-1\n`);
      assert.equal(credentials.getText(), `[ada]\n${keyLines}`);
      await sleep(300);
      assert.equal(settings().inspect('profile')?.workspaceValue, 'alice');
      await document.save();
      await credentials.save();
      await eventually(() => assert.equal(settings().inspect('profile')?.workspaceValue, 'ada'), 20_000);
    } finally {
      await settings().update('profile', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('refuses a name that a profile has, and to rename what has no name', async () => {
    const { document, position } = await write(
      'config',
      '[profile ali|ce]\nregion = eu-west-1\n[profile bob]\n',
    );
    await assert.rejects(async () => rename(document, position, 'bob'), /bob/u);
    await assert.rejects(async () => rename(document, new vscode.Position(1, 2), 'area'), /Only the names/u);
  });

  it('changes a name in all places at once with linked editing', async () => {
    const { document, position } = await write('config', `${roles}[profile ali|ce]\nregion = eu-west-1\n`);
    const linked = await vscode.commands.executeCommand<{
      readonly ranges: readonly { readonly startLineNumber: number }[];
    }>('_executeLinkedEditingProvider', document.uri, position);
    assert.deepEqual(
      linked.ranges.map(({ startLineNumber }) => startLineNumber).toSorted((a, b) => a - b),
      [3, 4],
    );
  });

  it('is formatted with spaces around “=” and one blank line between sections, and nothing else', async () => {
    const { document } = await write('config', messy);
    await vscode.commands.executeCommand('editor.action.formatDocument');
    await eventually(() => assert.equal(document.getText(), tidy));
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.getText(), tidy);
  });
});

const roles = `[profile plain]\nrole_arn = ${plainRole}\nsource_profile = alice\n`;

const messy = `\
# Ours.
[profile b]
region=eu-west-1   # Not a comment
Output   =  json
credential_process = /bin/tool --a=b
[profile a]



# Of c.
[profile c]
s3=
  max_queue_size=5
`;

const tidy = `\
# Ours.
[profile b]
region = eu-west-1   # Not a comment
Output = json
credential_process = /bin/tool --a=b

[profile a]

# Of c.
[profile c]
s3 =
  max_queue_size = 5
`;

async function complete(marked: string): Promise<vscode.CompletionList> {
  const { document, position } = await write('config', marked);
  return eventually(async () => {
    const list = await ask<vscode.CompletionList>('CompletionItem', document, position);
    assert.ok(list.items.length > 0);
    return list;
  });
}

function descriptionIn(items: readonly vscode.CompletionItem[], name: string): string | undefined {
  const label = items.find((item) => labelOf(item) === name)?.label;
  return typeof label === 'string' ? undefined : label?.description;
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** Accepts the first suggestion until `check` succeeds. `mustOpen`: VS Code does not show suggestions by itself. */
async function acceptUntil(check: () => void, mustOpen = true): Promise<void> {
  if (mustOpen) await vscode.commands.executeCommand('editor.action.triggerSuggest');
  await eventually(async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    check();
  });
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', null);
}

function rename(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
  to: string,
): Thenable<vscode.WorkspaceEdit> {
  return vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', uri, position, to);
}
