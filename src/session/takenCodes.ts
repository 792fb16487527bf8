import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../base/errorCode.ts';
import type { Log } from '../base/log.ts';
import type { Claims } from '../credentials/run/mfa.ts';

/** Longer than AWS takes a code. What is taken in one span is still taken in the next. */
const spanMs = 150_000;

/**
 * The codes that windows have taken, each as a file in `directory`, which one alone can create. Its name holds a hash of
 * device and code, and it the time. Whoever guesses the code from that learns one that AWS takes no more.
 */
export function createTakenCodes(directory: string, log: Log, now: () => number): Claims {
  const fileOf = (span: number, hash: string): string => join(directory, `${span}-${hash}`);
  return {
    async claim(mfaSerial, code) {
      const span = Math.floor(now() / spanMs);
      const hash = createHash('sha256').update(`${mfaSerial} ${code}`).digest('hex');
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 }).catch(() => undefined);
        await writeFile(fileOf(span, hash), `${now()}`, { flag: 'wx', mode: 0o600 });
      } catch (error) {
        const reason = codeOf(error);
        if (reason === 'EEXIST') return (await timeIn(fileOf(span, hash), now)) ?? now();
        // A directory that cannot be written must not keep anybody from their session.
        log.warn(`Windows cannot tell each other which codes are used: ${reason}`);
        return undefined;
      }
      void removeOld(directory, span);
      return timeIn(fileOf(span - 1, hash), now);
    },
  };
}

/** What the file says, if there is one: whoever makes it at this very moment may not have written the time. */
async function timeIn(path: string, now: () => number): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text) || now();
}

async function removeOld(directory: string, span: number): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (Number.parseInt(name, 10) < span - 1)
      await rm(join(directory, name), { force: true }).catch(() => {});
  }
}
