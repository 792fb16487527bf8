import * as esbuild from 'esbuild';
import { chmod, copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Run, run } from './delivery/awsPrograms.ts';

/** The user and group id of `nobody`. */
const nobody = 65_534;

/** Windows has no file modes that deny access. */
export const hasFileModes: boolean = process.platform !== 'win32';

/**
 * Runs `action` as a user to whom file modes apply, because root may access every file.
 *
 * This sets the effective user of the whole process, so nothing that needs root may run at the same time. `action` must
 * not load modules: only root may be able to enter the folder that contains this checkout.
 */
export async function asOrdinaryUser<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || !process.seteuid) return action();
  process.seteuid(nobody);
  try {
    return await action();
  } finally {
    process.seteuid(0);
  }
}

/**
 * Runs an ES module in a new process as a user to whom file modes apply: as another user if the tests run as root. As
 * with `node -e`, the first of `args` is `process.argv[1]`.
 *
 * Only root may be able to enter the folder that contains this checkout. Therefore `source` is bundled with the modules
 * that it imports by file URL, and the Node binary is copied to a temporary folder if necessary.
 */
export async function runAsOrdinaryUser(source: string, args: readonly string[] = []): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-user-'));
  try {
    await chmod(folder, 0o755);
    const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
    const node = await nodeForAnyone(folder);
    const nodeArgs = ['--input-type=module', '-e', await bundle(source), ...args];
    return await run(node, nodeArgs, process.env, { cwd: folder, ...user });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(source: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'file URLs',
        setup: (build) =>
          build.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) })),
      },
    ],
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** The running Node binary, or a copy in `folder` if other users cannot run it where it is. */
async function nodeForAnyone(folder: string): Promise<string> {
  if (await canAnyoneExecute(process.execPath)) return process.execPath;
  const copy = join(folder, 'node');
  await copyFile(process.execPath, copy);
  await chmod(copy, 0o755);
  return copy;
}

/** Whether other users can execute the file, or search the folder, at `path` and can search all folders above it. */
async function canAnyoneExecute(path: string): Promise<boolean> {
  if (((await stat(path)).mode & 0o001) === 0) return false;
  return path === dirname(path) || canAnyoneExecute(dirname(path));
}
