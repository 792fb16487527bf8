import { lstat, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { onDisk, readBytes } from '../../base/boundedFile.ts';
import { maxSizes } from '../../base/deadlines.ts';
import type { Environment } from '../../base/environment.ts';
import { codeOf } from '../../base/errorCode.ts';
import type { FileTrouble } from '../../base/failure.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import type { Files, FileState } from '../../profiles/store.ts';
import { watchFile } from './fileWatcher.ts';

/**
 * The locations of the two files, as in AWS tools (AWS SDKs and Tools Reference Guide, "Location of the shared files").
 */
export function awsFilePaths(environment: Environment): Readonly<Record<FileRole, string>> {
  const home = environment['HOME'] || environment['USERPROFILE'] || homedir();
  const path = (variable: string, name: string): string => {
    const chosen = environment[variable];
    if (!chosen) return join(home, '.aws', name);
    const expanded = /^~[/\\]/u.test(chosen) ? join(home, chosen.slice(2)) : chosen;
    return isAbsolute(expanded) ? expanded : resolve(home, expanded);
  };
  return {
    config: path('AWS_CONFIG_FILE', 'config'),
    credentials: path('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

/** The path of a file's backup. */
export function backupPath(path: string): string {
  return `${path}.rolecall-backup`;
}

export const nodeFiles: Files = {
  async read(path) {
    try {
      const found = await onDisk(path, () => stat(path));
      if (found.isDirectory()) return failed(path, 'directory');
      // Some users set a device such as /dev/null to turn a file off. Reading a pipe could block forever.
      if (found.isCharacterDevice()) return { kind: 'text', text: '' };
      if (!found.isFile()) return failed(path, 'special');
      if (found.size > maxSizes.largeFileBytes) return failed(path, 'tooLarge');
      return decode(path, await readBytes(path, { bytes: maxSizes.largeFileBytes }));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') return failed(path, readTrouble(codeOf(error)));
      return onDisk(path, () => missing(path)).catch((late: unknown) =>
        failed(path, readTrouble(codeOf(late))),
      );
    }
  },
  watch: (path, onChange) => watchFile(path, onChange),
};

function decode(path: string, bytes: Buffer): FileState {
  if (bytes.includes(0)) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return failed(path, isUtf16 ? 'notUtf8' : 'binary');
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return failed(path, 'notUtf8');
  }
}

function readTrouble(code: string | undefined): FileTrouble {
  switch (code) {
    case 'ENOTDIR':
      return 'notInFolder';
    case 'EACCES':
    case 'EPERM':
      return 'permission';
    case 'ELOOP':
      return 'linkLoop';
    case 'ENAMETOOLONG':
      return 'nameTooLong';
    case 'EFBIG':
      return 'tooLarge';
    case 'ETIMEDOUT':
      return 'timedOut';
    default:
      return 'other';
  }
}

/** A missing file is not a failure. A dangling link is one, because the user expects a file there. */
async function missing(path: string): Promise<FileState> {
  for (const place of [path, dirname(path)])
    if (await isDanglingLink(place))
      return { kind: 'missing', failure: { code: 'fileUnreadable', path, reason: 'danglingLink' } };
  return { kind: 'missing' };
}

async function isDanglingLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() === true && (await stat(path).catch(() => undefined)) === undefined;
}

function failed(path: string, reason: FileTrouble): FileState {
  return { kind: 'failed', failure: { code: 'fileUnreadable', path, reason } };
}
