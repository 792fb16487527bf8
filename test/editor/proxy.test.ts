import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { companyCa } from '../aws/http/certificates.ts';
import { type ForwardProxy, startForwardProxy } from '../aws/http/proxy.ts';
import { startTlsFront, type TlsFront } from '../aws/http/tlsFront.ts';
import { eventually } from '../eventually.ts';
import { config, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal } from './programs.ts';
import { use, useAws } from './useAws.ts';

/** Only the proxy can resolve this name, so a request that arrives went through the proxy. */
const endpoint = 'https://sts.rolecall.test';
const settings = vscode.workspace.getConfiguration('http');

const machineCredentials = {
  AccessKeyId: 'ASIAROLEOFMACHINE',
  SecretAccessKey: 'secret-of-machine',
  Token: 'token-of-machine',
  Expiration: '2100-01-01T00:00:00Z',
};

describe('a company proxy', function () {
  this.timeout(60_000);
  const aws = useAws();
  let front: TlsFront;
  let proxy: ForwardProxy;
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-proxy-'));
  const bundle = join(folder, 'company.pem');

  before(async () => {
    front = await startTlsFront(aws().url);
    proxy = await startForwardProxy(front.port);
    writeFileSync(bundle, companyCa);
    process.env['AWS_ENDPOINT_URL_STS'] = endpoint;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    for (const key of ['proxy', 'proxySupport']) await settings.update(key, undefined, true);
    delete process.env['HTTPS_PROXY'];
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await proxy.close();
    await front.close();
  });

  it('is used if it is in VS Code’s settings', async () => {
    await settings.update('proxy', proxy.url, true);
    await assertAssumedThroughProxy('by-settings');
  });

  it('is not used if only the workspace names it', async () => {
    const [{ uri }] = vscode.workspace.workspaceFolders as readonly [vscode.WorkspaceFolder];
    const file = vscode.Uri.joinPath(uri, '.vscode', 'settings.json');
    const before = proxy.requests.length;
    const own = { 'http.proxy': proxy.url, 'http.proxyStrictSSL': false, 'editor.tabSize': 7 };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(own)));
    try {
      await eventually(() => assert.equal(vscode.workspace.getConfiguration('editor').get('tabSize'), 7));
      writeAwsFile('config', config.replace('= editor-test', '= by-workspace'));
      await use('plain');
      assert.deepEqual(proxy.requests.slice(before), []);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('is not passed over if it cannot be used', async function () {
    if (process.platform !== 'linux') this.skip();
    // VS Code bypasses the proxy for 127.0.0.1, but not for other addresses of this machine.
    const relay = createTcpServer((socket) => {
      const inner = connect(Number(new URL(aws().url).port), '127.0.0.1');
      for (const each of [socket, inner]) each.on('error', () => {});
      socket.pipe(inner).pipe(socket);
    });
    relay.listen(0, '127.0.0.2');
    await once(relay, 'listening');
    process.env['AWS_ENDPOINT_URL_STS'] = `http://127.0.0.2:${(relay.address() as AddressInfo).port}`;
    try {
      await settings.update('proxy', 'nonsense', true);
      writeAwsFile('config', config.replace('= editor-test', '= by-nothing'));
      await use('plain');
      assert.ok(!sessionNames().includes('by-nothing'));
      await settings.update('proxy', undefined, true);
      await eventually(async () => {
        await use('plain');
        assert.ok(sessionNames().includes('by-nothing'));
      });
    } finally {
      process.env['AWS_ENDPOINT_URL_STS'] = endpoint;
      relay.close();
    }
  });

  it('is used if it is in the environment and VS Code leaves proxies to extensions', async function () {
    if (!process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) this.skip();
    await settings.update('proxySupport', 'off', true);
    process.env['HTTPS_PROXY'] = proxy.url;
    await assertAssumedThroughProxy('by-environment');
  });

  it('is not used for the role of the machine', async function () {
    if (process.platform !== 'linux') this.skip();
    // VS Code bypasses the proxy for 127.0.0.1, but not for other addresses of this machine.
    const agent = createServer((_, response) => response.end(JSON.stringify(machineCredentials)));
    agent.listen(0, '127.0.0.2');
    await once(agent, 'listening');
    const { port } = agent.address() as AddressInfo;
    const before = proxy.requests.length;
    try {
      await settings.update('proxy', proxy.url, true);
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `http://127.0.0.2:${port}/role`;
      writeAwsFile('config', `${config}\n[profile machine]\nregion = eu-west-1\n`);
      await eventually(async () => {
        await use('machine');
        const { AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
        assert.equal(AWS_ACCESS_KEY_ID, machineCredentials.AccessKeyId, proxy.requests.join());
      });
      assert.deepEqual(proxy.requests.slice(before), []);
    } finally {
      delete process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
      agent.closeAllConnections();
      agent.close();
    }
  });

  const sessionNames = () => aws().requests.map(({ parameters }) => parameters['RoleSessionName']);

  /** Asserts that a role is assumed through the proxy. A new session name rules out existing sessions. */
  async function assertAssumedThroughProxy(sessionName: string): Promise<void> {
    const before = proxy.requests.length;
    writeAwsFile('config', config.replace('= editor-test', `= ${sessionName}\nca_bundle = ${bundle}`));
    await eventually(async () => {
      await use('plain');
      const names = sessionNames();
      assert.ok(names.includes(sessionName), `${names.join()}; the proxy: ${proxy.requests.join()}`);
    });
    assert.match((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.deepEqual([...new Set(proxy.requests.slice(before))], ['CONNECT sts.rolecall.test:443']);
  }
});
