import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../../src/config/parse.ts';
import {
  type Complaint,
  keyComplaint,
  titleComplaint,
  valueComplaint,
} from '../../../src/config/writable.ts';
import { anyText, values } from './configTexts.ts';

type Check = (text: string) => Complaint | undefined;

function complains(of: Check, complaint: Complaint | undefined, ...texts: string[]): void {
  for (const text of texts) {
    const what = complaint
      ? `rejects ${JSON.stringify(text)} as ${complaint}`
      : `accepts ${JSON.stringify(text)}`;
    it(what, () => assert.equal(of(text), complaint));
  }
}

describe('valueComplaint', () => {
  complains(
    valueComplaint,
    undefined,
    'us-east-1',
    'arn:aws:iam::123456789012:role/Dev',
    '=',
    'a = b: c',
    '[x]',
  );
  complains(valueComplaint, undefined, 'a#b', 'a;b#', 'tool --x "a b" %d $(e) \\', '"v"', 'a\tb', '日本 🎌');
  complains(valueComplaint, 'empty', '');
  complains(valueComplaint, 'space', ' ', ' a', 'a ', '\ta', 'a\u00A0', '\u3000a', '\uFEFFa');
  complains(valueComplaint, 'control', 'a\nb', 'a\rb', 'a\r\n', '\0', 'a\u0085b', 'a\u001Cb', 'a\u007F');
  complains(valueComplaint, 'control', 'a\u2028b', '\u2029', '\uD800', 'a\uDC00b');
  complains(valueComplaint, 'comment', '#', ';a', 'a #b', 'a\t; b', 'a\u00A0#', 'a\uFEFF#');
});

describe('keyComplaint', () => {
  complains(keyComplaint, undefined, 'region', 's3', 'Region', 'a.b-c_0', 'constructor');
  complains(keyComplaint, 'empty', '');
  complains(keyComplaint, 'space', ' a');
  complains(keyComplaint, 'control', 'a\nb');
  complains(keyComplaint, 'comment', '#a');
  complains(keyComplaint, 'character', 'a=b', 'a:b', 'a b', '[a', 'é', '__proto__');
});

describe('titleComplaint', () => {
  complains(titleComplaint, undefined, 'default', 'profile "a b"', 'profile a.b@c:d/e', '開発', 'a#b');
  complains(titleComplaint, 'empty', '');
  complains(titleComplaint, 'space', 'profile ');
  complains(titleComplaint, 'control', 'profile a\tb', 'a\nb');
  complains(titleComplaint, 'comment', 'profile #a', ';a');
  complains(titleComplaint, 'character', 'a]', '[a', 'a]b');
});

describe('writable text', () => {
  const texts = fc.oneof(values, anyText);

  it('is read back unchanged', () => {
    const property = fc.property(texts, texts, texts, (title, key, value) => {
      if (titleComplaint(title)) title = 'a';
      if (keyComplaint(key)) key = 'k';
      fc.pre(!valueComplaint(value));
      for (const separator of ['=', ' = ']) {
        const [section] = parseConfig(`[${title}]\n${key}${separator}${value}\nl = w`).sections;
        const { line } = section?.entries[0] ?? {};
        assert.deepEqual([section?.header.title, line?.key, line?.value], [title, key, value]);
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('is read back unchanged by AWS’s SDK for JavaScript', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
    const [configFilepath, filepath] = [join(folder, 'config'), join(folder, 'credentials')];
    const many = fc.array(
      texts.filter((value) => !valueComplaint(value)),
      { minLength: 20, maxLength: 40 },
    );
    const property = fc.asyncProperty(many, async (written) => {
      const lines = written.map((value, i) => `k${i} = ${value}`);
      await writeFile(configFilepath, ['[profile a]', ...lines, ''].join('\n'));
      const read = await parseKnownFiles({ configFilepath, filepath, ignoreCache: true });
      assert.deepEqual(Object.values(read['a'] ?? {}), written);
    });
    try {
      await fc.assert(property, { numRuns: 100 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
