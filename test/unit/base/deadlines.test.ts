import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deadlines, maxSizes } from '../../../src/base/deadlines.ts';
import { limits as programLimits } from '../../../src/credentials/programs/namedProgram.ts';
import { awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import { callTimeoutMs } from '../../../src/ipc/socket.ts';
import { projectRoot } from '../../typescriptTokens.ts';

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  KiB: 1024,
  MiB: 1024 * 1024,
  '': 1,
};

describe('the deadlines and greatest sizes', () => {
  it('are those in the documentation', async () => {
    const text = await readFile(join(projectRoot, 'docs/architecture.md'), 'utf8');
    const section = text.split(/^## /mu).find((each) => each.startsWith('Deadlines and sizes'));
    const rows = [...(section ?? '').matchAll(/^\| `(\w+)` +\| (\d+) ?(\w*) +\|/gmu)];
    const documented = rows.map(([, name = '', amount, unit = '']) => [name, Number(amount) * units[unit]!]);
    assert.deepEqual(Object.fromEntries(documented), { ...deadlines, ...maxSizes });
  });

  it('are used where none are given', () => {
    assert.partialDeepStrictEqual({ ...deadlines, ...maxSizes }, { ...awsLimits });
    assert.deepEqual(programLimits, { timeoutMs: deadlines.programMs, outputBytes: maxSizes.outputBytes });
    assert.equal(callTimeoutMs, deadlines.windowMs);
  });

  it('leave enough time for what they contain', () => {
    const { connectMs, attemptMs, callMs, pageMs, fileMs, changeMs, lockMs, signInMs, promptLockMs } =
      deadlines;
    assert.ok(connectMs < attemptMs && 3 * attemptMs < callMs && 12 * attemptMs <= pageMs);
    assert.ok(2 * fileMs + attemptMs < lockMs && changeMs < lockMs);
    assert.ok(signInMs + 3 * callMs < promptLockMs);
    assert.ok(deadlines.programMs + callMs + lockMs < deadlines.silentMs);
  });
});
