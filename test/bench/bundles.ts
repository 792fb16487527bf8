import * as esbuild from 'esbuild';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bundles files of this folder as `esbuild.mjs` bundles the extension for production. */
export async function bundle(
  names: readonly string[],
  folder: string,
  external: readonly string[],
): Promise<void> {
  await esbuild.build({
    entryPoints: names.map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    external: ['vscode', ...external],
    logLevel: 'warning',
  });
}

interface Manifest {
  readonly [key: string]: unknown;
}

/** The packaged extension in a folder, to put tests beside it. */
export async function copyRolecall(root: string, folder: string): Promise<void> {
  const texts = ['package.json', 'package.nls.json', 'package.nls.ja.json'];
  for (const name of ['dist', 'l10n', 'media', ...texts])
    await cp(join(root, name), join(folder, name), { recursive: true });
}

/** The floor: an extension that does nothing, woken by the same event. */
export async function writeEmptyExtension(root: string, folder: string): Promise<void> {
  const { publisher, engines, activationEvents }: Manifest = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const main = './extension.js';
  const manifest = { name: 'nothing', publisher, version: '0.1.0', engines, activationEvents, main };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, main), 'exports.activate = () => {};\n');
}
