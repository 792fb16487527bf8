// Bundles the extension: dist/extension.js is read at start-up, dist/aws.js (the SDK clients) on first use.
// Without --production it also bundles the tests that run inside VS Code, into out/editor.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const sdkBundle = join(root, 'src/credentials/aws.ts');

/** Keeps the SDK out of the entry bundle: `import('…/credentials/aws.ts')` becomes a lazy `require('./aws.js')`. */
const lazySdk = {
  name: 'lazy-sdk',
  setup(build) {
    build.onResolve({ filter: /\/aws\.ts$/ }, ({ path, resolveDir, kind, importer }) => {
      if (kind === 'entry-point' || resolve(resolveDir, path) !== sdkBundle) return undefined;
      if (kind === 'dynamic-import') return { path: './aws.js', external: true };
      return { errors: [{ text: `${importer} must load credentials/aws.ts by import(), on first use` }] };
    });
  },
};

const bundle = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  mainFields: ['module', 'main'],
  minify: production,
  keepNames: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  plugins: [lazySdk],
};

/** Entry points that there are, each with the name of its bundle. */
const entries = (paths, from) =>
  paths
    .filter((path) => existsSync(join(root, from, path)))
    .map((path) => ({ in: join(root, from, path), out: path.replace(/\.ts$/, '') }));

function editorTests() {
  const folder = join(root, 'test/editor');
  if (production || !existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries(
    names.filter((name) => name === 'index.ts' || name.endsWith('.test.ts')),
    'test/editor',
  );
}

// Both lie side by side in dist, whatever their folders in src.
const extension = [...entries(['extension.ts'], 'src'), ...entries(['aws.ts'], 'src/credentials')];

const builds = [
  // A require in place of import(), which would go through the slower hooks that VS Code puts on ES modules.
  { ...bundle, entryPoints: extension, outdir: 'dist', supported: { 'dynamic-import': false } },
  { ...bundle, entryPoints: editorTests(), outdir: 'out/editor' },
].filter((build) => build.entryPoints.length > 0);

for (const folder of ['dist', 'out/editor']) rmSync(join(root, folder), { recursive: true, force: true });
if (watch) {
  for (const build of builds) {
    const context = await esbuild.context({ ...build, logLevel: 'info' });
    await context.watch();
  }
} else {
  await Promise.all(builds.map((build) => esbuild.build(build))).catch(() => process.exit(1));
}
