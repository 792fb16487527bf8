import assert from 'node:assert/strict';
import { maskSecrets } from '../../../src/config/mask.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { commandWords } from '../../../src/credentials/programs/commandLine.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { keys } from '../../../src/profiles/keys.ts';
import { buildProfiles, valueOf } from '../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../src/profiles/readers/botocore.ts';
import { edited } from '../config/edited.ts';
import { hasBotocore, readByBotocore } from './readers/realBotocore.ts';

const noFile = parseConfig('');

function commandOf(config: string, key: string): string | undefined {
  return valueOf(buildProfiles(parseConfig(config), noFile).profiles.get('a'), key);
}

interface Case {
  readonly what: string;
  /** The lines of the profile. */
  readonly body: string;
  readonly words: readonly string[];
  /** Whether the CLI reads a comment as part of the command, which the SDKs and Rolecall do not. */
  readonly hasComment?: true;
}

const cases: readonly Case[] = [
  { what: 'one line', body: 'X = tool --a b', words: ['tool', '--a', 'b'] },
  { what: 'an escaped space before #', body: 'X = tool /My\\ #1/y z', words: ['tool', '/My #1/y', 'z'] },
  { what: 'an escaped space before ;', body: 'X = tool a\\ ;b \\#c', words: ['tool', 'a ;b', '#c'] },
  {
    what: 'lines in brackets',
    body: "X = sh -c 'if\n   [ -f /x ]\n   [x]\n   then cat; fi'\nregion = r",
    words: ['sh', '-c', 'if\n[ -f /x ]\n[x]\nthen cat; fi'],
  },
  { what: 'two lines', body: 'X = tool\n  --a\n\t--b', words: ['tool', '--a', '--b'] },
  {
    what: 'options with =',
    body: 'X = tool\n  --a=b\n  --url https://x',
    words: ['tool', '--a=b', '--url', 'https://x'],
  },
  { what: 'a key in capitals', body: 'x = 1\nX = tool\n --a'.replace('X', 'X'), words: ['tool', '--a'] },
  { what: 'a blank line between', body: 'X = tool\n\n  --a\n\nregion = r', words: ['tool', '--a'] },
  { what: 'a comment line between', body: 'X = tool\n# c\n  # d\n  --a', words: ['tool', '--a'] },
  { what: 'an indented key', body: '  X = tool\n    --a\n  region = r', words: ['tool', '--a'] },
  { what: 'a line that is not deeper', body: '  X = tool\n  k = --a', words: ['tool'] },
  {
    what: 'a line that looks like a key',
    body: 'X = tool\n  region = r',
    words: ['tool', 'region', '=', 'r'],
  },
  { what: 'CRLF', body: 'X = tool\r\n  --a\r\n', words: ['tool', '--a'] },
  { what: 'quotes over two lines', body: 'X = sh -c "a ; b\n  c # d"', words: ['sh', '-c', 'a ; b\nc # d'] },
  { what: 'a backslash at the end', body: 'X = tool \\\n  --a', words: ['tool', '\n--a'] },
  { what: '; in quotes', body: 'X = sh -c "a ; b"', words: ['sh', '-c', 'a ; b'] },
  { what: '# in single quotes', body: "X = tool 'a # b' c", words: ['tool', 'a # b', 'c'] },
  { what: 'an escaped quote', body: 'X = tool "a \\" # b" c', words: ['tool', 'a " # b', 'c'] },
  { what: '# within a word', body: 'X = tool a#b', words: ['tool', 'a#b'] },
  { what: 'a comment', body: 'X = tool a # "b', words: ['tool', 'a'], hasComment: true },
  {
    what: 'a comment on each line',
    body: 'X = tool # a\n  b ; c\n  d',
    words: ['tool', 'b', 'd'],
    hasComment: true,
  },
  {
    what: 'a comment after quotes',
    body: 'X = tool "a # b" ; c',
    words: ['tool', 'a # b'],
    hasComment: true,
  },
  {
    what: 'a comment after an apostrophe',
    body: "X = tool it\\'s # c",
    words: ['tool', "it's"],
    hasComment: true,
  },
];

const commandKeys = [keys.credentialProcess, keys.mfaProcess, keys.webIdentityTokenProcess];

