import assert from 'node:assert/strict';
import { newKey, seal, unseal } from '../../../src/ipc/sealed.ts';

describe('a sealed line', () => {
  const key = newKey();
  const line = seal('the text, “quoted”\nand more', key, 'context');

  it('is one line and unseals to the original text', () => {
    assert.match(line, /^[\w+/=]+$/);
    assert.ok(!Buffer.from(line, 'base64').toString().includes('text'));
    assert.equal(unseal(line, key, 'context'), 'the text, “quoted”\nand more');
    assert.equal(unseal(seal('', key, ''), key, ''), '');
  });

  it('differs each time', () => {
    assert.notEqual(seal('text', key, 'context'), seal('text', key, 'context'));
  });

  it('unseals only with its own key and context', () => {
    assert.equal(unseal(line, newKey(), 'context'), undefined);
    assert.equal(unseal(line, key, line), undefined);
    assert.equal(unseal(line, Buffer.alloc(5), 'context'), undefined);
  });

  it('does not unseal if a bit is changed or a part is missing', () => {
    const sealed = Buffer.from(line, 'base64');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      assert.equal(unseal(changed.toString('base64'), key, 'context'), undefined);
      assert.equal(unseal(sealed.subarray(0, i).toString('base64'), key, 'context'), undefined);
      assert.equal(unseal(sealed.subarray(i + 1).toString('base64'), key, 'context'), undefined);
    }
  });

  for (const junk of ['', 'GET / HTTP/1.1', '{"name":"sessions"}', '\0\0\0'])
    it(`does not unseal from ${JSON.stringify(junk)}`, () => {
      assert.equal(unseal(junk, key, 'context'), undefined);
    });
});
