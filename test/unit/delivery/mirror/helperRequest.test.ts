import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import { FailureError } from '../../../../src/base/failure.ts';
import { markerNames } from '../../../../src/delivery/agents/agentMarkers.ts';
import { Broker } from '../../../../src/delivery/mirror/broker.ts';
import { formatRequest, parseRequest } from '../../../../src/delivery/mirror/helperRequest.ts';
import { mirrorFiles } from '../../../../src/delivery/mirror/tombstone.ts';
import type { SessionRequest } from '../../../../src/session/sessions.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { useLiveFolder } from './liveWindow.ts';

describe('the request of the credential helper', () => {
  it('is read as it was written', () => {
    const request = { target: '+role-a+20b', pid: 12, markers: { AI_AGENT: 'my "agent"', CRUSH: '1' } };
    assert.deepEqual(parseRequest(formatRequest(request)), request);
  });

  it('has nothing but what belongs into it', () => {
    const markers = { AI_AGENT: 'x'.repeat(300), CRUSH: 0, CLINE_ACTIVE: 'false', HOME: '/home/me' };
    assert.deepEqual(parseRequest(JSON.stringify({ target: 1, pid: '12', markers, more: true })), {
      target: '',
      pid: undefined,
      markers: { AI_AGENT: 'x'.repeat(200) },
    });
  });

  it('is empty in place of any other text', () => {
    const empty = { target: '', pid: undefined, markers: {} };
    for (const text of ['', 'dev 12', 'null', '[]', '"a"', '{"markers":null}', '{"markers":"AI_AGENT"}', '{'])
      assert.deepEqual(parseRequest(text), empty, text);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { markers } = parseRequest(text);
        assert.ok(Object.keys(markers).every((name) => markerNames.includes(name)));
      }),
    );
  });
});

function fails(): never {
  assert.fail('nothing is given');
}

describe('the credential helper of a program', function () {
  this.timeout(30_000);
  if (process.platform === 'win32') return;
  const folder = useLiveFolder();
  let broker: Broker;
  let asked: SessionRequest | undefined;

  before(async () => {
    broker = new Broker({
      get: (_, request) => {
        asked = request;
        return Promise.reject(new FailureError({ code: 'noSuchProfile', profile: 'dev' }));
      },
      describe: ({ code }) => code,
      describeRefusal: fails,
      give: fails,
      agents: { targetFor: (target) => Promise.resolve(target) },
      terminalOf: () => Promise.resolve(undefined),
      log: new RecordedLog(),
      now: Date.now,
    });
    const { address, key } = await broker.open();
    const window = join(folder().folder, 'window');
    await mkdir(window);
    const registration = { address, key: key.toString('base64') };
    await writeFile(join(window, mirrorFiles.broker), JSON.stringify(registration));
  });
  after(() => broker.dispose());

  /** The agent that the window finds for a shell command, in which `helper` stands for the helper. */
  async function agentOf(
    command: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string | undefined> {
    const { folder: home, helperBundle } = folder();
    const helper = `'${process.execPath}' '${helperBundle}' '${basename(home)}/window' dev`;
    const env = { PATH: process.env['PATH'], ...environment };
    const stderr = await new Promise<string>((resolve) =>
      execFile('/bin/sh', ['-c', command.replace('helper', helper)], { env }, (_, __, text) => resolve(text)),
    );
    assert.equal(stderr, 'Rolecall: noSuchProfile\n');
    return (await asked?.requester)?.agent;
  }

  it('tells the window for which AI agent it runs', async () => {
    assert.equal(await agentOf('helper; true', { CLAUDECODE: 'x' }), 'Claude Code');
    assert.equal(await agentOf('helper; true', { AI_AGENT: 'my_agent' }), 'my_agent');
    assert.equal(await agentOf('helper; true', { AI_AGENT: '0', REPL_ID: 'x' }), undefined);
  });

  it('does so too if the variables were dropped below the agent, on Linux', async function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(await agentOf(`env -i /bin/sh -c "helper; true"; true`, { CLAUDECODE: 'x' }), 'Claude Code');
    assert.equal(await agentOf(`env -i /bin/sh -c "helper; true"; true`), undefined);
  });
});
