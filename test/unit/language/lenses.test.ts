import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { inlaysIn } from '../../../src/language/inlays.ts';
import { lensPlaces } from '../../../src/language/lenses.ts';
import { secretSpans } from '../../../src/language/secretSpans.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { marked } from './cursor.ts';

/** Tests the profiles with lenses, with their lines counted from 1. */
function places(config: string, credentials: string, ...expected: readonly string[]): void {
  it(`are above ${expected.join(', ') || 'nothing'} in ${JSON.stringify(config + credentials)}`, () => {
    const { text } = marked(config, credentials);
    const found = lensPlaces(text).map(({ profile, at }) => {
      const line = text.document.text.slice(0, at).split('\n').length;
      return `${profile} ${line}`;
    });
    assert.deepEqual(found, expected);
  });
}

describe('lenses', () => {
  places(
    '[profile a]\n[sso-session b]\n[services c]\n[profile "d e"]\n[a]\n[DEFAULT]\n|',
    '',
    'a 1',
    'd e 4',
  );
  places('|[default]\n', '', 'default 1');
  places('|[default]\n[profile default]\n', '', 'default 2');
  places('[profile a]\n', '|[a]\n[DEFAULT]\n[default]\n[a]\n', 'a 1', 'default 3', 'a 4');
});

const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };

/** Tests the hints, each after the text of its line up to its place. */
function hints(config: string, credentials: string, ...expected: readonly string[]): void {
  it(`are ${expected.join(', ') || 'none'} in ${JSON.stringify(config)}`, () => {
    const { text } = marked(config, credentials);
    const { document, profiles } = text;
    const whole = { start: 0, end: document.text.length };
    const found = inlaysIn(text, whole, (name) => planTarget(profiles, { kind: 'profile', name }, context));
    const words = found.map(({ at, key, value, from }) => {
      const before = document.text.slice(0, at).split('\n').at(-1);
      return `${before} | ${key} ${value} ${from}`;
    });
    assert.deepEqual(words, expected);
  });
}

describe('hints', () => {
  const device = 'arn:aws:iam::123456789012:mfa/maya';
  const maya = `[profile maya]\nmfa_serial = ${device}\nregion = eu-west-1\n`;
  const keys = '[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
  const role = 'role_arn = arn:aws:iam::123456789012:role/Ops\n';
  hints(
    `${maya}[profile ops]\n${role}source_profile = maya # mine\n`,
    keys,
    'source_profile = maya | region eu-west-1 maya',
    `source_profile = maya | mfa_serial ${device} maya`,
  );
  hints(
    `${maya}[profile ops]\n${role}source_profile = maya\nregion = eu-north-1\n`,
    keys,
    `source_profile = maya | mfa_serial ${device} maya`,
  );
  hints(`${maya}[profile ops]\n${role}source_profile = gone\n`, keys);
  hints(maya, keys);

  it('are only in the span', () => {
    const ops = `[profile ops]\n${role}source_profile = maya\n`;
    const { text } = marked(`${maya}${ops}${ops.replace('ops', 'dev')}`, keys);
    const start = text.document.text.indexOf('[profile dev]') + 1;
    const planned: string[] = [];
    inlaysIn(text, { start, end: start + 5 }, (name) => {
      planned.push(name);
      return planTarget(text.profiles, { kind: 'profile', name }, context);
    });
    assert.deepEqual(planned, ['dev']);
  });
});

/** Tests what is covered with `•`. */
function covers(text: string, expected: string, within?: { start: number; end: number }): void {
  it(`are covered in ${JSON.stringify(expected)}`, () => {
    const spans = secretSpans(parseConfig(text), within);
    const covered = spans
      .toReversed()
      .reduce((soFar, { start, end }) => `${soFar.slice(0, start)}•${soFar.slice(end)}`, text);
    assert.equal(covered, expected);
  });
}

describe('secrets', () => {
  const id = 'AKIAIOSFODNN7EXAMPLE';
  const a = `[a]\naws_access_key_id = ${id}\naws_secret_access_key = abc/d+e # old\n`;
  const coveredA = `[a]\naws_access_key_id = ${id}\naws_secret_access_key = •\n`;
  covers(a, coveredA);
  covers(
    `# aws_session_token = abc\n${a}[b]\naws_session_token = abc\n  def\nregion = x\n`,
    `# aws_session_token = •\n${coveredA}[b]\naws_session_token = •\n  •\nregion = x\n`,
  );
  covers(
    '[a]\ncredential_process = tool --password hunter2 --user maya \\\n  --token x\n',
    '[a]\ncredential_process = tool --password •\n  •\n',
  );
  covers('[a]\naws_session_token = abc\n  [b]\nk = 1\n', '[a]\naws_session_token = •\n  •\nk = 1\n');
  covers(
    '[a]\naws_session_token = abc\n[b\naws_session_token = def\n',
    '[a]\naws_session_token = •\n[b\naws_session_token = •\n',
  );
  const b = '[b]\naws_session_token = abc\n';
  covers(a + b, a + b.replace('abc', '•'), { start: a.length + 1, end: a.length + 2 });
});
