import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { callingProgram, startedBy } from '../../../../src/delivery/record/callingProgram.ts';
import { lineageOf } from '../../../../src/delivery/record/lineage.ts';
import { shellBelowNode, sleepBelow, useProcesses } from '../startedProcesses.ts';

const named = `process.title = 'a-builder'; ${shellBelowNode}`;

describe('what started a program', function () {
  if (process.platform === 'win32') return;
  const { pidFrom } = useProcesses();

  it('is a tool, also if that uses a shell', async () => {
    const pid = await pidFrom(process.execPath, ['-e', named]);
    assert.equal(startedBy(await lineageOf(pid)), 'a-builder');
  });

  it('is named after the program, not after its main thread', async () => {
    const pid = await pidFrom(process.execPath, ['-e', shellBelowNode]);
    assert.equal(startedBy(await lineageOf(pid)), 'node');
  });

  it('is nothing if the user has started it in a shell of a terminal', async () => {
    const pid = await pidFrom('sh', ['-c', sleepBelow]);
    const lineage = await lineageOf(pid);
    assert.deepEqual(
      lineage.map(({ pid: each, isEditor }) => [each, isEditor]),
      [
        [pid, false],
        [lineage[0]?.parent, false],
        // Here, this process is the one that has the terminals.
        [process.pid, true],
      ],
    );
    assert.equal(startedBy(lineage), undefined);
  });

  it('is the same according to ps, which macOS has in place of /proc', async function () {
    if (!existsSync('/bin/ps')) this.skip();
    const pid = await pidFrom(process.execPath, ['-e', named]);
    const lineage = await lineageOf(pid, process.ppid, 'darwin');
    const real = await lineageOf(pid);
    assert.deepEqual(
      lineage.slice(0, -1).map(({ name }) => name),
      ['sleep', 'sh', 'a-builder'],
    );
    assert.deepEqual(
      lineage.map((each) => [each.pid, each.parent, each.isEditor]),
      real.map((each) => [each.pid, each.parent, each.isEditor]),
    );
  });

  it('is not known of a program that has ended', async () => {
    const lineage = await lineageOf(2 ** 30);
    assert.deepEqual(lineage, []);
    assert.equal(startedBy(lineage), undefined);
    assert.deepEqual(callingProgram(2 ** 30, lineage), { name: undefined, pid: 2 ** 30 });
  });
});

describe('the program that asks for credentials', () => {
  it('is unknown if the helper does not say which one asks', async () => {
    for (const pid of [undefined, Number.NaN, 0, -1, 1.5])
      assert.deepEqual(callingProgram(pid, await lineageOf(pid)), { name: undefined, pid: undefined });
  });

  it('has at least an ID', async () => {
    const own = callingProgram(process.pid, await lineageOf(process.pid));
    assert.equal(own.pid, process.pid);
    if (process.platform !== 'win32') assert.ok(own.name);
  });
});
