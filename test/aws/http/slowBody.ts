import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.ts';

/** The body as the fault lets it arrive; undefined if the fault does not concern how it arrives. */
export function slowBody(body: string, fault: Fault | undefined, signal: AbortSignal): Readable | undefined {
  switch (fault?.kind) {
    case 'stall':
      return Readable.from(thenNothing(body.slice(0, body.length / 2)));
    case 'drip':
      return Readable.from(drops(body, fault.milliseconds, signal));
    case 'padding':
      return Readable.from(padded(body, fault.bytes));
    default:
      return undefined;
  }
}

async function* thenNothing(text: string): AsyncGenerator<string> {
  yield text;
  await new Promise(() => {});
}

async function* drops(text: string, milliseconds: number, signal: AbortSignal): AsyncGenerator<string> {
  for (const drop of text) {
    yield drop;
    await sleep(milliseconds, undefined, { signal, ref: false });
  }
}

function* padded(text: string, bytes: number): Generator<string> {
  yield text;
  const spaces = ' '.repeat(64 * 1024);
  for (let left = bytes - text.length; left > 0; left -= spaces.length) yield spaces.slice(0, left);
}
