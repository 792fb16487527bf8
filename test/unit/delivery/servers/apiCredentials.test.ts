import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import {
  ApiCredentials,
  type ApiQuestions,
  type Caller,
} from '../../../../src/delivery/servers/apiCredentials.ts';
import { type Consent, type ConsentMemory, Consents } from '../../../../src/delivery/servers/consents.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { aliceKey, phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';

const caller: Caller = { id: 'acme.tools', name: 'Acme Tools' };

describe('credentials for other extensions', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Target | undefined;
  let memory: ConsentMemory;
  let consents: Consents;
  let api: ApiCredentials;
  let now: number;
  let answers: (Consent | Promise<Consent>)[];
  let prompted: string[];
  const record = recordHandOuts();

  const open = (): ApiCredentials => {
    consents = new Consents(memory, () => {});
    const questions: ApiQuestions = {
      askConsent: async ({ id }, name) => {
        prompted.push(`${id} ${name}`);
        return (await answers.shift()) ?? assert.fail('nobody was to be asked');
      },
      describe: (code, { name }) => `${code} ${name}`,
    };
    const dependencies = {
      consents,
      active: () => active,
      give: record.give,
      get: (target: Target, request: Parameters<typeof window.sessions.get>[1]) =>
        window.sessions.get(target, request),
      describe: ({ code }: { readonly code: string }) => `failure ${code}`,
      log: window.log,
      now: () => now,
    };
    return new ApiCredentials(dependencies, questions);
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = Date.now();
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), now: () => aws.clock.now() });
    const kept = new Map<string, unknown>();
    memory = {
      get: (key) => kept.get(key),
      update: async (key, value) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    };
    active = profile('plain');
    [answers, prompted] = [[], []];
    api = open();
  });

  afterEach(async () => {
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  it('are given once the user has allowed it, without another prompt', async () => {
    answers.push('allowed');
    const first = await api.get(caller, undefined, {});
    assert.match(first.accessKeyId, /^ASIA/u);
    assert.ok(first.expiration instanceof Date && first.sessionToken);
    assert.deepEqual(await api.get(caller, undefined, {}), first);
    await open().get(caller, 'long', {});
    assert.deepEqual(prompted, ['acme.tools plain']);
  });

  it('are not given to a call that was waiting when the access was revoked', async () => {
    await consents.set(caller.id, 'allowed');
    const call = api.get(caller, undefined, {});
    await consents.set(caller.id, 'never');
    await assert.rejects(call, { name: 'RolecallError', code: 'notAllowed' });
  });

  it('work in an SDK client, which requests new ones when they expire', async () => {
    answers.push('allowed');
    const clock = { systemClockOffset: 0 };
    const sts = new STSClient({
      endpoint: aws.url,
      region: 'eu-central-1',
      ...clock,
      credentials: () => api.get(caller, undefined, {}),
    });
    const arn = 'arn:aws:sts::222222222222:assumed-role/Plain/me';
    assert.equal((await sts.send(new GetCallerIdentityCommand())).Arn, arn);
    const { expiration } = await api.get(caller, undefined, {});
    aws.clock.advance(56 * 60_000);
    const later = await api.get(caller, undefined, {});
    assert.ok(Number(later.expiration) - Number(expiration) >= 56 * 60_000);
    sts.destroy();
  });

  it('are the keys themselves if the profile only has keys', async () => {
    answers.push('allowed');
    assert.deepEqual(await api.get(caller, 'keys', {}), {
      accessKeyId: aliceKey.accessKeyId,
      secretAccessKey: aliceKey.secretAccessKey,
    });
  });

  it('are given only to the extension that was allowed', async () => {
    answers.push('allowed', 'never');
    await api.get(caller, undefined, {});
    const other = { id: 'evil.tools', name: 'Evil' };
    await assert.rejects(api.get(other, undefined, {}), {
      name: 'RolecallError',
      code: 'notAllowed',
      message: 'notAllowed Evil',
    });
    await assert.rejects(open().get(other, undefined, {}), { code: 'notAllowed' });
    assert.deepEqual(prompted, ['acme.tools plain', 'evil.tools plain']);
  });

  it('do not lead to another prompt in the window in which the answer was “not now”', async () => {
    answers.push('notNow', 'allowed');
    await assert.rejects(api.get(caller, undefined, {}), { code: 'notAllowed' });
    await assert.rejects(api.get(caller, undefined, {}), { code: 'notAllowed' });
    assert.deepEqual([...consents.all], [['acme.tools', 'notNow']]);
    assert.ok(await open().get(caller, undefined, {}));
  });

  it('are no longer given once the user has revoked that', async () => {
    answers.push('allowed');
    await api.get(caller, undefined, {});
    await consents.set(caller.id, 'never');
    await assert.rejects(api.get(caller, undefined, {}), { code: 'notAllowed' });
  });

  it('need one session and one prompt for concurrent callers', async () => {
    answers.push('allowed');
    const all = await Promise.all(Array.from({ length: 20 }, () => api.get(caller, undefined, {})));
    assert.equal(new Set(all.map(({ accessKeyId }) => accessKeyId)).size, 1);
    assert.equal(prompted.length, 1);
    assert.equal(aws.requests.filter(({ action }) => action === 'AssumeRole').length, 1);
  });

  it('are those of the profile in use at the time of the answer', async () => {
    answers.push(eventuallyAllowed(() => (active = profile('keys'))));
    assert.equal((await api.get(caller, undefined, {})).accessKeyId, aliceKey.accessKeyId);
  });

  it('have the access that the user chose for the profile in use, also if the caller names it', async () => {
    active = { ...profile('plain'), access: { managed: ['readOnly'] } };
    answers.push('allowed');
    const named = await api.get(caller, 'plain', {});
    assert.deepEqual(named, await api.get(caller, undefined, {}));
    active = profile('keys');
    assert.notEqual((await api.get(caller, 'plain', {})).accessKeyId, named.accessKeyId);
  });

  it('prompt for an MFA code unless the caller is silent', async () => {
    answers.push('allowed');
    await api.get(caller, undefined, {});
    await assert.rejects(api.get(caller, 'mfa', { silent: true }), {
      code: 'needsPerson',
      message: 'failure needsPerson',
    });
    assert.deepEqual(window.prompts.questions, []);
    window.prompts.type(() => nextCode(phone, aws.clock));
    const made = await api.get(caller, 'mfa', {});
    assert.deepEqual(await api.get(caller, 'mfa', { silent: true }), made);
  });

  it('do not lead to a prompt if the caller is silent and was not allowed', async () => {
    await assert.rejects(api.get(caller, undefined, { silent: true }), { code: 'notAllowed' });
    assert.deepEqual(prompted, []);
  });

  it('do not prompt a user who has just closed the prompt', async () => {
    answers.push('allowed');
    window.prompts.type(pressEscape);
    await assert.rejects(api.get(caller, 'mfa', {}), { code: 'cancelled' });
    await assert.rejects(api.get(caller, 'mfa', {}), { code: 'needsPerson' });
    assert.equal(window.prompts.questions.length, 1);
    now += 21_000;
    window.prompts.type(pressEscape);
    await assert.rejects(api.get(caller, 'mfa', {}), { code: 'cancelled' });
  });

  it('stop the wait for an answer or a code when the caller aborts', async () => {
    const stop = new AbortController();
    answers.push(new Promise<Consent>(() => {}));
    const unanswered = api.get(caller, undefined, { signal: stop.signal });
    await eventually(() => assert.equal(prompted.length, 1));
    stop.abort(new Error('enough'));
    await assert.rejects(unanswered, /enough/u);
    await assert.rejects(
      api.get(caller, undefined, { signal: AbortSignal.abort(new Error('early')) }),
      /early/u,
    );
    api = open();
    answers.push('allowed');
    const leaving = new AbortController();
    const waiting = api.get(caller, 'mfa', { signal: leaving.signal });
    await eventually(() => assert.equal(window.prompts.openPrompts, 1));
    leaving.abort(new Error('gone'));
    await assert.rejects(waiting, /gone/u);
    await eventually(() => assert.equal(window.prompts.openPrompts, 0));
  });

  it('are not given if the profile does not exist, or none is in use', async () => {
    answers.push('allowed');
    await assert.rejects(api.get(caller, 'gone', {}), {
      code: 'noSuchProfile',
      message: 'failure noSuchProfile',
    });
    active = undefined;
    await assert.rejects(api.get(caller, undefined, {}), { code: 'noActiveProfile' });
  });
});

/** A user who does something before they answer. */
async function eventuallyAllowed(first: () => void): Promise<Consent> {
  await Promise.resolve();
  first();
  return 'allowed';
}

function pressEscape(): never {
  throw new Cancelled();
}