describe('a command', () => {
  for (const { what, body, words } of cases)
    it(`has all of its words: ${what}`, () => {
      for (const key of commandKeys) {
        const command = commandOf(`[profile a]\n${body.replace('X', key)}`, key);
        assert.deepEqual(commandWords(command ?? '', 'linux'), words);
      }
    });

  it('is the one that the CLI reads', () => {
    const texts = cases
      .filter(({ hasComment }) => !hasComment)
      .map(({ body }) => ({
        config: `[profile a]\n${body.replace('X', 'credential_process')}`,
        credentials: '',
      }));
    const emulated = texts.map((each) => {
      const read = readBotocore(each);
      assert.ok(read.kind === 'profiles');
      return read.profiles.get('a')?.values.get('credential_process')?.text;
    });
    assert.deepEqual(
      texts.map(({ config }) => commandOf(config, 'credential_process')),
      emulated,
    );
    if (!hasBotocore()) return;
    const real = readByBotocore(texts).map((read) =>
      read === 'fails' ? read : read.profiles.get('a')?.get('credential_process'),
    );
    assert.deepEqual(real, emulated);
  });

  it('is split at its line ends on Windows, too', () => {
    assert.deepEqual(commandWords('tool.exe\n--a\n"b\nc"', 'win32'), ['tool.exe', '--a', 'b\nc']);
  });

  it('leaves other values as they are', () => {
    assert.equal(commandOf('[profile a]\nregion = r ; "c\n  output = json', 'region'), 'r');
    assert.equal(commandOf('[profile a]\nregion = r\n  output = json', 'output'), 'json');
  });
});

const before = `[profile a]
credential_process = tool
  --profile=x # c

  # note
  region = eu
output = json

[profile b]
source_profile = a
`;

const edits: readonly (readonly [what: string, change: ProfileChange, after: string])[] = [
  [
    'a new key goes below the whole command',
    { kind: 'set', name: 'a', values: [['region', 'us']] },
    before.replace('output = json\n', 'output = json\nregion = us\n'),
  ],
  [
    'a new command replaces all of its lines',
    { kind: 'set', name: 'a', values: [['credential_process', 'other']] },
    before.replace(/tool\n[^]*?eu\n/u, 'other\n\n  # note\n'),
  ],
  [
    'no line remains of a removed command',
    { kind: 'set', name: 'a', values: [['credential_process', undefined]] },
    before.replace(/credential_process[^]*?eu\n/u, '\n'),
  ],
  [
    'a renamed profile keeps it',
    { kind: 'rename', name: 'a', to: 'c' },
    before.replace('[profile a]', '[profile c]').replace('= a\n', '= c\n'),
  ],
  [
    'a copy has all of it',
    { kind: 'duplicate', name: 'a', to: 'c' },
    before.replace(
      '\n[profile b]',
      `\n${before.split('\n[profile b]')[0]!.replace('[profile a]', '[profile c]')}\n[profile b]`,
    ),
  ],
  [
    'nothing remains of a deleted profile',
    { kind: 'remove', name: 'a' },
    '[profile b]\nsource_profile = a\n',
  ],
];

describe('editing a profile with a command on several lines', () => {
  for (const [what, change, after] of edits)
    it(what, () => {
      const planned = planChange({ config: parseConfig(before), credentials: noFile }, change);
      assert.ok(!('failure' in planned));
      assert.equal(edited(before, planned.config), after);
    });

  it('hides the lines below in the preview', () => {
    const text = 'credential_process = tool --token\n  hunter2\n# c\n  --x=y\nregion = r\n  z = 1';
    assert.equal(
      maskSecrets(text, () => '•'),
      'credential_process = tool --token\n  •\n# c\n  •\nregion = r\n  z = 1',
    );
  });

  it('does not take a line of the command for a reference to a profile', () => {
    const text = '[profile a]\nregion = r\n[profile b]\ncredential_process = tool\n  source_profile = a\n';
    const planned = planChange(
      { config: parseConfig(text), credentials: noFile },
      { kind: 'rename', name: 'a', to: 'c' },
    );
    assert.ok(!('failure' in planned));
    assert.equal(edited(text, planned.config), text.replace('[profile a]', '[profile c]'));
  });
});
