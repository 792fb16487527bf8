import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { companyCa } from '../aws/certificates.ts';
import { type ForwardProxy, startForwardProxy } from '../aws/proxy.ts';
import { startTlsFront, type TlsFront } from '../aws/tlsFront.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal } from './programs.ts';

/** A name that only the proxy knows: who gets there went through it. */
const endpoint = 'https://sts.rolecall.test';
const settings = vscode.workspace.getConfiguration('http');

const roleOfMachine = {
  AccessKeyId: 'ASIAROLEOFMACHINE',
  SecretAccessKey: 'secret-of-machine',
  Token: 'token-of-machine',
  Expiration: '2100-01-01T00:00:00Z',
};

describe('a proxy of the company', function () {
  this.timeout(60_000);
  const aws = useLocalAws();
  let front: TlsFront;
  let proxy: ForwardProxy;
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-proxy-'));
  const bundle = join(folder, 'company.pem');

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    front = await startTlsFront(aws().url);
    proxy = await startForwardProxy(front.port);
    writeFileSync(bundle, companyCa);
    writeAwsFile('credentials', credentials);
    process.env['AWS_ENDPOINT_URL_STS'] = endpoint;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    for (const key of ['proxy', 'proxySupport']) await settings.update(key, undefined, true);
    delete process.env['HTTPS_PROXY'];
  });

  after(async () => {
    removeAwsFolder();
    rmSync(folder, { recursive: true });
    await proxy.close();
    await front.close();
  });

  it('is used as VS Code’s settings say', async () => {
    await settings.update('proxy', proxy.url, true);
    await assumesThroughProxy('by-settings');
  });

  it('is used as the environment says, where VS Code leaves proxies to extensions', async function () {
    if (!process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) this.skip();
    await settings.update('proxySupport', 'off', true);
    process.env['HTTPS_PROXY'] = proxy.url;
    await assumesThroughProxy('by-environment');
  });

  it('is never asked for the role of the machine', async function () {
    if (process.platform !== 'linux') this.skip();
    // VS Code goes to 127.0.0.1 without a proxy, but not to other addresses of this machine.
    const agent = createServer((_, response) => response.end(JSON.stringify(roleOfMachine)));
    agent.listen(0, '127.0.0.2');
    await once(agent, 'listening');
    const { port } = agent.address() as AddressInfo;
    const asked = proxy.asked.length;
    try {
      await settings.update('proxy', proxy.url, true);
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `http://127.0.0.2:${port}/role`;
      writeAwsFile('config', `${config}\n[profile machine]\nregion = eu-west-1\n`);
      await eventually(async () => {
        await vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: 'machine' });
        const { AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
        assert.equal(AWS_ACCESS_KEY_ID, roleOfMachine.AccessKeyId, proxy.asked.join());
      });
      assert.deepEqual(proxy.asked.slice(asked), []);
    } finally {
      delete process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
      agent.closeAllConnections();
      agent.close();
    }
  });

  /** By a session name of its own: no session that there is already will do. */
  async function assumesThroughProxy(sessionName: string): Promise<void> {
    const asked = proxy.asked.length;
    writeAwsFile('config', config.replace('= editor-test', `= ${sessionName}\nca_bundle = ${bundle}`));
    await eventually(async () => {
      await vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: 'plain' });
      const names = aws().requests.map(({ parameters }) => parameters['RoleSessionName']);
      assert.ok(names.includes(sessionName), `${names.join()}; the proxy: ${proxy.asked.join()}`);
    });
    assert.match((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.deepEqual([...new Set(proxy.asked.slice(asked))], ['CONNECT sts.rolecall.test:443']);
  }
});
