import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCommandKey } from '../../../src/config/commandText.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { positionAt } from '../../../src/config/position.ts';
import { nodeFiles } from '../../../src/host/files/nodeFiles.ts';
import { encodeLike } from '../../../src/host/files/textEncoding.ts';
import { buildProfiles, type FileRole, type Named } from '../../../src/profiles/profiles.ts';
import { anyText, brokenFiles, configFiles } from './configTexts.ts';
import { assertLossless } from './lossless.ts';

/** A file with one example of every construct. */
const sample = [
  '\u{FEFF}# Maya’s profiles',
  '[default]',
  'region = eu-west-1 ; home',
  'output=json',
  '',
  '[profile "本番 prod"] # careful',
  'role_arn : arn:aws:iam::123456789012:role/Dev',
  'source_profile\t=\tdefault',
  's3 =',
  '  max_concurrent_requests = 20',
  '\taddressing_style = path',
  'credential_process = "/opt/my tool" --arg a=b#c',
  '[profile __proto__]\r',
  'constructor = x\r',
  '[sso-session constructor]',
  'sso_start_url = https://example.awsapps.com/start#/',
  '[services local]',
  'sts =',
  '  endpoint_url = http://localhost:4566',
  '[ ]',
  '[oops',
  'not a line of this kind',
  '[default]',
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
].join('\n');

const odd = [
  '\0',
  '\uD83D',
  '\uDE00',
  '\uFEFF',
  '\r',
  '\n',
  '\u2028',
  '\u0085',
  '\u180E',
  ' ',
  '[',
  ']',
  '=',
  '#',
];

/** Reads a text as both files and asserts everything that must hold for any text. */
function assertReadable(text: string): void {
  assertLossless(text);
  const document = parseConfig(text);
  const { profiles, ssoSessions, services } = buildProfiles(document, document);
  for (const all of [profiles, ssoSessions, services]) {
    for (const [name, named] of all) {
      assert.equal(named.name, name);
      assertLocations(text, named);
    }
  }
}

function assertLocations(text: string, { name, locations, values }: Named): void {
  assert.ok(name !== '' && locations.length > 0);
  for (const { start, end } of locations)
    assert.ok(text.slice(start, end).trimStart().startsWith('['), 'a place begins with its header');
  const inside = (file: FileRole, start: number, end: number): boolean =>
    locations.some((location) => location.file === file && location.start < start && end <= location.end);
  for (const [key, value] of values) {
    assert.equal(key, key.toLowerCase());
    const written = text.slice(value.start, value.end);
    if (!isCommandKey(key)) assert.equal(written, value.text);
    const isInside = inside(value.file, value.start, value.end);
    assert.ok(isInside || value.isShared, 'a value stands inside its profile or in [DEFAULT]');
  }
}

type Mutate = (text: string) => string;

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Mutates a text: flips a bit, swaps, drops or repeats pieces, or inserts odd characters. */
const mutation: fc.Arbitrary<Mutate> = fc.oneof(
  fc.tuple(share, fc.nat(15)).map(([where, bit]): Mutate => (text) => {
    const at = Math.floor(where * (text.length - 1));
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
  }),
  fc.tuple(share, share, share).map((shares): Mutate => (text) => {
    const [a, b, c] = shares.map((each) => Math.floor(each * text.length)).toSorted((x, y) => x - y);
    return text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c);
  }),
  fc.tuple(share, share).map(([from, to]): Mutate => (text) => {
    return text.slice(0, Math.floor(to * text.length)) + text.slice(Math.floor(from * text.length));
  }),
  fc
    .tuple(share, fc.constantFrom(...odd), fc.constantFrom(1, 3, 1000))
    .map(([where, unit, times]): Mutate => (text) => {
      const at = Math.floor(where * text.length);
      return text.slice(0, at) + unit.repeat(times) + text.slice(at);
    }),
);

const mutatedFiles = fc
  .tuple(
    fc.oneof(
      fc.constant(sample),
      configFiles.map(({ text }) => text),
    ),
    fc.array(mutation, { minLength: 1, maxLength: 6 }),
  )
  .map(([text, mutations]) => mutations.reduce((mutated, mutate) => mutate(mutated), text));

function assertInOrder(source: string, parts: readonly string[]): void {
  let at = 0;
  for (const part of parts) {
    at = source.indexOf(part, at);
    assert.notEqual(at, -1, JSON.stringify({ source, part }));
    at += part.length;
  }
}

