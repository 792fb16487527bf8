import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../../../src/base/failure.ts';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { stage } from '../../../../src/host/files/diskFiles.ts';
import { decodeText, encodeText } from '../../../../src/host/files/textEncoding.ts';
import type { ProfileChange } from '../../../../src/profiles/changes.ts';
import { type EditableFiles, makeChange } from '../../../../src/profiles/writer.ts';

const utf16 = Buffer.from('\u{FEFF}[profile 本番]\n', 'utf16le');
/** `# テスト環境` and `[profile データ]`. The second bytes of some characters are those of `[`, `]`, and `\`. */
const shiftJis = Buffer.from(
  '23208365835883678ac28bab0a5b70726f66696c65208366815b835e5d0a726567696f6e203d20780a',
  'hex',
);
const eucJp = Buffer.from('2320a5c6a5b9a5c8b4c4b6ad0a5b64656661756c745d0a', 'hex');

function withSpace(text: string, hex: string): string {
  return Array.from(text, (each) => (each === '\u3000' ? hex : Buffer.from(each).toString('hex'))).join('');
}

/** What files in the wild contain, in hexadecimal. */
const samples: readonly (readonly [what: string, bytes: string, encoding: string, text: string])[] = [
  [
    'Shift_JIS: full-width digits and spaces',
    '23208e679770814632303236944e82538c8e825093fa814082a982e70a',
    'shift_jis',
    '# 使用：2026年４月１日\u3000から\n',
  ],
  [
    'Shift_JIS: words of one character beside longer ones',
    '2320418ed082cc967b94d40a2320428ed00a',
    'shift_jis',
    '# A社の本番\n# B社\n',
  ],
  [
    'Shift_JIS: half-width characters beside others',
    '23208365835883679770b1b6b3ddc40a',
    'shift_jis',
    '# テスト用ｱｶｳﾝﾄ\n',
  ],
  ...[
    '[a]\n\u3000region = x\n',
    '[a]\nregion\u3000=\u3000eu-west-1\n',
    '[profile\u3000a]\n',
    '[a]\nregion = x\u3000\r\n',
    '[a]\n\u3000\n',
  ].flatMap((text): readonly (readonly [string, string, string, string])[] => [
    ['Shift_JIS: nothing but wide spaces', withSpace(text, '8140'), 'shift_jis', text],
    ['EUC-JP: nothing but wide spaces', withSpace(text, 'a1a1'), 'euc-jp', text],
  ]),
  [
    'Latin-1: exclamation marks',
    Buffer.from('# ¡¡Cuidado!! mañana\n[a]\nk = ¡¡Hola!!\n', 'latin1').toString('hex'),
    'windows-1252',
    '# ¡¡Cuidado!! mañana\n[a]\nk = ¡¡Hola!!\n',
  ],
  ['Shift_JIS: numerals in circles', '232087408c9f8fd820878a97e10a', 'shift_jis', '# ①検証 ㈱例\n'],
  ['Shift_JIS: kanji as Windows writes them', '2320fbfc8bb40a', 'shift_jis', '# 髙橋\n'],
  ['Shift_JIS: kanji as Python writes them', '2320eee08bb40a', 'shift_jis (NEC)', '# 髙橋\n'],
  ['EUC-JP: a kanji of three bytes', '23208fb0a1a4ceb8a1beda0a', 'euc-jp', '# 丂の検証\n'],
  [
    'Latin-1: letters between accents',
    '23207072e966e972e9652c2073e96375726974e92064657320e974e9732067e96ee972e9730a',
    'windows-1252',
    '# préférée, sécurité des étés générés\n',
  ],
  [
    'Latin-1: letters between accents',
    '232064e964e92072e970e974e90a5b70726f66696c6520e95d0a',
    'windows-1252',
    '# dédé répété\n[profile é]\n',
  ],
  [
    'UTF-16 without a byte order mark',
    '5b00640065006600610075006c0074005d000a0072006500670069006f006e0020003d00200078000a00',
    'utf-16le',
    '[default]\nregion = x\n',
  ],
  [
    'big-endian UTF-16 without one',
    '005b00640065006600610075006c0074005d000a0072006500670069006f006e0020003d00200078000a',
    'utf-16be',
    '[default]\nregion = x\n',
  ],
];

