import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from '../../../../src/delivery/handover/credentialFormats.ts';
import { assignmentsOf, sessionVariables } from '../../../../src/delivery/handover/handover.ts';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import {
  type Delivering,
  fixedHandover,
  windowHandover,
} from '../../../../src/delivery/handover/terminalModes.ts';
import type { LiveMirror } from '../../../../src/delivery/mirror/liveMirror.ts';
import { AuditTrail } from '../../../../src/delivery/record/auditTrail.ts';
import { ApiCredentials } from '../../../../src/delivery/servers/apiCredentials.ts';
import { Consents } from '../../../../src/delivery/servers/consents.ts';
import { Endpoint } from '../../../../src/delivery/servers/endpoint.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { aliceKey, testWorld } from '../../../aws/testWorld.ts';
import { profile } from '../../session/testWindows/window.ts';
import { run } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from '../mirror/liveWindow.ts';

const isWindows = process.platform === 'win32';

describe('the audit trail of everything that is handed out', function () {
  this.timeout(60_000);
  const folder = useLiveFolder();
  let aws: LocalAws;
  let opened: LiveWindow;
  let live: LiveMirror;
  let trail: AuditTrail;
  let auditFolder: string;
  let written: Promise<void>;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    opened = await openLiveWindow({ url: aws.url, ...folder() });
    ({ live } = opened);
    auditFolder = join(folder().folder, 'audit');
    trail = new AuditTrail({ folder: auditFolder, onFailure: (reason) => assert.fail(reason) });
    written = Promise.resolve();
    opened.record.handOuts.onDidHandOut((handOut) => {
      written = trail.append(handOut);
    });
  });
  afterEach(async () => {
    live.dispose();
    await aws.close();
  });

  interface Line {
    readonly profile?: string;
    readonly recipient: { readonly kind: string; readonly name?: string; readonly program?: string };
  }
  const lines = async (): Promise<readonly Line[]> => {
    await written;
    const text = readFileSync(trail.path, 'utf8').trimEnd();
    return text.split('\n').map((line) => JSON.parse(line) as Line);
  };

  /** A script that starts the credential helper and waits for it, as a tool does. */
  function tool(name: string): string {
    const config = readFileSync(opened.mirror.config, 'utf8');
    const [, helper = ''] = /^credential_process = (.+) \S+$/mu.exec(config) ?? [];
    const path = join(folder().folder, name);
    writeFileSync(path, `#!/bin/sh\n${helper} plain\nexit $?\n`);
    chmodSync(path, 0o700);
    return path;
  }

  it('names each recipient, and has no secret, no key, and no token', async () => {
    const { window, record } = opened;
    const requests = {
      get: window.sessions.get.bind(window.sessions),
      give: record.give,
      active: () => profile('plain'),
      describe: () => '',
      log: window.log,
      now: Date.now,
    };
    const secrets = [aliceKey.secretAccessKey, aliceKey.accessKeyId];
    const session = await window.get('plain');
    const { accessKeyId, secretAccessKey, sessionToken = '' } = session.credentials.reveal();
    secrets.push(accessKeyId, secretAccessKey, sessionToken);

    // The environment of terminals, another one, and a debugger.
    const state = { kind: 'ready', target: profile('plain'), session } as const;
    const to = (recipient: Recipient): Delivering => ({
      mode: 'environment',
      agentsGetLess: false,
      mirror: opened.mirror,
      planOf: (target) => window.planOf(target),
      give: (given, use) => record.give(given, recipient, use),
    });
    windowHandover(state, to({ kind: 'newTerminals', folder: undefined }));
    fixedHandover(state, to({ kind: 'terminal', name: 'plain', how: 'dedicated', id: 1 }));
    fixedHandover(state, to({ kind: 'debugSession', name: 'Launch', id: 1 }));

    // A program with the live mirror, a request to the endpoint, and another extension.
    if (!isWindows) assert.match((await run(tool('my-tool'), [], opened.env)).stdout, /ASIA/u);
    const endpoint = await Endpoint.open(requests);
    const { uri, token } = endpoint.addressFor(profile('plain'));
    assert.equal(
      (await fetch(uri, { headers: { Authorization: token, 'User-Agent': 'Boto3/1.40 md/x' } })).status,
      200,
    );
    secrets.push(token);
    endpoint.dispose();
    const memory = { get: () => ({ 'acme.tools': 'allowed' }), update: async () => {} };
    const consents = new Consents(memory, () => {});
    const questions = { askConsent: async () => 'never' as const, describe: () => '' };
    await new ApiCredentials({ ...requests, consents }, questions).get(
      { id: 'acme.tools', name: 'Acme' },
      undefined,
      {},
    );

    // Copies.
    for (const format of ['posix', 'process', 'credentialsFile'] as const) {
      record.give(session, { kind: 'clipboard', format }, (given) =>
        formatted(format, {
          name: 'plain',
          credentials: given.credentials,
          region: 'eu-central-1',
          variables: assignmentsOf(sessionVariables(given)),
        }),
      );
    }
    record.give(session, { kind: 'file', path: `/home/me/${secretAccessKey}.env` }, () => {});

    const recorded = await lines();
    assert.deepEqual(
      recorded.map(({ recipient }) => recipient.kind).filter((kind) => kind !== 'program'),
      [
        'newTerminals',
        'terminal',
        'debugSession',
        'endpoint',
        'extension',
        'clipboard',
        'clipboard',
        'clipboard',
        'file',
      ],
    );
    assert.ok(recorded.every((line) => line.profile === 'plain'));
    assert.equal(
      recorded.find(({ recipient }) => recipient.kind === 'endpoint')?.recipient.program,
      'Boto3/1.40',
    );
    if (!isWindows)
      assert.equal(recorded.find(({ recipient }) => recipient.kind === 'program')?.recipient.name, 'my-tool');
    for (const name of readdirSync(auditFolder)) {
      const text = readFileSync(join(auditFolder, name), 'utf8');
      for (const secret of secrets) assert.ok(!text.includes(secret), 'the trail contains a secret');
      assert.doesNotMatch(text, /(?:AKIA|ASIA)[A-Z0-9]{8}/u);
    }
  });

  if (!isWindows)
    it('names the tool, not the shell that it starts the helper with', async () => {
      const config = readFileSync(opened.mirror.config, 'utf8');
      const [, command = ''] = /^credential_process = (.+ )\S+$/mu.exec(config) ?? [];
      const script = join(folder().folder, 'node-tool.cjs');
      const line = JSON.stringify(`${command}plain; true`);
      writeFileSync(
        script,
        `process.title = 'node-tool'; require('node:child_process').exec(${line}, (_, out) => console.log(out));`,
      );
      await run(process.execPath, [script], opened.env);
      const asked = (await lines()).findLast(({ recipient }) => recipient.kind === 'program');
      assert.equal(asked?.recipient.name, 'node-tool');
    });
});
