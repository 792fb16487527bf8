import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Failure } from '../../../src/base/failure.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { failureButtons } = await import('../../../src/host/messages/failureButtons.ts');
const { showFailure } = await import('../../../src/host/messages/showFailure.ts');

describe('the buttons of a failure about the console', () => {
  const { showErrorMessage } = fakeVscode.window as { showErrorMessage?: unknown };
  afterEach(() => void Object.assign(fakeVscode.window, { showErrorMessage }));

  it('try again with a new session, because AWS does not say what is wrong', async () => {
    Object.assign(fakeVscode.window, {
      showErrorMessage: async (_: string, ...buttons: readonly unknown[]) => buttons[0],
    });
    const renewed: boolean[] = [];
    const retry = (renew: boolean): void => void renewed.push(renew);
    const failures: readonly Failure[] = [
      { code: 'consoleRefused', profile: 'dev', host: 'h' },
      { code: 'serviceFault', profile: 'dev', status: 503 },
    ];
    for (const failure of failures) {
      showFailure(failure, retry);
      await setImmediate();
    }
    assert.deepEqual(renewed, [true, false]);
  });

  it('open the setting of a browser that does not start', () => {
    const failure = { code: 'browserNotStarted', profile: 'dev', program: 'b', reason: 'ENOENT' } as const;
    assert.deepEqual(failureButtons(failure), [
      { title: 'Open Settings', settings: ['rolecall.console.browser'] },
    ]);
  });
});
