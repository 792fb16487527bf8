import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { FailureError } from '../../../../src/base/failure.ts';
import type { BrowserCommand } from '../../../../src/delivery/console/browsers.ts';
import { startBrowser } from '../../../../src/delivery/console/startBrowser.ts';

const url = 'https://signin.aws.amazon.com/federation?a=b&SigninToken=secret-token "$(id)" %PATH% #/x';

/** Writes its arguments and its environment, and ends with an exit code. */
const script = `
const { writeFileSync } = require('node:fs');
const [, , file, end, ...args] = process.argv;
writeFileSync(file, JSON.stringify({ args, environment: process.env }));
process.exit(Number(end));
`;

describe('a program as the browser', () => {
  let folder: string;
  const pids: number[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-browser-'));
    await writeFile(join(folder, 'browser.cjs'), script);
  });
  afterEach(async () => {
    for (const pid of pids.splice(0)) process.kill(pid);
    await rm(folder, { recursive: true });
  });

  const missing: BrowserCommand = ['rolecall-no-such-browser', url];
  const opened = (): string => join(folder, 'opened');
  const browser = (end: string): BrowserCommand => [
    process.execPath,
    join(folder, 'browser.cjs'),
    opened(),
    end,
    url,
  ];
  const environment = {
    ...process.env,
    AWS_SECRET_ACCESS_KEY: 'secret',
    ELECTRON_RUN_AS_NODE: '1',
    VSCODE_PID: '1',
    LANG: 'de',
  };
  const failureOf = async (commands: readonly BrowserCommand[]): Promise<unknown> => {
    const error: unknown = await startBrowser(commands, 'dev', environment).then(
      () => assert.fail('it started'),
      (reason: unknown) => reason,
    );
    assert.doesNotMatch(inspect(error, { depth: 9 }), /secret-token/u);
    assert.ok(error instanceof FailureError);
    return error.failure;
  };
  const read = async () =>
    JSON.parse(await readFile(opened(), 'utf8')) as {
      readonly args: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
    };

  it('gets the address as it is, without a shell, and nothing of AWS or VS Code', async () => {
    await startBrowser([browser('0')], 'dev', environment);
    const found = await read();
    assert.deepEqual(found.args, [url]);
    const { LANG, PATH, ...others } = found.environment;
    assert.deepEqual([LANG, PATH], ['de', process.env['PATH']]);
    assert.deepEqual(
      Object.keys(others).filter((name) => /^(?:AWS|ELECTRON|VSCODE)_/u.test(name)),
      [],
    );
  });

  it('is the first one that exists', async () => {
    await startBrowser([missing, browser('0')], 'dev', environment);
    assert.deepEqual((await read()).args, [url]);
  });

  it('may run on', async () => {
    const stays: BrowserCommand = [process.execPath, '-e', stay(join(folder, 'pid')), url];
    await startBrowser([stays], 'dev', environment);
    pids.push(Number(await readFile(join(folder, 'pid'), 'utf8')));
    process.kill(pids[0]!, 0);
  });

  it('that does not exist is named in the failure', async () => {
    const failure = { code: 'browserNotStarted', profile: 'dev', program: missing[0], reason: 'ENOENT' };
    assert.deepEqual(await failureOf([missing]), failure);
    assert.deepEqual(await failureOf([missing, ['rolecall-no-other-browser']]), failure);
  });

  it('that fails is not followed by another one', async () => {
    const [program] = browser('3');
    const failure = { code: 'browserNotStarted', profile: 'dev', program, reason: '3' };
    assert.deepEqual(await failureOf([browser('3'), [process.execPath, '-e', 'assert.fail()']]), failure);
  });

  it('that cannot be run is named, too', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(folder, 'not-a-program');
    await writeFile(file, '');
    await chmod(file, 0o644);
    const failure = { code: 'browserNotStarted', profile: 'dev', program: file, reason: 'EACCES' };
    assert.deepEqual(await failureOf([[file, url]]), failure);
  });
});

/** A program that writes its process ID and goes on. */
function stay(file: string): string {
  return `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setTimeout(() => {}, 60_000);`;
}
