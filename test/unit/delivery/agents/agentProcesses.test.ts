import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Markers } from '../../../../src/delivery/agents/agentMarkers.ts';
import { type Agent, findAgent } from '../../../../src/delivery/agents/findAgent.ts';
import { type Ancestor, lineageOf } from '../../../../src/delivery/record/lineage.ts';
import { shellBelowNode, sleepBelow, useProcesses } from '../startedProcesses.ts';
import { eventually } from '../../../eventually.ts';

/** A program without an environment. */
const bare = 'env -i sleep 60 & echo $!; wait';

/** `lineage`: up to this process, which has the place of VS Code. */
function find(lineage: readonly Ancestor[], baseline: Markers = {}): Promise<Agent | undefined> {
  return findAgent({ markers: {}, lineage, baseline });
}

describe('an AI agent whose commands have lost its markers', function () {
  if (process.platform === 'win32') return;
  const { pidFrom } = useProcesses();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agents-'));
    await symlink('/bin/sh', join(folder, 'claude'));
    await writeFile(join(folder, 'gemini.js'), shellBelowNode);
    await symlink(join(folder, 'gemini.js'), join(folder, 'gemini'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is found by the environment of a shell above, which only Linux tells', async function () {
    if (process.platform !== 'linux') this.skip();
    const environment = { CLAUDECODE: 'x', AWS_SECRET_ACCESS_KEY: 'not-for-anybody' };
    const pid = await pidFrom('sh', ['-c', bare], environment);
    const agent = await find(await lineageOf(pid));
    assert.deepEqual(agent, { name: 'Claude Code', asksForItself: false });
  });

  it('is found for thousands of programs that ask at the same time', async function () {
    if (process.platform !== 'linux') this.skip();
    const lineage = await lineageOf(await pidFrom('sh', ['-c', bare], { CLAUDECODE: 'x' }));
    const deep = [...lineage, ...lineage, ...lineage, ...lineage];
    const found = await Promise.all(Array.from({ length: 4000 }, () => find(deep)));
    assert.equal(found.filter((agent) => agent?.name === 'Claude Code').length, 4000);
  });

  it('is not found if VS Code has the same markers', async () => {
    const lineage = await lineageOf(await pidFrom('sh', ['-c', bare], { CLAUDECODE: 'x' }));
    assert.equal(await find(lineage, { CLAUDECODE: 'x' }), undefined);
  });

  it('is not found if a user has started the program', async () => {
    const lineage = await lineageOf(await pidFrom('sh', ['-c', sleepBelow]));
    assert.equal(await find(lineage), undefined);
  });

  it('is found by the name of its program', async () => {
    const inClaude = await lineageOf(await pidFrom(join(folder, 'claude'), ['-c', bare]));
    assert.equal((await find(inClaude))?.name, 'Claude Code');
    if (process.platform !== 'linux') return;
    const inGemini = await lineageOf(
      await pidFrom(process.execPath, ['--no-warnings', join(folder, 'gemini')]),
    );
    assert.equal((await find(inGemini))?.name, 'Gemini CLI');
  });

  it('is not found above VS Code', async () => {
    const command = `sh -c 'sh -c "sleep 60 & echo \\$!; wait"; true'; true`;
    const pid = await pidFrom(join(folder, 'claude'), ['-c', command], { CLAUDECODE: 'x' });
    // Until it runs its program, a new process is a copy of the shell.
    const whole = await eventually(async () => {
      const found = await lineageOf(pid);
      assert.equal(found[0]?.name, 'sleep');
      return found;
    });
    assert.equal((await find(whole))?.name, 'Claude Code');
    const claude = whole.find(({ name }) => name === 'claude');
    const lineage = await lineageOf(pid, claude?.pid);
    assert.deepEqual(
      lineage.map(({ name, isEditor }) => [name, isEditor]),
      [
        ['sleep', false],
        ['sh', false],
        ['sh', true],
      ],
    );
    // The shells below have inherited its markers, and so has the extension host.
    assert.equal(await find(lineage, { CLAUDECODE: 'x' }), undefined);
  });
});
