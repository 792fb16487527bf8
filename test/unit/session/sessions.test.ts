import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import { callerIdentity } from '../../../src/credentials/run/callerIdentity.ts';
import { openSts } from '../../../src/credentials/sdk/open.ts';
import type { Session, SessionRequest } from '../../../src/session/sessions.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import {
  alice,
  aliceKey,
  aliceOldKey,
  mfaRole,
  nextRole,
  phone,
  plainRole,
  recentMfaRole,
  testWorld,
} from '../../aws/testWorld.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { assertNoSecret, codesSent, failureFrom } from '../credentials/runner.ts';
import { openWindow, profile, type Window } from './testWindows/window.ts';

const hour = 3_600_000;

describe('Sessions', () => {
  let aws: LocalAws;
  let now: number;
  let secrets: MemorySecrets;
  let window: Window<TypedCodes>;

  const rightCode = () => nextCode(phone, aws.clock);
  const afterAWhile = () => sleep(200).then(rightCode);
  const open = () =>
    openWindow({ url: aws.url, prompts: new TypedCodes(rightCode, rightCode), secrets, now: () => now });
  const actions = () => aws.requests.map(({ action }) => action);
  const pass = (milliseconds: number) => {
    aws.clock.advance(milliseconds);
    now += milliseconds;
  };
  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = aws.clock.now();
    secrets = new MemorySecrets();
    window = open();
  });

  afterEach(async () => {
    assertNoSecret(window.log.text);
    codesSent(aws.requests);
    await aws.close();
  });

  it('are created once for all concurrent callers', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => window.get('mfa')));
    assert.deepEqual(actions(), ['GetCallerIdentity', 'GetSessionToken', 'AssumeRole']);
    assert.equal(window.prompts.questions.length, 1);
    assert.equal(new Set(all.map(({ credentials }) => credentials)).size, 1);
  });

  it('for different roles of one user need one code, even if requested concurrently', async () => {
    const all = await Promise.all(['mfa', 'next', 'mfa-plain', 'alice'].map((name) => window.get(name)));
    assert.equal(window.prompts.questions.length, 1);
    assert.equal(codesSent(aws.requests).length, 1);
    assert.equal(new Set(all.map(({ credentials }) => credentials.accessKeyId)).size, 4);
    assert.deepEqual(
      aws.requests.flatMap(({ parameters: { RoleArn } }) => RoleArn ?? []).toSorted(),
      [mfaRole, nextRole, plainRole].toSorted(),
    );
  });

  it('that need the user are not created without permission to prompt', async () => {
    for (const name of ['alice', 'mfa', 'next', 'mfa-straight']) {
      const failure = await failureFrom(window.get(name, { mayAsk: false }));
      assert.deepEqual(failure, { code: 'needsPerson', profile: name });
    }
    assert.deepEqual([aws.requests.length, window.prompts.questions.length], [0, 0]);
  });

  it('that do not need the user are created without a prompt', async () => {
    await window.get('plain', { mayAsk: false });
    await window.get('mfa');
    await window.get('next', { mayAsk: false });
    assert.equal(window.prompts.questions.length, 1);
  });

  it('of a chain reuse the sessions of its parents', async () => {
    await window.get('mfa');
    await window.get('next');
    assert.deepEqual(actions(), ['GetCallerIdentity', 'GetSessionToken', 'AssumeRole', 'AssumeRole']);
  });

  it('of equivalent profiles are the same', async () => {
    window.files.config += `[profile twin]\nrole_arn = ${plainRole}\nsource_profile = alice\nregion = us-west-2\n`;
    const one = await window.get('mfa-plain');
    const other = await window.get('twin');
    assert.equal(one.credentials, other.credentials);
    assert.equal(other.plan.region?.name, 'us-west-2');
  });

  it('outlive the window', async () => {
    const before = await window.get('next');
    const requestCount = aws.requests.length;
    const reopened = open();
    const after = await reopened.get('next', { mayAsk: false });
    assert.deepEqual(after.credentials.reveal(), before.credentials.reveal());
    assert.deepEqual([aws.requests.length, reopened.prompts.questions.length], [requestCount, 0]);
  });

  it('are created again when a profile requests something else', async () => {
    await window.get('plain');
    window.files.config = window.files.config.replace(`${plainRole}\nsource_profile = keys`, (text) =>
      text.replace('source', 'role_session_name = other\nsource'),
    );
    await window.get('plain');
    assert.deepEqual(
      aws.requests.map(({ parameters }) => parameters['RoleSessionName']),
      ['me', 'other'],
    );
  });

  it('created without a code do not serve a profile that now requires one', async () => {
    await window.get('plain');
    window.files.config = window.files.config.replace(
      '[profile keys]',
      `$&\nmfa_serial = ${phone.serialNumber}`,
    );
    assert.equal((await failureFrom(window.get('plain', { mayAsk: false }))).code, 'needsPerson');
    await window.get('plain');
    assert.equal(window.prompts.questions.length, 1);
  });

  it('are not handed out in their last five minutes', async () => {
    const first = await window.get('mfa');
    pass(hour - 6 * 60_000);
    assert.equal((await window.get('mfa')).credentials, first.credentials);
    pass(2 * 60_000);
    const second = await window.get('mfa');
    assert.notEqual(second.credentials, first.credentials);
    assert.equal(window.prompts.questions.length, 1, 'the MFA session lasts');
    pass(12 * hour);
    await window.get('mfa');
    assert.equal(window.prompts.questions.length, 2);
  });

  it('that fail leave nothing behind and can be tried again', async () => {
    aws.faults.next({ kind: 'status', status: 500, times: 3, action: 'AssumeRole' });
    const failures = await Promise.all(Array.from({ length: 3 }, () => failureFrom(window.get('mfa'))));
    assert.deepEqual(new Set(failures.map(({ code }) => code)), new Set(['serviceFault']));
    await window.get('mfa');
    assert.equal(window.prompts.questions.length, 1, 'the code was not wasted');
  });

  it('of an invalid profile yield its failure', async () => {
    const failure = await failureFrom(window.get('nobody'));
    assert.deepEqual(failure, { code: 'noSuchProfile', profile: 'nobody' });
  });

  it('can be canceled during the prompt and requested again', async () => {
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets });
    const cancellation = new AbortController();
    const check = assert.rejects(quiet.get('mfa', { signal: cancellation.signal }), Cancelled);
    await sleep(50);
    assert.equal(quiet.prompts.openPrompts, 1);
    cancellation.abort();
    await check;
    quiet.prompts.type(rightCode);
    await quiet.get('mfa');
    assert.equal(quiet.prompts.openPrompts, 0);
  });

  it('are completed for remaining callers when the first caller cancels', async () => {
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets });
    const answer: { type?: (code: string) => void } = {};
    quiet.prompts.type(() => new Promise<string>((resolve) => (answer.type = resolve)));
    const [leaving, impatient] = [new AbortController(), new AbortController()];
    const first = assert.rejects(quiet.get('mfa', { signal: leaving.signal }), Cancelled);
    const second = quiet.get('mfa');
    const third = assert.rejects(quiet.get('mfa', { signal: impatient.signal }), Cancelled);
    await sleep(50);
    impatient.abort();
    await third;
    leaving.abort();
    await first;
    assert.equal(quiet.prompts.openPrompts, 1);
    answer.type?.(rightCode());
    await second;
  });

  it('are created again when AWS rejects the cached session that they depend on', async () => {
    const prompts = new TypedCodes();
    prompts.type(rightCode);
    const one = openWindow({ url: aws.url, prompts, secrets });
    await one.get('mfa');
    // Only AWS's clock moves: to this machine, the session still appears valid.
    aws.clock.advance(13 * 3_600_000);
    prompts.type(rightCode);
    await one.get('mfa-plain');
    assert.equal(
      aws.requests.filter(({ action, outcome }) => action === 'GetSessionToken' && outcome === 'OK').length,
      2,
    );
  });

  describe('of a chain', () => {
    let before: number;
    const assumedRoles = () =>
      aws.requests.slice(before).map(({ parameters: { RoleArn }, outcome }) => [RoleArn, outcome]);
    beforeEach(async () => {
      await window.get('mfa');
      before = aws.requests.length;
      pass(1000);
    });
    afterEach(() => assert.equal(window.prompts.questions.length, 1, 'the user is not asked again'));

    it('are created from a new session of the first role if its session was revoked', async () => {
      aws.iam.revokeOlderSessions(mfaRole, aws.clock.now());
      await window.get('next', { mayAsk: false });
      assert.deepEqual(assumedRoles(), [
        [nextRole, 'AccessDenied'],
        [mfaRole, 'OK'],
        [nextRole, 'OK'],
      ]);
    });

    it("fail with the name of the first role's profile if that role was deleted", async () => {
      aws.iam.deletePrincipal(mfaRole);
      const failure = await refusal(window, 'next');
      assert.deepEqual([failure.profile, failure.roleArn], ['mfa', mfaRole]);
      assert.deepEqual(assumedRoles(), [
        [nextRole, 'InvalidClientTokenId'],
        [mfaRole, 'AccessDenied'],
      ]);
    });

    it('fail if even a new session of the first role may not assume the second', async () => {
      window.files.config = window.files.config.replace(nextRole, plainRole);
      const failure = await refusal(window, 'next');
      assert.deepEqual([failure.profile, failure.roleArn], ['next', plainRole]);
      assert.deepEqual(assumedRoles(), [
        [plainRole, 'AccessDenied'],
        [mfaRole, 'OK'],
        [plainRole, 'AccessDenied'],
      ]);
    });

    it('fail immediately if the sessions of the user were revoked', async () => {
      aws.iam.revokeOlderSessions(alice, aws.clock.now());
      assert.equal((await refusal(window, 'mfa-plain')).profile, 'mfa-plain');
      assert.deepEqual(assumedRoles(), [[plainRole, 'AccessDenied']]);
    });
  });

  describe('from an MFA session that a role rejects', () => {
    const troubles: readonly (readonly [string, string, () => void])[] = [
      ['because its code is too old', 'recent', () => pass(hour + 1000)],
      [
        "because the user's sessions were revoked",
        'mfa-plain',
        () => {
          pass(1000);
          aws.iam.revokeOlderSessions(alice, aws.clock.now());
        },
      ],
    ];
    for (const [why, name, happen] of troubles) {
      it(`fail with the reason (${why}) without a prompt, and are created with a new code`, async () => {
        window.files.config += `[profile recent]\nrole_arn = ${recentMfaRole}\nsource_profile = alice\n`;
        await window.get('alice');
        happen();
        for (const mayAsk of [true, false]) {
          const failure = await refusal(window, name, { mayAsk });
          assert.ok(failure.withEarlierCode);
        }
        assert.equal(window.prompts.questions.length, 1);
        await window.get(name, { renew: true });
        assert.equal(window.prompts.questions.length, 2);
        await window.get(name, { mayAsk: false });
        await window.get('mfa', { mayAsk: false });
      });
    }

    it('fail without blaming the code if it was just typed', async () => {
      window.files.config = window.files.config.replace(mfaRole, `${mfaRole}Gone`);
      assert.equal((await refusal(window, 'mfa')).withEarlierCode, false);
      assert.equal((await refusal(window, 'mfa')).withEarlierCode, true);
      assert.equal((await refusal(window, 'mfa', { renew: true })).withEarlierCode, false);
      assert.equal(window.prompts.questions.length, 2);
    });
  });

  it('created while another caller requests a renewal are used for it, and old ones are not', async () => {
    const slow = openWindow({
      url: aws.url,
      prompts: new TypedCodes(rightCode, afterAWhile, rightCode),
      secrets,
    });
    const before = await slow.get('mfa');
    const [one, other] = await Promise.all([
      slow.get('mfa', { renew: true }),
      slow.get('mfa-plain', { renew: true }),
    ]);
    assert.notEqual(one.credentials.accessKeyId, before.credentials.accessKeyId);
    assert.notEqual(other.credentials.accessKeyId, one.credentials.accessKeyId);
    assert.equal(slow.prompts.questions.length, 2);
    await slow.get('mfa', { renew: true });
    assert.equal(slow.prompts.questions.length, 3);
  });

  for (const minutes of [-10, 10]) {
    it(`expire correctly though the clock is ${minutes} minutes off, and are cached until then`, async () => {
      aws.clock.setSkew(minutes * 60_000);
      const { credentials } = await window.get('mfa');
      const off = (credentials.expiration ?? 0) - (aws.clock.now() - minutes * 60_000) - hour;
      assert.ok(Math.abs(off) < 5000, `off by ${off} ms`);
      assert.equal((await window.get('mfa')).credentials, credentials);
      assert.equal(window.prompts.questions.length, 1);
      assert.equal(codesSent(aws.requests).length, 1);
    });
  }

  it('are not completed after everything is forgotten, and can be created again', async () => {
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets });
    const check = assert.rejects(quiet.get('mfa'), Cancelled);
    await sleep(50);
    await quiet.cache.forgetAll();
    await check;
    assert.equal(quiet.prompts.openPrompts, 0);
    quiet.prompts.type(rightCode);
    await quiet.get('mfa');
  });

  it('that are forgotten do not make a used code valid again', async () => {
    const used = rightCode();
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(used), secrets });
    await quiet.get('mfa');
    await quiet.cache.forgetAll();
    quiet.prompts.type(used, rightCode);
    await quiet.get('mfa');
    assert.deepEqual(
      quiet.prompts.rejectedCodes.map(({ code }) => code),
      [used],
    );
  });

  it('that are cached but rejected by AWS are dropped, and the action is retried with another', async () => {
    const prompts = new TypedCodes(rightCode);
    const one = openWindow({ url: aws.url, prompts, secrets });
    const request = { mayAsk: true, signal: new AbortController().signal };
    const ask = () => one.sessions.withSession(profile('alice'), request, whoIs);
    const first = await ask();
    assert.equal(await ask(), first);
    aws.clock.advance(13 * hour);
    prompts.type(rightCode);
    const second = await ask();
    assert.notEqual(second, first);
    assert.equal(one.prompts.questions.length, 2);
    assert.equal(await ask(), second);
  });

  it('that consist only of keys that AWS rejects fail', async () => {
    aws.iam.setKeyStatus(aliceKey.accessKeyId, 'Inactive');
    const request = { mayAsk: true, signal: new AbortController().signal };
    const failure = await failureFrom(window.sessions.withSession(profile('keys'), request, whoIs));
    assert.equal(failure.code, 'invalidKeys');
    assert.equal(aws.requests.length, 1);
  });

  it('from other keys with the same device wait for their turn to prompt', async () => {
    aws.iam.setKeyStatus(aliceOldKey.accessKeyId, 'Active');
    const { accessKeyId, secretAccessKey } = aliceOldKey;
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(afterAWhile, rightCode), secrets });
    quiet.files.config += `[profile old]\nmfa_serial = ${phone.serialNumber}\n`;
    quiet.files.credentials += `[old]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const both = [quiet.get('mfa'), quiet.get('old')];
    await sleep(100);
    assert.equal(quiet.prompts.openPrompts, 1);
    await Promise.all(both);
    assert.equal(quiet.prompts.questions.length, 2);
  });

  it('of another plan with the same keys reuse the MFA session that was waited for', async () => {
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(afterAWhile, rightCode), secrets });
    const both = [quiet.get('mfa'), quiet.get('mfa-plain')];
    await Promise.all(both);
    assert.equal(quiet.prompts.questions.length, 1);
  });

  it('that do not need the user do not wait for an open prompt', async () => {
    const quiet = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets });
    const leave = new AbortController();
    const asking = assert.rejects(quiet.get('mfa', { signal: leave.signal }), Cancelled);
    await sleep(50);
    await quiet.get('plain', { mayAsk: false });
    assert.equal(quiet.prompts.openPrompts, 1);
    leave.abort();
    await asking;
  });
});

async function refusal(window: Window<TypedCodes>, name: string, request?: Partial<SessionRequest>) {
  const failure = await failureFrom(window.get(name, request));
  assert.ok(failure.code === 'roleRefused', failure.code);
  return failure;
}

async function whoIs({ plan, credentials }: Session): Promise<string> {
  const { arn } = await callerIdentity(openSts, plan, credentials, new AbortController().signal);
  return `${credentials.accessKeyId} ${arn}`;
}
