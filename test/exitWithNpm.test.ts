import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { exitCodeOf } from './vscode/childProcess.ts';
import { spawnNpm } from './vscode/install/npm.ts';

const script = `
import { appendFileSync } from 'node:fs';
import { exitWithNpm } from ${JSON.stringify(join(import.meta.dirname, 'vscode/exitWithNpm.ts'))};
process.on('exit', () => appendFileSync('events', 'cleaned up'));
exitWithNpm();
appendFileSync('events', process.pid + ' ');
setTimeout(() => {}, 30_000);
`;

describe('a script that npm runs', () => {
  it('is npm start', () =>
    assert.match(readFileSync(join(import.meta.dirname, 'start.ts'), 'utf8'), /^exitWithNpm\(\);$/mu));

  let folder: string;

  beforeEach(function () {
    if (process.platform === 'win32') return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'rolecall-npm-'));
    const start = `${JSON.stringify(process.execPath)} start.mjs`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }));
    writeFileSync(join(folder, 'start.mjs'), script);
  });

  afterEach(() => folder && rmSync(folder, { recursive: true }));

  it('ends and cleans up when npm is stopped', async function () {
    this.timeout(30_000);
    const child = spawnNpm(['start', '--silent'], { cwd: folder, stdio: 'ignore' });
    const events = () => readFileSync(join(folder, 'events'), 'utf8');
    await eventually(() => assert.match(events(), /^\d+ $/u), 15_000);
    child.kill('SIGTERM');
    await exitCodeOf(child);
    await eventually(() => assert.match(events(), /^\d+ cleaned up$/u), 5000);
  });
});
