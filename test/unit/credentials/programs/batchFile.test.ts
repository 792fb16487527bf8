import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchArguments, isBatchFile } from '../../../../src/credentials/programs/batchFile.ts';
import { runProgram } from '../../../../src/credentials/programs/childProcess.ts';

/** The command line that `cmd.exe` receives after its options. */
function line(...words: string[]): string | undefined {
  return batchArguments(words)?.at(-1);
}

function quotes(arg: string, expected: string): void {
  it(`with ${arg || 'an empty argument'}`, () => assert.equal(line('c.cmd', arg), `""c.cmd" ${expected}"`));
}

describe('a batch file', () => {
  it('is recognized by its extension', () => {
    for (const file of ['a.cmd', String.raw`C:\x y\A.BAT`, 'b.Cmd']) assert.ok(isBatchFile(file), file);
    for (const file of ['a.exe', 'cmd', 'a.cmd.exe', 'a.cmdx']) assert.ok(!isBatchFile(file), file);
  });

  it('runs without registry commands or variable expansion', () => {
    assert.deepEqual(batchArguments(['c.cmd'])?.slice(0, -1), ['/e:ON', '/v:OFF', '/d', '/c']);
    assert.equal(line(String.raw`C:\my tools\c.cmd`), String.raw`""C:\my tools\c.cmd""`);
  });

  describe('runs', () => {
    quotes('--profile', '--profile');
    quotes('dev@corp.example:8443/x_*$#+?', 'dev@corp.example:8443/x_*$#+?');
    quotes('', '""');
    quotes('two words', '"two words"');
    quotes('a&calc', '"a&calc"');
    quotes("a|b>c<d^e(f)!g,h;i=j~k`l'm", '"a|b>c<d^e(f)!g,h;i=j~k`l\'m"');
    quotes('%PATH%', '"%%cd:~,%%PATH%%cd:~,%%"');
    quotes('say "hi"', '"say ""hi"""');
    quotes(String.raw`C:\x\y`, String.raw`C:\x\y`);
    quotes(String.raw`C:\x y\\`, String.raw`"C:\x y\\\\"`);
    quotes(String.raw`C:\x\\`, String.raw`"C:\x\\\\"`);
    quotes(String.raw`a\"b`, String.raw`"a\\""b"`);
    quotes('部署', '部署');
    quotes('\u0085', '"\u0085"');
  });

  it('expands no variable in its name', () => {
    assert.equal(line('%TEMP%.cmd'), '""%%cd:~,%%TEMP%%cd:~,%%.cmd""');
  });

  it('is rejected if an argument contains characters that quotes cannot protect', () => {
    for (const words of [['a".cmd'], ['a\\'], ['a.cmd', 'b\nc'], ['a.cmd', 'b\rc'], ['a.cmd', 'b\0']])
      assert.equal(batchArguments(words), undefined, JSON.stringify(words));
  });

  it('receives its arguments unchanged on Windows', async function () {
    if (process.platform !== 'win32') return this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'batch file '));
    const file = join(folder, 'echo.cmd');
    await writeFile(file, `@"${process.execPath}" -p "JSON.stringify(process.argv.slice(1))" -- %*\r\n`);
    const args = ['two words', '%PATH%', 'a&echo b', '^|<>!', ''];
    const ending = await runProgram(
      [file, ...args],
      process.env,
      { timeoutMs: 10_000, outputBytes: 10_000 },
      AbortSignal.timeout(10_000),
    );
    await rm(folder, { recursive: true });
    assert.ok(ending.kind === 'exited');
    assert.deepEqual(JSON.parse(ending.output), args);
    return undefined;
  });
});
