import assert from 'node:assert/strict';
import { Cancelled, failureOf } from '../../../../src/base/failure.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { ProductionConsent } from '../../../../src/session/consent/productionConsent.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from '../testWindows/window.ts';

const prod = profile('plain');
const dev = profile('long');
const { signal } = new AbortController();

describe('the confirmation of production profiles', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let consent: ProductionConsent;
  let isOn: boolean;
  let isProduction: boolean;
  let reasons: string[];
  let asked: number;
  let answer: boolean | Promise<boolean>;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    [isOn, isProduction, asked, answer, reasons] = [true, true, 0, true, []];
    consent = new ProductionConsent({
      isNeeded: (target) => isOn && target.kind === 'profile' && target.name === 'plain',
      isProduction: (target) => isProduction && target.kind === 'profile' && target.name === 'plain',
      ask: async (_, reason) => {
        asked++;
        reasons.push(reason);
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
      assert.deepEqual(failureOf(error, ''), { code: 'unconfirmed', profile: 'plain' });
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

  it('is asked for again after all sessions were forgotten', async () => {
    await get(prod);
    consent.forgetAll();
    assert.ok(consent.isMissing(prod));
  });
});
