import assert from 'node:assert/strict';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { warnOfUnknownPolicy } = await import('../../../src/host/notices.ts');

describe('the warning about the policy', () => {
  it('names each value that has no effect once, without secrets', () => {
    const told = new Set<string>();
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const unknown = [
      { setting: 'forbid', value: 'cpoy' },
      { setting: 'maxMfaSessionHours', value: `1h ${secret}` },
    ] as const;
    fakeVscode.takeShownTexts();
    warnOfUnknownPolicy(unknown, told);
    const texts = fakeVscode.takeShownTexts();
    const of = (text: string): number => texts.filter((each) => each.includes(text)).length;
    assert.deepEqual(
      [of('rolecall.policy.forbid contains "cpoy"'), of('maxMfaSessionHours'), of(secret)],
      [1, 1, 0],
    );
    warnOfUnknownPolicy(unknown, told);
    assert.deepEqual(fakeVscode.takeShownTexts(), []);
  });
});
