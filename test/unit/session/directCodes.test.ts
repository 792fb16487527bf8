import assert from 'node:assert/strict';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { alice, phone, testWorld } from '../../aws/testWorld.ts';
import { InProcessLock } from '../../fakes/inProcessLock.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { codesSent } from '../credentials/runner.ts';
import { activeIn, openWindow, profile } from './testWindows/window.ts';

describe('sessions of a user to whom GetSessionToken is denied', () => {
  let aws: LocalAws;
  const rightCode = () => nextCode(phone, aws.clock);
  const sent = () => codesSent(aws.requests).length;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    aws.iam.deny(alice, 'sts:GetSessionToken', 'service control policy');
  });
  afterEach(() => aws.close());

  it('are reused without a code, by the profile and by chains that begin with it', async () => {
    const window = openWindow({ url: aws.url, prompts: new TypedCodes(rightCode, rightCode) });
    const first = await window.get('mfa');
    assert.equal((await window.get('mfa')).credentials.accessKeyId, first.credentials.accessKeyId);
    await window.get('next');
    assert.equal(sent(), 2);
    assert.deepEqual(
      first.plan.steps.map(({ kind }) => kind),
      ['keys', 'assumeRole'],
    );
  });

  it('cost one code for each further role', async () => {
    const prompts = new TypedCodes(rightCode, rightCode, rightCode);
    const window = openWindow({ url: aws.url, prompts });
    await window.get('mfa');
    await window.get('mfa-plain');
    assert.equal(sent(), 3);
    assert.deepEqual(
      prompts.shown.map(({ code }) => code),
      ['mfaSessionDenied'],
    );
  });

  it('stay in use when the files are read again', async () => {
    const window = openWindow({ url: aws.url, prompts: new TypedCodes(rightCode, rightCode) });
    const active = activeIn(window, { now: Date.now });
    const { credentials } = await active.use(profile('mfa'));
    await active.refresh();
    const { state } = active;
    assert.ok(state.kind === 'ready', state.kind);
    assert.equal(state.session.credentials.accessKeyId, credentials.accessKeyId);
    assert.equal(sent(), 2);
    active.dispose();
  });

  it('are found by a window that waited for the code of another', async () => {
    const shared = {
      url: aws.url,
      lock: new InProcessLock(),
      secrets: new MemorySecrets(),
      directDevices: [],
    };
    const first = openWindow({ ...shared, prompts: new TypedCodes(rightCode, rightCode) });
    const second = openWindow({ ...shared, prompts: new TypedCodes() });
    const [one, other] = await Promise.all([first.get('mfa'), second.get('mfa')]);
    assert.equal(other.credentials.accessKeyId, one.credentials.accessKeyId);
    assert.equal(sent(), 2);
  });
});
