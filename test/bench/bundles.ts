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

/** The packaged extension, with the clock of `timedMain.ts` around its main file and nothing else changed. */
export async function timedRolecall(root: string, folder: string): Promise<void> {
  const texts = ['package.nls.json', 'package.nls.ja.json'];
  for (const name of ['dist', 'l10n', 'media', ...texts])
    await cp(join(root, name), join(folder, name), { recursive: true });
  const manifest: Manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await addClock(folder, manifest);
}

/** The floor: an extension that does nothing, woken by the same event. */
export async function timedNothing(root: string, folder: string): Promise<void> {
  const { publisher, engines, activationEvents }: Manifest = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'dist', 'extension.js'), 'exports.activate = () => {};\n');
  await addClock(folder, { name: 'nothing', publisher, version: '0.1.0', engines, activationEvents });
}

async function addClock(folder: string, manifest: Manifest): Promise<void> {
  await bundle(['timedMain'], folder, ['./dist/extension.js']);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './timedMain.js' }));
}
