import assert from 'node:assert/strict';
import { Cancelled, failureOf } from '../../../../src/base/failure.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { type Guard, noGuard } from '../../../../src/session/consent/guardRules.ts';
import { ProductionConsent } from '../../../../src/session/consent/productionConsent.ts';
import { withMustAsk } from '../../../../src/session/activeState.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { longRole, testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from '../testWindows/window.ts';

const prod = profile('plain');
const dev = profile('long');
const { signal } = new AbortController();

/** The plan with another role, for ten hours. */
function forLong(plan: Plan): Plan {
  const steps = plan.steps.map((step) =>
    step.kind === 'assumeRole' ? { ...step, roleArn: longRole, durationSeconds: 36_000 } : step,
  );
  return { ...plan, steps };
}

describe('the confirmation of production profiles', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let consent: ProductionConsent;
  let isOn: boolean;
  let isProduction: boolean;
  let reasons: string[];
  let requesters: (string | undefined)[];
  let asked: number;
  let ready: Promise<void>;
  let answer: boolean | Promise<boolean>;
  let guard: Guard;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    const now = (): number => aws.clock.now();
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), now });
    ready = Promise.resolve();
    [isOn, isProduction, asked, answer, reasons] = [true, true, 0, true, []];
    requesters = [];
    guard = noGuard;
    consent = new ProductionConsent({
      guardOf: (target) => (target.kind === 'profile' && target.name === 'plain' ? guard : noGuard),
      now,
      ready: () => ready,
      isNeeded: (target) => isOn && target.kind === 'profile' && target.name === 'plain',
      isProduction: (target) => isProduction && target.kind === 'profile' && target.name === 'plain',
      ask: async (_, { reason, isTyped, requester }) => {
        asked++;
        requesters.push(requester?.agent);
        reasons.push(isTyped ? `${reason}, typed` : reason);
        return answer;
      },
    });
  });
  afterEach(() => aws.close());

  const source = () =>
    consent.guard({
      planOf: (target) => window.planOf(target),
      get: (...args) => window.sessions.get(...args),
      withSession: (...args) => window.sessions.withSession(...args),
    });
  const assumed = () => aws.requests.filter(({ action }) => action === 'AssumeRole').length;
  const get = (target: Target, mayAsk = true) => source().get(target, { mayAsk, signal });

  it('is asked for once, before the first session', async () => {
    answer = false;
    await assert.rejects(get(prod), Cancelled);
    await assert.rejects(
      source().withSession(prod, { mayAsk: true, signal }, async () => assert.fail('not confirmed')),
      Cancelled,
    );
    assert.deepEqual([asked, aws.requests.length], [2, 0]);
    answer = true;
    for (const _ of [1, 2]) await get(prod);
    assert.equal(asked, 3);
  });

  it('is not asked for in the background, which gets a failure with the reason', async () => {
    await assert.rejects(get(prod, false), (error) => {
      assert.deepEqual(failureOf(error, ''), { code: 'unconfirmed', profile: 'plain', reason: 'policy' });
      return true;
    });
    assert.deepEqual([asked, aws.requests.length], [0, 0]);
    await get(prod);
    await get(prod, false);
  });

  it('is asked for once by concurrent requests', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = promise;
    const requests = [get(prod), get(prod), consent.confirm(prod)];
    resolve(true);
    await Promise.all(requests);
    assert.equal(asked, 1);
  });

  it('is not asked for other profiles, or without the policy', async () => {
    await get(dev);
    isOn = false;
    await get(prod);
    assert.equal(asked, 0);
  });

  it('lasts until the window stops using the profile', async () => {
    const active = activeIn({ ...window, sessions: source() as typeof window.sessions }, { now: Date.now });
    active.onDidChange((state) => consent.follow(state));
    await active.use(prod);
    await active.use(prod, true);
    assert.equal(asked, 1);
    active.stop();
    assert.ok(consent.isMissing(prod));
    await active.use(prod);
    await active.use(dev);
    assert.ok(consent.isMissing(prod), 'the window uses another profile');
    await active.use(prod);
    assert.equal(asked, 3);
    active.dispose();
  });

  it('is asked for again for an AI agent, which it names, until the window stops using the profile', async () => {
    const forAgent: Target = { ...prod, access: { managed: [], isForAgent: true } };
    const requester = Promise.resolve({ kind: 'program', name: 'aws', agent: 'Codex' } as const);
    const getForAgent = () => source().get(forAgent, { mayAsk: true, signal, requester });
    const sessions = source() as typeof window.sessions;
    const active = activeIn({ ...window, sessions }, { now: Date.now });
    active.onDidChange((state) => consent.follow(state));
    await active.use(prod);
    for (const _ of [1, 2]) await getForAgent();
    assert.deepEqual(requesters, [undefined, 'Codex']);
    active.stop();
    assert.ok(consent.isMissing(forAgent));
    await getForAgent();
    assert.equal(asked, 3);
    active.dispose();
  });

  it('leaves a window that restores the profile waiting for the user', async () => {
    const memory = { load: () => prod, save: () => {} };
    const sessions = source() as typeof window.sessions;
    const active = activeIn({ ...window, sessions }, { now: Date.now, memory });
    await active.restore();
    assert.partialDeepStrictEqual(active.state, { kind: 'waiting', failure: { code: 'unconfirmed' } });
    assert.equal(asked, 0);
    active.dispose();
  });

  it('does not give a session to a request that has ended in the meantime', async () => {
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = promise;
    const request = source().get(prod, { mayAsk: true, signal: stop.signal });
    stop.abort();
    resolve(true);
    await assert.rejects(request, Cancelled);
  });

  it('is asked for each time that something other than the user requests one, without the policy, too', async () => {
    isOn = false;
    for (const _ of [1, 2]) await consent.confirmOutside(prod);
    assert.deepEqual(reasons, ['outside', 'outside']);
    answer = false;
    await assert.rejects(consent.confirmOutside(prod), Cancelled);
    await consent.confirmOutside(dev);
    assert.equal(asked, 3);
  });

  it('of the user’s own choice does not answer for a request from elsewhere', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    answer = promise;
    const requests = [consent.confirm(prod), consent.confirmOutside(prod)];
    resolve(true);
    await Promise.all(requests);
    assert.deepEqual(reasons, ['policy', 'outside']);
  });

  it('is not asked for twice if both the policy and the request are a reason', async () => {
    isProduction = false;
    await consent.confirmOutside(prod);
    await get(prod);
    assert.deepEqual(reasons, ['outside']);
  });

  it('waits until the names of accounts are known, which may make a profile production', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    [isOn, ready] = [false, promise];
    const request = get(prod);
    isOn = true;
    resolve();
    await request;
    assert.deepEqual(reasons, ['policy']);
  });

  it('is asked for by the guard of the user, too, which can ask for the name', async () => {
    [isOn, guard] = [false, { ...noGuard, confirm: 'click' }];
    await assert.rejects(get(prod, false), (error) => {
      assert.deepEqual(failureOf(error, ''), { code: 'unconfirmed', profile: 'plain', reason: 'guard' });
      return true;
    });
    for (const _ of [1, 2]) await get(prod);
    consent.forgetAll();
    guard = { ...noGuard, confirm: 'type' };
    await get(prod);
    await consent.confirmOutside(prod);
    assert.deepEqual(reasons, ['guard', 'guard, typed', 'outside, typed']);
  });

  it('is asked for before another session, if the guard says so', async () => {
    [isOn, guard] = [false, { ...noGuard, askToRenew: true }];
    const longer = { minimumMs: 90 * 60_000, signal };
    const first = await get(prod);
    assert.equal((await get(prod, false)).credentials.accessKeyId, first.credentials.accessKeyId);
    await assert.rejects(source().get(prod, { ...longer, mayAsk: false }), (error) => {
      assert.deepEqual(failureOf(error, ''), { code: 'unconfirmed', profile: 'plain', reason: 'renewal' });
      return true;
    });
    assert.equal(assumed(), 1);
    answer = false;
    await assert.rejects(source().get(prod, { ...longer, mayAsk: true }), Cancelled);
    answer = true;
    await source().get(prod, { ...longer, mayAsk: true });
    assert.deepEqual([reasons, assumed()], [['renewal', 'renewal'], 2]);
  });

  it('is asked for before a session is renewed, whatever other plans made of it since', async () => {
    [isOn, guard] = [false, { ...noGuard, askToRenew: true }];
    await get(prod);
    const made = await source().get(prod, { mayAsk: true, signal, change: forLong });
    assert.ok((made.credentials.expiration ?? 0) > Date.now() + 9 * 3_600_000);
    await source().get(prod, { mayAsk: true, minimumMs: 90 * 60_000, signal });
    assert.deepEqual(reasons, ['renewal']);
  });

  it('is asked for once before the console replaces a session, and not if it has one of its own', async () => {
    [isOn, guard] = [false, { ...noGuard, askToRenew: true }];
    const forConsole = { mayAsk: true, minimumMs: 15 * 60_000, signal };
    await get(prod);
    aws.clock.advance(50 * 60_000);
    await source().get(prod, { ...forConsole, change: forLong });
    assert.deepEqual(reasons, []);
    for (const _ of [1, 2]) await source().get(prod, { ...forConsole, change: (plan) => plan });
    assert.deepEqual([reasons, assumed()], [['renewal'], 3]);
  });

  it('is not asked for by the command that renews the session', async () => {
    [isOn, guard] = [false, { ...noGuard, askToRenew: true }];
    await get(prod);
    await source().get(prod, { mayAsk: true, renew: true, minimumMs: 90 * 60_000, signal });
    assert.deepEqual([reasons, assumed()], [[], 2]);
  });

  it('is what a session that ends waits for', async () => {
    const session = await get(prod);
    const ending = { kind: 'ready', target: prod, session } as const;
    const failure = { code: 'unconfirmed', profile: 'plain', reason: 'renewal' } as const;
    assert.equal(withMustAsk(ending, failure).mustAsk, 'confirmation');
  });

  it('is asked for again after all sessions were forgotten', async () => {
    await get(prod);
    consent.forgetAll();
    assert.ok(consent.isMissing(prod));
  });
});
