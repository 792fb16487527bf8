import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type ToolName, toolNames } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { use, useAws } from './useAws.ts';

/** Calls a tool as any extension can, without a model. VS Code confirms its own question in tests. */
async function call(name: ToolName, input: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Readonly<Record<string, unknown>>;
}

/** Switches to `plain` until the tools say so: the extension may not have read the new files yet. */
async function usePlain(): Promise<void> {
  await eventually(async () => {
    await use('plain');
    const { profile, region } = await call(toolNames.identity);
    assert.deepEqual([profile, region], ['plain', 'ap-northeast-1']);
  }, 20_000);
}

const settings = vscode.workspace.getConfiguration('rolecall');
const agentArn = /^arn:aws:sts::222222222222:assumed-role\/Plain\/\S+-agent$/u;

describe('the tools for language models', function () {
  this.timeout(60_000);
  useAws();

  before(async () => {
    await settings.update('agents.access', undefined, true);
    await usePlain();
  });

  it('are there, with what they do and take', async () => {
    // VS Code 1.105 tells of them a moment later.
    const tools = await eventually(() => {
      const own = vscode.lm.tools.filter(({ name }) => name.startsWith('rolecall_'));
      assert.deepEqual(own.map(({ name }) => name).toSorted(), Object.values(toolNames).toSorted());
      return own;
    });
    for (const { description, inputSchema, tags } of tools) {
      assert.ok(description.length > 200);
      assert.partialDeepStrictEqual(inputSchema, { type: 'object' });
      assert.ok(tags.includes('aws'));
    }
  });

  it('tell who an agent is', async () => {
    const { agents, account } = await call(toolNames.identity);
    assert.partialDeepStrictEqual(account, { id: '222222222222' });
    assert.match((agents as { readonly arn: string }).arn, agentArn);
  });

  it('list and explain profiles', async () => {
    const { profiles, total } = await call(toolNames.profiles, { filter: 'plain' });
    assert.equal(total, 1);
    assert.partialDeepStrictEqual(profiles, [{ name: 'plain', region: 'ap-northeast-1', usable: true }]);
    const { explanation, usable } = await call(toolNames.explain, { profile: 'astray' });
    assert.equal(usable, false);
    assert.match(String(explanation), /nobody/u);
  });

  it('say in an error what is wrong', async () => {
    await assert.rejects(call(toolNames.explain, { profile: 7 }), /"profile" must be a string/u);
    await assert.rejects(call(toolNames.switchProfile, { profile: 'gone' }), /no profile "gone"/u);
  });

  it('switch the window', async () => {
    await usePlain();
    const { note, profile } = await call(toolNames.switchProfile, { profile: 'alice' });
    assert.deepEqual([note, profile], ['switched', 'alice']);
  });

  it('ask the user for more access, and end when the user closes the question', async () => {
    await usePlain();
    const asking = call(toolNames.requestAccess, { reason: 'Write a file.' });
    let isSettled = false;
    asking.catch(() => {}).finally(() => (isSettled = true));
    await eventually(async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.ok(isSettled);
    }, 20_000);
    await assert.rejects(asking, /does not allow more access/u);
    await assert.rejects(call(toolNames.requestAccess, { reason: 'Again.' }), /Do not ask again/u);
  });
});

describe('MCP servers', function () {
  this.timeout(60_000);
  const aws = useAws();
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-mcp-'));
  const output = join(folder, 'environment.json');
  const script = join(folder, 'server.cjs');
  const id = 'rolecall.rolecall/my server';

  before(() => {
    // It writes its environment, and then waits as a server does.
    writeFileSync(
      script,
      `require('node:fs').writeFileSync(process.argv[2], JSON.stringify(process.env));
       process.stdin.resume();`,
    );
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.mcp.stopServer', id);
    await settings.update('mcp.servers', undefined, true);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('start with the access that agents have, by name', async () => {
    await usePlain();
    const command = [process.execPath, script, output];
    await settings.update('mcp.servers', [{ name: 'my server', command }, { name: 'broken' }], true);
    const environment = await eventually(async () => {
      void vscode.commands.executeCommand('workbench.mcp.startServer', id);
      return JSON.parse(readFileSync(output, 'utf8')) as Readonly<Record<string, string>>;
    }, 30_000);
    assert.equal(environment['AI_AGENT'], 'mcp_server_my_server');
    assert.equal(environment['AWS_PROFILE'], 'plain');
    assert.match(environment['AWS_CONFIG_FILE'] ?? '', /live/u);
    assert.equal(environment['AWS_ACCESS_KEY_ID'], undefined);
    const assumed = aws().requests.filter(({ action }) => action === 'AssumeRole');
    assert.ok(assumed.length > 0);
  });
});