describe('reading arbitrary files', () => {
  it('handles a file that is truncated anywhere', () => {
    for (let end = 0; end <= sample.length; end++) assertReadable(sample.slice(0, end));
  });

  it('handles a file with an odd character anywhere', () => {
    for (let at = 0; at <= sample.length; at++)
      assertReadable(sample.slice(0, at) + odd[at % odd.length] + sample.slice(at));
  });

  it('handles mutated files', () => {
    fc.assert(fc.property(mutatedFiles, assertReadable), { numRuns: 500 });
  });

  it('handles any text', () => {
    fc.assert(fc.property(anyText, assertReadable), { numRuns: 1000 });
  });

  it('handles two unrelated files', () => {
    fc.assert(
      fc.property(brokenFiles, anyText, (config, credentials) => {
        const { profiles } = buildProfiles(parseConfig(config), parseConfig(credentials));
        const texts = { config, credentials };
        for (const { values } of profiles.values()) {
          for (const { file, start, end, text } of values.values()) {
            const source = texts[file].slice(start, end);
            // A command has the lines that continue it, without their indentation and comments.
            if (/[\r\n]/u.test(source)) assertInOrder(source, text.split('\n'));
            else assert.equal(source, text);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('computes positions that match counting', () => {
    const anywhere = fc.oneof(mutatedFiles, anyText).chain((text) => fc.tuple(fc.constant(text), share));
    fc.assert(
      fc.property(anywhere, ([text, where]) => {
        const offset = Math.floor(where * text.length);
        let [line, column] = [0, 0];
        for (let i = 0; i < offset; i++) {
          const isEnd = text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n');
          [line, column] = isEnd ? [line + 1, 0] : [line, column + 1];
        }
        assert.deepEqual(positionAt(text, offset), { line, column });
      }),
      { numRuns: 200 },
    );
  });
});

describe('reading large repetitive files', () => {
  // Quadratic time would take minutes here; linear time takes milliseconds.
  const count = 200_000;
  const timeoutMs = 10_000;
  const floods: Readonly<Record<string, string>> = {
    'line breaks': '\n',
    'carriage returns': '\r',
    spaces: ' ',
    'wide spaces': '\u3000',
    'equals signs': '=',
    colons: ':',
    'comment starts': ' #',
    'comment characters': '#;',
    brackets: '[',
    'closing brackets': ']',
    quotes: '"',
    headers: '[a]\n',
    'profile headers': '[profile a]\n',
    'headers without a closing bracket': '[profile a\n',
    'one repeated key': 'k = v\n',
    'nested lines': '  k = v\n',
    blocks: 's3 =\n k = v\n',
    letters: 'x',
    'lone surrogates': '\uD83D',
  };
  const openings = ['[default]\ns3 =\n', '[profile "', '[default]\nk = '];
  for (const [name, unit] of Object.entries(floods)) {
    it(`handles ${name}`, () => {
      for (const opening of openings) {
        const text = opening + unit.repeat(count);
        const start = performance.now();
        const document = parseConfig(text);
        const { profiles } = buildProfiles(document, document);
        for (const { values } of profiles.values()) assert.ok(values.size <= 3);
        const { lines } = document;
        assert.equal(lines.at(-1)?.end, text.length);
        positionAt(text, text.length);
        assert.ok(performance.now() - start < timeoutMs, JSON.stringify(opening));
      }
    }).timeout(60_000);
  }

  it('keeps all keys of a block with 10,000 keys', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}`);
    const document = parseConfig(`[default]\ns3 =\n${keys.map((key) => ` ${key} = v`).join('\n')}`);
    const { profiles } = buildProfiles(document, parseConfig(''));
    assert.deepEqual([...(profiles.get('default')?.values.get('s3')?.nested.keys() ?? [])], keys);
  });

  it('keeps profiles with any name', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'then', '0'];
    const all = [...names, ...Array.from({ length: 10_000 }, (_, i) => `p${i}`)];
    const config = parseConfig(all.map((name) => `[profile ${name}]\n${name} = ${name}\n`).join(''));
    const { profiles } = buildProfiles(config, parseConfig(''));
    assert.deepEqual([...profiles.keys()], all);
    for (const name of all) {
      const values = [...(profiles.get(name)?.values ?? [])].map(([key, { text }]) => [key, text]);
      assert.deepEqual(values, [[name.toLowerCase(), name]]);
    }
  });
});

describe('reading bytes', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-fuzz-'));
  });

  after(() => rm(directory, { recursive: true }));

  const someBytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 3 })).map(([where, put]) => {
      const bytes = Buffer.from(sample);
      bytes.set(put, Math.floor(where * (bytes.length - put.length)));
      return bytes;
    }),
    share.map((where) => Buffer.from(sample).subarray(0, Math.floor(where * sample.length))),
  );

  it('returns exactly their text or reports why they are unreadable', async () => {
    const path = join(directory, 'config');
    await fc.assert(
      fc.asyncProperty(someBytes, async (bytes) => {
        await writeFile(path, bytes);
        const state = await nodeFiles.read(path);
        if (state.kind === 'text') {
          assert.deepEqual(await encodeLike(path, state.text), Buffer.from(bytes));
          if (state.isUtf8 !== false) assert.equal(state.text, Buffer.from(bytes).toString('utf8'));
          return;
        }
        assert.ok(state.kind === 'failed' && state.failure.code === 'fileUnreadable');
        assert.ok(bytes.includes(0) || (bytes[0] ?? 0) >= 0xfe, 'text was refused');
        assert.equal(state.failure.reason, 'binary');
      }),
      { numRuns: 300 },
    );
  });
});
