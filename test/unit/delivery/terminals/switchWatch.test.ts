import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../../../src/base/event.ts';
import { watchSwitches } from '../../../../src/delivery/terminals/switchWatch.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState, SettledState } from '../../../../src/session/activeState.ts';

const times = { settleMs: 40, shownMs: 400 };
/** Longer than a switch takes to settle. */
const settled = (): Promise<void> => sleep(150);

const none: SettledState = { kind: 'none' };
const using = (name: string): SettledState => ({
  kind: 'ready',
  target: profile(name),
  session: {} as never,
});
const profile = (name: string): Target => ({ kind: 'profile', name });

describe('the offer after a switch', () => {
  let changed: Emitter<ActiveState>;
  let offers: PromiseWithResolvers<void>[];
  let isOn: { value: boolean };
  let watch: ReturnType<typeof watchSwitches>;

  beforeEach(() => {
    changed = new Emitter();
    offers = [];
    isOn = { value: true };
    const offer = (): Promise<void> => {
      offers.push(Promise.withResolvers());
      return offers.at(-1)!.promise;
    };
    watch = watchSwitches({ onDidChange: changed.event }, isOn, offer, times);
  });
  afterEach(() => watch.dispose());

  const switchTo = (name: string, from: SettledState, result: SettledState = using(name)): void => {
    changed.fire({ kind: 'switching', target: profile(name), from });
    changed.fire({ kind: 'switching', target: profile(name), from, waitsFor: 'phone' });
    changed.fire(result);
  };

  it('is made once, also for the first profile', async () => {
    switchTo('dev', none);
    await settled();
    assert.equal(offers.length, 1);
    changed.fire(using('dev'));
    await settled();
    assert.equal(offers.length, 1);
  });

  it('is not made if the profile is the same, or if the switch failed or was canceled', async () => {
    switchTo('dev', using('dev'));
    switchTo('ci', using('dev'), using('dev'));
    switchTo('ci', none, none);
    await settled();
    assert.equal(offers.length, 0);
  });

  it('is not made when a profile is restored, or when the setting is off', async () => {
    changed.fire(using('dev'));
    isOn.value = false;
    switchTo('ci', using('dev'));
    await settled();
    assert.equal(offers.length, 0);
  });

  it('is one for several quick switches', async () => {
    switchTo('dev', none);
    switchTo('ci', using('dev'));
    switchTo('prod', using('ci'));
    await settled();
    assert.equal(offers.length, 1);
  });

  it('waits while another one is in sight and unanswered', async () => {
    switchTo('dev', none);
    await settled();
    switchTo('ci', using('dev'));
    await settled();
    assert.equal(offers.length, 1);
    await sleep(times.shownMs);
    assert.equal(offers.length, 2);
    offers.at(-1)?.resolve();
    await settled();
    switchTo('prod', using('ci'));
    await settled();
    assert.equal(offers.length, 3);
  });
});
