import assert from 'node:assert/strict';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { duration, spokenDuration } = await import('../../../src/views/timeLeft.ts');
const { sentences } = await import('../../../src/views/sentences.ts');

const minute = 60_000;

describe('a duration', () => {
  afterEach(() => Object.assign(fakeVscode.env, { language: 'en' }));

  const forms = [
    // The time in minutes, the short and the spoken form, and both in Japanese
    [0.9, '<1m', 'less than a minute', '<1m', 'less than a minute'],
    [1, '1m', '1 minute', '1 分', '1 分'],
    [59.9, '59m', '59 minutes', '59 分', '59 分'],
    [60, '1h', '1 hour', '1 時間', '1 時間'],
    [680, '11h 20m', '11 hours 20 minutes', '11 時間 20 分', '11 時間 20 分'],
    [2160, '36h', '36 hours', '36 時間', '36 時間'],
  ] as const;
  for (const [minutes, short, spoken, japaneseShort, japaneseSpoken] of forms)
    it(`of ${minutes} minutes is short on the screen, and in words for screen readers`, () => {
      const ms = minutes * minute;
      assert.deepEqual([duration(ms), spokenDuration(ms)], [short, spoken]);
      fakeVscode.env.language = 'ja';
      assert.deepEqual([duration(ms), spokenDuration(ms)], [japaneseShort, japaneseSpoken]);
    });
});

describe('texts for screen readers', () => {
  it('have a stop between them, and only one', () => {
    assert.equal(
      sentences('AWS profile dev', undefined, 'It is production.', '', 'x: y'),
      'AWS profile dev. It is production. x: y',
    );
    assert.equal(sentences('AWS プロファイル', '本番です。', 'dev'), 'AWS プロファイル。 本番です。 dev');
  });
});
