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

function editorTests() {
  const folder = join(root, 'test/editor');
  if (production || !existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

const builds = [
  {
    entryPoints: ['src/extension.ts', 'src/credentials/aws.ts'],
    outdir: 'dist',
    // A require: import() would go through the slower hooks that VS Code puts on ES modules.
    supported: { 'dynamic-import': false },
  },
  { entryPoints: editorTests(), outdir: 'out/editor', outbase: 'test/editor' },
]
  .map((build) => ({
    ...bundle,
    ...build,
    entryPoints: build.entryPoints.filter((path) => existsSync(path)),
  }))
  .filter((build) => build.entryPoints.length > 0);

// credentials/aws.ts must land beside extension.js, whatever its folder in src.
for (const build of builds) {
  build.entryPoints = build.entryPoints.map((path) =>
    build.outdir === 'dist' ? { in: path, out: path.replace(/^.*\/|\.ts$/g, '') } : path,
  );
}

for (const folder of ['dist', 'out/editor']) rmSync(join(root, folder), { recursive: true, force: true });
if (watch) {
  for (const build of builds) {
    const context = await esbuild.context({ ...build, logLevel: 'info' });
    await context.watch();
  }
} else {
  await Promise.all(builds.map((build) => esbuild.build(build))).catch(() => process.exit(1));
}
