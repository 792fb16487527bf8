import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { commandWords } from '../../../../src/credentials/programs/commandLine.ts';
import { hasBotocore } from '../../profiles/readers/realBotocore.ts';

function takes(command: string, linux: readonly string[] | undefined, win32 = linux): void {
  it(`splits ${command}`, () => {
    assert.deepEqual(commandWords(command, 'linux'), linux);
    assert.deepEqual(commandWords(command, 'win32'), win32);
  });
}

describe('a command line', () => {
  takes('tool', ['tool']);
  takes('  tool   --a\tb ', ['tool', '--a', 'b']);
  takes('tool "two words" ""', ['tool', 'two words', '']);
  takes('"/opt/my tools/x" -y', ['/opt/my tools/x', '-y']);
  takes(
    String.raw`C:\tools\x.exe \\server\y`,
    ['C:toolsx.exe', String.raw`\servery`],
    [String.raw`C:\tools\x.exe`, String.raw`\\server\y`],
  );
  takes(
    String.raw`tool "say \"cheese\"" c:\dir\\"a b"`,
    ['tool', 'say "cheese"', String.raw`c:dir\a b`],
    ['tool', 'say "cheese"', String.raw`c:\dir\a b`],
  );
  takes("tool 'one word'", ['tool', 'one word'], ['tool', "'one", "word'"]);
  takes('tool $HOME | other > file', ['tool', '$HOME', '|', 'other', '>', 'file']);
  takes('tool "open', undefined);
  takes("tool 'open", undefined, ['tool', "'open"]);
  takes('', undefined);
  takes('  ', undefined);
  takes('""', undefined);

  it('is split as botocore does', function () {
    if (!hasBotocore()) this.skip();
    const piece = fc.constantFrom('a', 'é', ' ', '\t', '"', "'", '\\', '\\\\', '$', '#');
    const lines = fc.sample(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      2000,
    );
    for (const platform of ['linux', 'win32'] as const) {
      const expected = splitByBotocore(lines, platform);
      for (const [i, line] of lines.entries()) {
        const words = commandWords(line, platform);
        // Botocore passes an empty list or an empty name to the system, which finds no such program.
        assert.deepEqual(words, expected[i]?.[0] ? expected[i] : undefined, `${platform}: ${line}`);
      }
    }
  });
});

const script = `
import json, sys
from botocore.compat import compat_shell_split
def split(line, platform):
    try:
        return compat_shell_split(line, platform)
    except ValueError:
        return None
lines, platform = json.load(sys.stdin)
print(json.dumps([split(line, platform) for line in lines]))`;

function splitByBotocore(lines: readonly string[], platform: string): readonly (readonly string[] | null)[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script], {
    env: { ...process.env, PYTHONUTF8: '1' },
    input: JSON.stringify([lines, platform]),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