describe('the text of a file', () => {
  const cases: readonly (readonly [string, Uint8Array, string, string])[] = [
    ['UTF-8', Buffer.from('[profile 本番]'), 'utf-8', '[profile 本番]'],
    ['a single byte', Buffer.from('a'), 'utf-8', 'a'],
    ['UTF-16', utf16, 'utf-16le', '\u{FEFF}[profile 本番]\n'],
    ['big-endian UTF-16', Buffer.from(utf16).swap16(), 'utf-16be', '\u{FEFF}[profile 本番]\n'],
    ['Shift_JIS', shiftJis, 'shift_jis', '# テスト環境\n[profile データ]\nregion = x\n'],
    ['EUC-JP', eucJp, 'euc-jp', '# テスト環境\n[default]\n'],
    ['Latin-1', Buffer.from('# caf\u{E9}\n[a]', 'latin1'), 'windows-1252', '# caf\u{E9}\n[a]'],
    [
      'UTF-8 with a byte of another encoding',
      Buffer.concat([Buffer.from('# 本番 '), Buffer.from([0xe9]), Buffer.from('\n[a]')]),
      'utf-8',
      '# 本番 \u{DCE9}\n[a]',
    ],
    [
      'UTF-8 that is cut within a character',
      Buffer.from('# 本番環境').subarray(0, -1),
      'utf-8',
      '# 本番環\u{DCE5}\u{DCA2}',
    ],
    [
      'half of a surrogate pair, as in CESU-8',
      Buffer.concat([Buffer.from('本番環境'), Buffer.from([0xed, 0xa0, 0xbd])]),
      'utf-8',
      '本番環境\u{DCED}\u{DCA0}\u{DCBD}',
    ],
  ];
  for (const [name, bytes, encoding, text] of cases)
    it(`is read from ${name}, and is encoded to the same bytes`, () => {
      assert.deepEqual(decodeText(bytes), { text, encoding });
      assert.deepEqual(encodeText(text, decodeText(bytes)!.encoding), Buffer.from(bytes));
    });

  for (const [what, hex, encoding, text] of samples)
    it(`is recognized in ${what}`, () => {
      const bytes = Buffer.from(hex, 'hex');
      assert.deepEqual(decodeText(bytes), { text, encoding });
      assert.deepEqual(encodeText(text, decodeText(bytes)!.encoding), bytes);
    });

  it('has all bytes of any file', () => {
    const ascii = fc.constantFrom(...Buffer.from('[]\\ =#\nab'));
    const bytes = fc.array(fc.oneof(ascii, fc.integer({ min: 1, max: 255 })), { maxLength: 60 });
    fc.assert(
      fc.property(bytes, (chosen) => {
        const decoded = decodeText(Uint8Array.from(chosen));
        if (decoded) assert.deepEqual(encodeText(decoded.text, decoded.encoding), Buffer.from(chosen));
      }),
      { numRuns: 2000 },
    );
  });
});

function region(name: string, value: string): ProfileChange {
  return { kind: 'set', name, values: [['region', value]] };
}

describe('changing a file that is not UTF-8', () => {
  let folder: string;
  let paths: { readonly config: string; readonly credentials: string };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-encoding-'));
    paths = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const files: EditableFiles = {
    current: (path) => nodeFiles.read(path),
    async rewrite(rewrites) {
      const staged = await stage(rewrites, { keepBackup: true, now: Date.now });
      try {
        return await staged.commit();
      } finally {
        await staged.discard();
      }
    },
  };
  it('keeps all other bytes, and so do the backup and undo', async () => {
    await writeFile(paths.config, shiftJis);
    const change = await makeChange(files, paths, region('データ', 'ap-northeast-1'));
    const changed = shiftJis.toString('latin1').replace('= x', '= ap-northeast-1');
    assert.equal((await readFile(paths.config)).toString('latin1'), changed);
    assert.deepEqual(await readFile(`${paths.config}.rolecall-backup`), shiftJis);
    assert.ok(await change.undo());
    assert.deepEqual(await readFile(paths.config), shiftJis);
  });

  it('writes UTF-16 where it was', async () => {
    await writeFile(paths.config, utf16);
    await makeChange(files, paths, region('本番', 'x'));
    assert.equal((await readFile(paths.config)).toString('utf16le'), '\u{FEFF}[profile 本番]\nregion = x\n');
  });

  it('writes characters that the encoding has, and no others', async () => {
    await writeFile(paths.config, shiftJis);
    await makeChange(files, paths, { kind: 'rename', name: 'データ', to: '開発' });
    assert.ok((await readFile(paths.config)).includes(Buffer.from('8a4a94ad', 'hex')));
    const before = await readFile(paths.config);
    await assert.rejects(
      makeChange(files, paths, { kind: 'rename', name: '開発', to: '🚀' }),
      (error) =>
        error instanceof FailureError &&
        error.failure.code === 'fileUnwritable' &&
        error.failure.reason === 'encoding',
    );
    assert.deepEqual(await readFile(paths.config), before);
  });
});
