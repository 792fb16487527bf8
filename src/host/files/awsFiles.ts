import { readFileSync } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { onDisk, readBytes } from '../../base/boundedFile.ts';
import { maxSizes } from '../../base/deadlines.ts';
import { type Environment, expandPath, homeFolder, type PathSystem } from '../../base/environment.ts';
import { codeOf } from '../../base/errorCode.ts';
import type { FileTrouble } from '../../base/failure.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import type { Files, FileState } from '../../profiles/store.ts';
import { watchFile } from './fileWatcher.ts';
import type { decodeAwsFile } from './textEncoding.ts';

/**
 * The locations of the two files, as in AWS tools (AWS SDKs and Tools Reference Guide, "Location of the shared files").
 */
export function awsFilePaths(environment: Environment): Readonly<Record<FileRole, string>> {
  const home = homeFolder(environment, system);
  const path = (variable: string, name: string): string => {
    const chosen = environment[variable];
    if (!chosen) return join(home, '.aws', name);
    const expanded = expandPath(chosen, environment, system);
    return isAbsolute(expanded) ? expanded : resolve(home, expanded);
  };
  return {
    config: path('AWS_CONFIG_FILE', 'config'),
    credentials: path('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

const system: PathSystem = { platform: process.platform, home: homedir(), homeOf };

/** The home folder of a user in the system's list of local users. */
function homeOf(user: string): string | undefined {
  const own = userInfo();
  if (own.username === user) return own.homedir;
  try {
    const users = readFileSync('/etc/passwd', 'utf8').split('\n');
    return users.map((line) => line.split(':')).find(([name]) => name === user)?.[5];
  } catch {
    return undefined;
  }
}

/** The path of a file's backup. */
export function backupPath(path: string): string {
  return `${path}.rolecall-backup`;
}

/** `decodeAwsFile`, which start-up loads while the disk reads the files. */
type Decode = (bytes: Uint8Array) => Promise<ReturnType<typeof decodeAwsFile>>;

/** The files on disk, as they are now. */
export function filesOnDisk(decode: Decode): Files {
  return {
    read: (path) => readFile(path, decode),
    watch: (path, onChange) => watchFile(path, onChange),
  };
}

async function readFile(path: string, decode: Decode): Promise<FileState> {
  try {
    const found = await onDisk(path, () => stat(path));
    if (found.isDirectory()) return failed(path, 'directory');
    // Some users set a device such as /dev/null to turn a file off. Reading a pipe could block forever.
    if (found.isCharacterDevice()) return { kind: 'text', text: '' };
    if (!found.isFile()) return failed(path, 'special');
    if (found.size > maxSizes.largeFileBytes) return failed(path, 'tooLarge');
    const decoded = await decode(await readBytes(path, { bytes: maxSizes.largeFileBytes }));
    if (!decoded) return failed(path, 'binary');
    const { text, isUtf8 } = decoded;
    return isUtf8 ? { kind: 'text', text } : { kind: 'text', text, isUtf8 };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return failed(path, readTrouble(codeOf(error)));
    return onDisk(path, () => missing(path)).catch((late: unknown) =>
      failed(path, readTrouble(codeOf(late))),
    );
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
