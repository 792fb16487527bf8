import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, processOutput } from '../../aws/credentialProgram.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { assume, type IssuedKeys } from '../../aws/stsClient.ts';
import { aliceKey, nextRole, phone, plainRole, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { failureFrom, outcomes } from '../credentials/runner.ts';
import { activeIn, openWindow, profile, type Window } from './window.ts';

const minute = 60_000;

describe('sessions from a program', () => {
  let aws: LocalAws;
  let now: number;
  let folder: string;
  let secrets: MemorySecrets;
  let window: Window<TypedCodes>;

  const file = (): string => join(folder, 'output.json');
  const prints = (text: string): Promise<void> => writeFile(file(), text);
  const issue = (): Promise<IssuedKeys> => assume(aws, aliceKey, { RoleArn: plainRole });
  const pass = (milliseconds: number): void => {
    aws.clock.advance(milliseconds);
    now += milliseconds;
  };
  const open = (): Window<TypedCodes> => {
    const opened = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets, now: () => now });
    opened.files.config += `
[profile tool]
credential_process = ${commandLine('printFile', file())}
[profile next]
role_arn = ${nextRole}
source_profile = tool
[profile next-mfa]
role_arn = ${nextRole}
source_profile = tool
mfa_serial = ${phone.serialNumber}`;
    return opened;
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = aws.clock.now();
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
    secrets = new MemorySecrets();
    window = open();
  });

  afterEach(async () => {
    mock.timers.reset();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('are kept until they end, in memory alone: another machine has its own', async () => {
    const keys = await issue();
    await prints(processOutput(keys));
    assert.equal((await window.get('tool', { mayAsk: false })).credentials.accessKeyId, keys.accessKeyId);
    await prints('');
    assert.equal((await window.get('tool')).credentials.accessKeyId, keys.accessKeyId);
    assert.deepEqual(await secrets.keys(), []);
    assert.equal((await failureFrom(open().get('tool'))).code, 'processBadOutput');
    pass(56 * minute);
    assert.equal((await failureFrom(window.get('tool'))).code, 'processBadOutput');
    assert.equal(aws.requests.length, 1, 'nobody asks AWS about them');
  });

  it('are made anew each time where the program does not say when they end', async () => {
    await prints(processOutput(aliceKey));
    assert.equal((await window.get('tool')).credentials.accessKeyId, aliceKey.accessKeyId);
    await prints('');
    assert.equal((await failureFrom(window.get('tool'))).code, 'processBadOutput');
    assert.deepEqual(outcomes(aws.requests), []);
  });

  it('are shown to AWS where they are temporary and the program does not say when they end', async () => {
    await prints(processOutput(await issue(), { Expiration: undefined }));
    await window.get('tool');
    assert.deepEqual(outcomes(aws.requests).slice(1), ['GetCallerIdentity OK']);
    pass(61 * minute);
    assert.equal((await failureFrom(window.get('tool'))).code, 'expiredKeys');
  });

  it('serve roles, which outlive the window without the program', async () => {
    await prints(processOutput(await issue()));
    const { credentials } = await window.get('next');
    await prints('');
    const reopened = await open().get('next', { mayAsk: false });
    assert.equal(reopened.credentials.accessKeyId, credentials.accessKeyId);
  });

  it('are asked for once more when AWS no longer takes them, and not for ever', async () => {
    const keys = await issue();
    const isLying = { Expiration: new Date(now + 5 * 60 * minute).toISOString() };
    await prints(processOutput(keys, isLying));
    await window.get('tool');
    pass(61 * minute);
    assert.equal((await failureFrom(window.get('next'))).code, 'expiredKeys');
    assert.deepEqual(outcomes(aws.requests).slice(1), ['AssumeRole ExpiredToken', 'AssumeRole ExpiredToken']);
    await prints(processOutput(await issue()));
    await window.get('next');
  });

  it('take no code when they turn out to be temporary', async () => {
    await prints(processOutput(await issue()));
    assert.deepEqual(await failureFrom(window.get('next-mfa')), {
      code: 'mfaNeedsLongTermKeys',
      profile: 'tool',
      mfaSerial: phone.serialNumber,
    });
    assert.equal(window.prompts.questions.length, 0);
  });

  it('are renewed in use before they end, and nobody is asked', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const active = activeIn(window, { now: () => now });
    await prints(processOutput(await issue()));
    await active.use(profile('tool'));
    pass(54 * minute);
    const next = await issue();
    await prints(processOutput(next));
    mock.timers.tick(20_000);
    await sleep(200);
    assert.ok(active.state.kind === 'ready');
    assert.notEqual(active.state.session.credentials.accessKeyId, next.accessKeyId, 'not before it is time');
    pass(2 * minute);
    mock.timers.tick(20_000);
    await eventually(() => {
      assert.ok(active.state.kind === 'ready');
      assert.equal(active.state.session.credentials.accessKeyId, next.accessKeyId);
    });
    active.dispose();
  });
});
