import assert from 'node:assert/strict';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { regionCity, regionDescription, regionWords } = await import('../../../src/views/regionWords.ts');

describe('the words for a region', () => {
  afterEach(() => Object.assign(fakeVscode.env, { language: 'en' }));

  it('are its code and its city', () => {
    assert.equal(regionWords('ap-northeast-1'), 'ap-northeast-1 (Tokyo)');
    assert.equal(regionCity('eu-west-1'), 'Ireland');
  });

  it('are in a list its names that differ, so that typing any of them finds it', () => {
    assert.deepEqual(regionDescription('ap-northeast-1'), ['Asia Pacific (Tokyo)']);
    assert.deepEqual(regionDescription('sa-east-1'), ['São Paulo', 'South America (Sao Paulo)']);
  });

  it('are the code alone for a region that is not known, whatever it is called', () => {
    for (const code of ['ap-moon-1', 'toString', '__proto__', 'constructor', ''])
      assert.deepEqual([regionWords(code), regionCity(code)], [code, '']);
  });
});
