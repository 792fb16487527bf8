import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import { noGuard } from '../../../../src/session/consent/guardRules.ts';
import { ProductionConsent } from '../../../../src/session/consent/productionConsent.ts';
import { aliceKey } from '../../../aws/testWorld.ts';
import { profile } from '../../session/testWindows/window.ts';
import { ConsoleStage, home, minute, sourceOf } from './consoleStage.ts';

describe('the question before the console opens for a production profile', () => {
  let stage: ConsoleStage;
  let reasons: string[];
  let answer: boolean;
  let consent: ProductionConsent;

  beforeEach(async () => {
    stage = await ConsoleStage.start();
    [reasons, answer] = [[], true];
    consent = new ProductionConsent({
      ready: async () => {},
      isNeeded: () => true,
      isProduction: () => true,
      guardOf: () => ({ ...noGuard, askToRenew: true }),
      ask: async (_, { reason, isForConsole }) => {
        reasons.push(isForConsole ? `console, ${reason}` : reason);
        return answer;
      },
      now: () => stage.aws.clock.now(),
    });
    stage.consent = consent;
  });
  afterEach(() => stage.end());

  const use = (name: string): Promise<unknown> =>
    consent.guard(sourceOf(stage.window)).get(profile(name), {
      mayAsk: true,
      signal: new AbortController().signal,
    });

  it('is for one link, and neither for the next one nor for the window', async () => {
    for (const _ of [1, 2]) await stage.linkFor('plain');
    assert.deepEqual(reasons, ['console, policy', 'console, policy']);
    assert.ok(consent.isMissing(profile('plain')));
    await use('plain');
    assert.deepEqual(reasons.slice(2), ['policy']);
  });

  it('is not asked if the user has confirmed the profile for the window', async () => {
    await use('plain');
    await stage.linkFor('plain');
    assert.deepEqual(reasons, ['policy']);
  });

  it('is the only one, also where AWS is asked first, or where a session is replaced', async () => {
    const lines = await stage.programLines(aliceKey);
    stage.window.files.config += `[profile program]\nregion = eu-central-1\n${lines}\n`;
    await stage.linkFor('program');
    assert.deepEqual(reasons, ['console, policy']);
    await stage.linkFor('plain');
    stage.aws.clock.advance(50 * minute * 1000);
    await stage.linkFor('plain');
    assert.deepEqual(reasons, ['console, policy', 'console, policy', 'console, policy']);
  });

  it('is asked each time that something other than the user chose the profile', async () => {
    await use('plain');
    for (const isOutside of [true, true, false]) await stage.linkFor('plain', home, { isOutside });
    assert.deepEqual(reasons, ['policy', 'console, outside', 'console, outside']);
  });

  it('keeps the link back if the user declines', async () => {
    answer = false;
    await assert.rejects(stage.linkFor('plain'), Cancelled);
    assert.equal(stage.count('AssumeRole'), 0);
    assert.equal(stage.record.reported.length, 0);
  });
});
