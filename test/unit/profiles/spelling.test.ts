import assert from 'node:assert/strict';
import { nearestName } from '../../../src/profiles/spelling.ts';

describe('the most similar name', () => {
  for (const [name, names, expected] of [
    ['Base', ['other', 'base'], 'base'],
    ['my-dev', ['mydev', 'my_dev'], 'mydev'],
    ['alcie', ['bob', 'alice'], 'alice'],
    ['alic', ['alice'], 'alice'],
    ['alicee', ['alice'], 'alice'],
    ['ａｌｉｃｅ', ['alice'], 'alice'],
    ['développeur', ['developpeur'], 'developpeur'],
    ['production', ['prodcution-', 'producti'], 'prodcution-'],
    ['producti0m', ['production'], 'production'],
    ['prod', ['prad', 'prod1'], 'prad'],
    ['dev', ['def'], undefined],
    ['alice', ['alexis'], undefined],
    ['production', ['producer'], undefined],
    ['---', ['dev', '--'], undefined],
    ['alice', [], undefined],
  ] as const)
    it(`${name} → ${expected ?? 'none'} of ${names.join(', ')}`, () => {
      const named = new Map<string, unknown>(names.map((each) => [each, each]));
      assert.equal(nearestName(name, named), expected);
      // The second answer is a remembered one.
      assert.equal(nearestName(name, named), expected);
    });
});
