import type { Clock } from './clock.ts';
import { currentCode, millisecondsLeft } from './iam/mfa.ts';
import type { MfaDevice } from './world.ts';

/** The output for codes: `process.stdout` or any other writable text stream. */
export type CodeOutput = {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
};

const wholeLine = '\r\u001B[2K';

/**
 * Shows the current code of a device, as its owner's phone would. A terminal shows one line that counts down; other
 * outputs get a line for each new code.
 *
 * @returns a function that stops the display
 */
export function showCodes(device: MfaDevice, clock: Clock, output: CodeOutput): () => void {
  const inTerminal = output.isTTY === true;
  let shown = '';
  const refresh = () => {
    const line = codeLine(device, clock, inTerminal);
    if (line !== shown) {
      shown = line;
      output.write(inTerminal ? wholeLine + line : `${line}\n`);
    }
  };
  refresh();
  const timer = setInterval(refresh, 250).unref();
  return () => {
    clearInterval(timer);
    if (inTerminal) {
      output.write('\n');
    }
  };
}

function codeLine(device: MfaDevice, clock: Clock, withTime: boolean): string {
  const name = device.serialNumber.split('/').at(-1) ?? device.serialNumber;
  const left = withTime ? `  (${Math.ceil(millisecondsLeft(clock) / 1000)} s left)` : '';
  return `MFA code of ${name}: ${currentCode(device, clock)}${left}`;
}
