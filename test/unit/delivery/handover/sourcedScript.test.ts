import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandsFor } from '../../../../src/delivery/handover/shellCommands.ts';
import {
  programName,
  type Shell,
  shellOf,
  startedProgram,
} from '../../../../src/delivery/handover/shellNames.ts';
import { sourcedScript } from '../../../../src/delivery/handover/sourcedScript.ts';
import {
  createSelfDeletingFile,
  shellFolder,
} from '../../../../src/delivery/runningShell/selfDeletingFile.ts';
import { shellsToTry } from '../shells.ts';

const secret = 'wJalr\'XUtn"FEMI$K7 \\MDENG';
const assignments = new Map([
  ['AWS_PROFILE', null],
  ['AWS_SECRET_ACCESS_KEY', secret],
]);

function commands(shell: Shell): readonly string[] {
  const value = shell === 'cmd' ? 'plain' : secret;
  return commandsFor(shell, new Map(assignments).set('AWS_SECRET_ACCESS_KEY', value)).map(
    ([, command]) => command ?? '',
  );
}

describe('a script that a running shell reads', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'it’s a $HOME '));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, shell, run } of shellsToTry)
    it(`gives ${name} the variables, and is deleted`, function () {
      if (!run) return this.skip(); // The shell is not installed.
      const path = join(folder, 'own', "it's");
      mkdirSync(dirname(path));
      const { line, script } = sourcedScript(shell, path, commands(shell));
      writeFileSync(path, script);
      const seen = run(`${line}\n`, { AWS_PROFILE: 'other' });
      assert.equal(seen['AWS_SECRET_ACCESS_KEY'], shell === 'cmd' ? 'plain' : secret);
      assert.equal(seen['AWS_PROFILE'], undefined);
      assert.equal(existsSync(path), false);
    });

  for (const [name, status] of [
    ['bash', '$?'],
    ['zsh', '$?'],
    ['fish', '$status'],
  ] as const)
    it(`looks like a command that has succeeded in ${name}, also if a variable to remove is not set`, function () {
      const { shell, run } = shellsToTry.find((each) => each.name === name) ?? {};
      if (!shell || !run) return this.skip(); // The shell is not installed.
      const path = join(folder, 'own', 'file');
      mkdirSync(dirname(path));
      const removal = commandsFor(shell, new Map([['AWS_PROFILE', null]])).map(
        ([, command]) => command ?? '',
      );
      const { line, script } = sourcedScript(shell, path, removal);
      writeFileSync(path, script);
      assert.equal(run(`${line}\nexport SEEN=${status}\n`, {})['SEEN'], '0');
    });

  for (const control of ['', 'ignorespace'])
    it(`leaves nothing in the bash history (HISTCONTROL=${control})`, () => {
      const path = join(folder, 'own', 'file');
      mkdirSync(dirname(path));
      const { line, script } = sourcedScript('posix', path, commands('posix'));
      writeFileSync(path, script);
      const typed = `HISTCONTROL=${control}\necho before\n${line}\necho "[$AWS_SECRET_ACCESS_KEY]"\nhistory\n`;
      const { stdout } = spawnSync('bash', ['--norc', '--noprofile', '-i'], {
        input: typed,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HISTFILE: join(folder, 'history') },
      });
      const history = stdout.slice(stdout.indexOf(`[${secret}]`) + secret.length + 2);
      assert.match(history, /echo before/u);
      assert.match(history, /\d {2}history/u);
      assert.ok(
        !history.includes(folder) && !history.includes('rolecall') && !history.includes(secret),
        history,
      );
    });

  it('leaves nothing in the zsh history if lines that begin with a space are ignored', function () {
    if (!shellsToTry.find(({ name }) => name === 'zsh')?.run) return this.skip(); // The shell is not installed.
    const path = join(folder, 'own', 'file');
    mkdirSync(dirname(path));
    const { line, script } = sourcedScript('posix', path, commands('posix'));
    writeFileSync(path, script);
    const typed = `HISTSIZE=99; setopt hist_ignore_space\necho before\n${line}\necho "[$AWS_SECRET_ACCESS_KEY]"\nfc -l 1\n`;
    const { stdout } = spawnSync('zsh', ['-f', '-i', '-s'], {
      input: typed,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    const history = stdout.slice(stdout.indexOf(`[${secret}]`) + secret.length + 2);
    assert.match(history, /echo before/u);
    assert.ok(!history.includes(folder) && !history.includes(secret), history);
  });
});

describe('the folder of that script', () => {
  it('is private, and is removed once the script has been read', async () => {
    const before = left();
    const wasRead = await createSelfDeletingFile(
      'name',
      (path) => `for ${path}`,
      (path) => {
        const modes = [path, dirname(path)].map((each) => statSync(each).mode & 0o777);
        if (process.platform !== 'win32') assert.deepEqual(modes, [0o600, 0o700]);
        setTimeout(() => rmSync(path), 150);
      },
    );
    assert.equal(wasRead, true);
    assert.deepEqual(left(), before);
  });

  it('is removed if no program reads the script', async () => {
    const before = left();
    assert.equal(
      await createSelfDeletingFile(
        'name',
        () => secret,
        () => {},
        300,
      ),
      false,
    );
    assert.deepEqual(left(), before);
  });
});

describe('the shell family of a program', () => {
  const cases: readonly (readonly [string, Shell | undefined])[] = [
    ['/bin/zsh', 'posix'],
    ['C:\\Program Files\\Git\\bin\\Bash.exe', 'posix'],
    ['C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell'],
    ['/usr/bin/pwsh-preview', 'powershell'],
    ['gitbash', 'posix'],
    ['fish', 'fish'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd'],
    ['/bin/tcsh', 'tcsh'],
    ['/bin/csh', 'tcsh'],
    ['nu', 'nushell'],
    ['C:\\tools\\Nu.exe', 'nushell'],
    ['/usr/bin/xonsh', 'xonsh'],
    ['python', undefined],
    ['wsl.exe', undefined],
    ['', undefined],
  ];
  for (const [program, shell] of cases)
    it(`${program}: ${shell}`, () => assert.equal(shellOf(program), shell));

  it('has its name without the folder', () => assert.equal(programName('/opt/x/Node.exe'), 'node'));
});

describe('the program that a command line starts', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['sleep 600', 'sleep'],
    ['/usr/bin/python3 -i', 'python3'],
    ['AWS_PROFILE=dev DEBUG= node server.mjs', 'node'],
    ['clear; sleep 600', 'clear; sleep 600'],
    ['cat log |\n  grep error', 'cat log | grep error'],
    [`make ${'a'.repeat(80)} && true`, `make ${'a'.repeat(54)}…`],
    ['bash', undefined],
    ['zsh -l', undefined],
    ['sh build.sh', 'sh'],
    ['', undefined],
  ];
  for (const [line, program] of cases)
    it(JSON.stringify(line), () => assert.equal(startedProgram(line), program));
});

function left(): readonly string[] {
  return existsSync(shellFolder()) ? readdirSync(shellFolder()) : [];
}
