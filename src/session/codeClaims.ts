import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../base/errorCode.ts';
import type { Log } from '../base/log.ts';
import type { CodeClaims } from '../credentials/run/mfa.ts';

/** Longer than AWS accepts a code. A code claimed in one span is still claimed in the next. */
const spanMs = 150_000;

/**
 * Claims MFA codes across windows. Each claim is a file in `directory`, which only one window can create. The file name
 * contains a hash of the device and the code, and the file contains the time. A code that is guessed from the hash is
 * no longer accepted by AWS.
 */
export function createCodeClaims(directory: string, log: Log, now: () => number): CodeClaims {
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
        // A read-only directory must not keep the user from getting a session.
        log.warn(`Windows cannot tell each other which codes are used: ${reason}`);
        return undefined;
      }
      void removeOld(directory, span);
      return timeIn(fileOf(span - 1, hash), now);
    },
  };
}

/** The time in the file; undefined if there is no file. A file without a time is being written right now. */
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
