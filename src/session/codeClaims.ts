import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../base/boundedFile.ts';
import { codeOf } from '../base/errorCode.ts';
import type { Log } from '../base/log.ts';
import { type CodeClaims, type CodeUse, isRemembered, rememberedMs } from '../credentials/run/mfa.ts';

/**
 * Claims MFA codes across windows. Each claim is a file in `directory`, which only one window can create. The file name
 * contains a hash of the device and the code, and the file contains the time. A code that is guessed from the hash is
 * no longer accepted by AWS.
 *
 * `uptime` is the time since the machine started, in milliseconds.
 */
export function createCodeClaims(directory: string, log: Log, now: () => number, uptime = now): CodeClaims {
  const claim: CodeClaims['claim'] = async (mfaSerial, code) => {
    const mine: CodeUse = { at: now(), upAt: uptime() };
    const hash = createHash('sha256').update(`${mfaSerial} ${code}`).digest('hex');
    const name = `${Math.floor(mine.at / rememberedMs)}-${hash}`;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 }).catch(() => undefined);
      await writeFile(join(directory, name), `${mine.at} ${mine.upAt}`, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return (await read(directory, name))?.at ?? mine.at;
    }
    const others = (await readdir(directory).catch(() => [])).filter((each) => each !== name);
    const claims = others.map(async (other) => {
      const use = await read(directory, other);
      const isKnown = use && isRemembered(use, mine);
      if (!isKnown) await rm(join(directory, other), { force: true }).catch(() => {});
      // Of two windows that claim a code at once, the later one finds it taken.
      const isLater = use && use.at > mine.at && use.upAt > mine.upAt;
      return isKnown && other.endsWith(hash) && !isLater ? [use.at] : [];
    });
    const [claimedAt] = (await Promise.all(claims)).flat();
    if (claimedAt !== undefined) await rm(join(directory, name), { force: true }).catch(() => {});
    return claimedAt;
  };
  return {
    // A directory that is read-only or does not respond must not keep the user from getting a session.
    claim: (mfaSerial, code) =>
      onDisk(directory, () => claim(mfaSerial, code)).catch((error: unknown) => {
        log.warn(`Windows cannot tell each other which codes are used: ${codeOf(error)}`);
        return undefined;
      }),
  };
}

/** Undefined if there is no file. A file without a time is being written; its name has the approximate time. */
async function read(directory: string, name: string): Promise<CodeUse | undefined> {
  const text = await readFile(join(directory, name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [at, upAt = Number.NaN] = text.split(' ').map(Number);
  return { at: at || Number.parseInt(name, 10) * rememberedMs, upAt };
}
