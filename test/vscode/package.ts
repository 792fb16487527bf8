import { linkSync, mkdirSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { exitCodeOf } from './childProcess.ts';
import { npm, spawnNpm } from './install/npm.ts';

const root = join(import.meta.dirname, '..', '..');

/** The path of the `.vsix` that users install. `ROLECALL_VSIX` can contain the path of an existing one. */
export async function packagedExtension(): Promise<string> {
  return process.env['ROLECALL_VSIX'] ?? packageExtension();
}

export async function packageExtension(): Promise<string> {
  const vsix = join(root, 'out', 'rolecall.vsix');
  await mkdir(join(root, 'out'), { recursive: true });
  await npm(['run', 'package', '--', '--out', vsix], root);
  return vsix;
}

/** The bill of materials that is made beside a package. */
export function billPath(vsix: string): string {
  return vsix.replace(/\.vsix$/u, '.cdx.json');
}

interface Packaged {
  readonly archive: Buffer;
  readonly bill: Buffer;
}

/** Packages a copy of the checkout in another folder, time zone, and locale, and with another mask for new files. */
export async function packageCopy(checkout: string): Promise<Packaged> {
  const copy = await mkdtemp(join(checkout, 'out', 'copy-'));
  try {
    await copyCheckout(checkout, copy);
    const vsix = join(copy, 'copy.vsix');
    const env = { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' };
    const child = spawnWithMask(0o077, () =>
      spawnNpm(['run', '--silent', 'package', '--', '--out', vsix], {
        cwd: copy,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    if ((await exitCodeOf(child)) !== 0) throw new Error('The copy of the checkout cannot be packaged');
    return { archive: await readFile(vsix), bill: await readFile(billPath(vsix)) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function copyCheckout(from: string, to: string): Promise<void> {
  const left = ['.git', 'dist', 'node_modules', 'out', 'test'];
  const names = (await readdir(from)).filter((name) => !left.includes(name));
  for (const name of names) await cp(join(from, name), join(to, name), { recursive: true });
  linkFiles(join(from, 'node_modules'), join(to, 'node_modules'));
}

/** Copies a folder without copying the content of its files, and without its symbolic links. */
function linkFiles(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, path));
    mkdirSync(dirname(target), { recursive: true });
    linkSync(path, target);
  }
}

/** A program inherits the mask for new files from the process that starts it. */
function spawnWithMask<T>(mask: number, spawnProgram: () => T): T {
  const before = process.umask(mask);
  try {
    return spawnProgram();
  } finally {
    process.umask(before);
  }
}
