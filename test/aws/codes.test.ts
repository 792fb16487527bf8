import assert from 'node:assert/strict';
import { createClock } from './clock.ts';
import { showCodes } from './codes.ts';
import { currentCode, nextCode } from './iam/mfa.ts';
import { phone } from './testWorld.ts';

// Long enough for the display to check the clock again.
const displayPollMs = 300;

describe('the MFA code display', () => {
  it('rewrites one line in a terminal and counts down', async () => {
    const clock = stoppedClock();
    const written: string[] = [];
    const stop = showCodes(phone, clock, { isTTY: true, write: (text) => written.push(text) });
    clock.advance(12_000);
    await later();
    stop();
    const code = currentCode(phone, clock);
    assert.deepEqual(written, [
      `\r\u001B[2KMFA code of phone: ${code}  (30 s left)`,
      `\r\u001B[2KMFA code of phone: ${code}  (18 s left)`,
      '\n',
    ]);
  });

  it('writes a line for each code to other outputs, and none after it is stopped', async () => {
    const clock = stoppedClock();
    const written: string[] = [];
    const stop = showCodes(phone, clock, { write: (text) => written.push(text) });
    const first = currentCode(phone, clock);
    clock.advance(12_000);
    await later();
    const second = nextCode(phone, clock);
    await later();
    stop();
    nextCode(phone, clock);
    await later();
    assert.deepEqual(written, [`MFA code of phone: ${first}\n`, `MFA code of phone: ${second}\n`]);
  });
});

function stoppedClock() {
  return createClock(() => 1_800_000_000_000);
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, displayPollMs));
}
