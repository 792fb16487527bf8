import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readTime } from '../../../src/credentials/time.ts';

const dates = ['2030-01-02', '20300102', '2028-02-29', '2030-02-29', '2030-13-01', '2030-1-2', '30-01-02'];
const times = [
  '03:04:05',
  '03:04',
  '03',
  '030405',
  '0304',
  '03:04:05.5',
  '03:04:05,25',
  '03:04:05.123456789',
  '23:59:60',
  '24:00:00',
  '03:60:00',
];
const zones = ['Z', 'z', 'UTC', 'GMT', '+0000', '+00:00', '-00:00', '+00', '-0530', '+05:30', '+24:00', ''];
const all = dates.flatMap((date) =>
  ['T', 't', ' '].flatMap((separator) =>
    times.flatMap((time) =>
      zones.flatMap((zone) => [`${date}${separator}${time}${zone}`, `${date}${separator}${time} ${zone}`]),
    ),
  ),
);

describe('a time', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['2030-01-02T03:04:05Z', '2030-01-02T03:04:05.000Z'],
    ['2030-01-02T03:04:05UTC', '2030-01-02T03:04:05.000Z'],
    ['2030-01-02 03:04:05 UTC', '2030-01-02T03:04:05.000Z'],
    ['2030-01-02T03:04:05+0000', '2030-01-02T03:04:05.000Z'],
    ['2030-01-02T00:00Z', '2030-01-02T00:00:00.000Z'],
    ['2030-01-02T03:04:05.678901-05:30', '2030-01-02T08:34:05.678Z'],
    ['20300102T030405Z', '2030-01-02T03:04:05.000Z'],
    ['2030-02-30T00:00:00Z', undefined],
    ['2030-01-02T03:04:05', undefined],
    ['2030-01-02', undefined],
    ['1893553445', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`${text || 'that is empty'} is parsed as ${expected ?? 'nothing'}`, () => {
      const time = readTime(text);
      assert.equal(time === undefined ? undefined : new Date(time).toISOString(), expected);
    });
  }

  it('must be text', () => {
    assert.equal(readTime(1_893_553_445), undefined);
    assert.equal(readTime(null), undefined);
  });

  it('is parsed as the AWS CLI does', function () {
    const byDateutil = readByDateutil(all);
    if (!byDateutil) return this.skip();
    for (const [i, text] of all.entries()) {
      const ours = readTime(text);
      // Two-digit parts are ambiguous and single-digit parts are not ISO 8601; no program prints them.
      const isOther = text.startsWith('30-') || text.startsWith('2030-1-');
      assert.equal(ours, isOther ? undefined : byDateutil[i], text);
    }
    assert.ok(byDateutil.filter((time) => time !== undefined).length > 1000);
    return undefined;
  });
});

/** Whole milliseconds; undefined for text that dateutil cannot parse or parses without a time zone. */
function readByDateutil(texts: readonly string[]): readonly (number | undefined)[] | undefined {
  const script = `
import json, sys
from dateutil.parser import parse
def read(text):
    try:
        time = parse(text)
        return int(time.timestamp()) * 1000 + time.microsecond // 1000 if time.tzinfo else None
    except (ValueError, OverflowError):
        return None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))`;
  const { status, stdout } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  return (JSON.parse(stdout) as readonly (number | null)[]).map((time) => time ?? undefined);
}
