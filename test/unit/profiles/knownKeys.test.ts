import assert from 'node:assert/strict';
import { acceptsValue, configKey, exampleFor, keysWhere } from '../../../src/profiles/keys.ts';
import { keyFacts, s3Facts, s3Keys } from '../../../src/profiles/keys/knownKeys.ts';

describe('the facts about keys', () => {
  it('are known for each key of a section, and for each key below s3', () => {
    const missing = keysWhere(() => true).filter((key) => {
      const isNested = configKey(key)?.sections.length === 0;
      return (isNested ? s3Facts(key) : keyFacts(key)) === undefined;
    });
    assert.deepEqual(missing, []);
    assert.deepEqual(
      s3Keys.filter((key) => configKey(key) === undefined),
      [],
    );
  });

  it('have defaults and examples of the form of the key', () => {
    for (const [key, facts] of [
      ...keysWhere(() => true).map((each) => [each, keyFacts(each)] as const),
      ...s3Keys.map((each) => [each, s3Facts(each)] as const),
    ]) {
      const { default: usual, values, range } = facts ?? {};
      if (usual === undefined) continue;
      if (values) assert.ok(values.includes(usual), key);
      if (range) assert.ok(Number(usual) >= range[0] && Number(usual) <= (range[1] ?? Infinity), key);
      assert.ok(acceptsValue(key, exampleFor(key) ?? usual), key);
    }
  });

  it('are none of a key that nobody knows', () => {
    assert.equal(keyFacts('constructor'), undefined);
    assert.equal(s3Facts('region'), undefined);
  });
});
