// Bundles the extension. dist/extension.js, with the chunk that it shares, is read at start-up; the others on first use.
// Without --production it also bundles the tests that run inside VS Code, into out/editor.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** Read at start-up, and by import() on first use. They lie side by side in dist, whatever their folders in src. */
const bundles = {
  extension: 'src/extension.ts',
  runner: 'src/credentials/runner.ts',
  dialogs: 'src/commands/dialogs.ts',
  editableFiles: 'src/host/editableFiles.ts',
  mfaBox: 'src/host/mfaBox.ts',
  live: 'src/delivery/live.ts',
};
const sdkBundle = join(root, 'src/credentials/aws.ts');

/** The SDK shares nothing with the rest: `import('…/credentials/aws.ts')` reads a bundle that is made by itself. */
const apartFromSdk = {
  name: 'apart-from-sdk',
  setup(build) {
    build.onResolve({ filter: /\/aws\.ts$/ }, ({ path, resolveDir, kind, importer }) => {
      if (resolve(resolveDir, path) !== sdkBundle) return undefined;
      if (kind === 'dynamic-import') return { path: './aws.js', external: true };
      return { errors: [{ text: `${importer} must load credentials/aws.ts by import(), on first use` }] };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode', 'mocha'],
  mainFields: ['module', 'main'],
  minify: production,
  keepNames: production,
  logLevel: 'warning',
};

const commonJs = { format: 'cjs', supported: { 'dynamic-import': false } };

function buildSdk() {
  return esbuild.build({
    ...common,
    ...commonJs,
    entryPoints: [sdkBundle],
    outdir: 'dist',
    sourcemap: production ? false : 'linked',
  });
}

/** A program of its own, which is copied to where other programs start it. */
function buildHelper() {
  return esbuild.build({
    ...common,
    ...commonJs,
    entryPoints: [join(root, 'src/delivery/credentialHelper.ts')],
    outdir: 'dist',
    minify: true,
  });
}

/**
 * Only ES modules can share a chunk, and VS Code needs CommonJS: the bundles are made as the former and rewritten as the
 * latter. A require takes the place of import(), which would go through the slower hooks that VS Code puts on ES modules.
 */
async function buildExtension() {
  await esbuild.build({
    ...common,
    // Our errors name themselves, and names cost an eighth of what is read at start-up.
    keepNames: false,
    entryPoints: bundles,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: 'dist',
    sourcemap: production ? false : 'inline',
    plugins: [apartFromSdk],
  });
  const made = readdirSync(join(root, 'dist')).filter(
    (name) => name.endsWith('.js') && !['aws.js', 'credentialHelper.js'].includes(name),
  );
  await esbuild.build({
    ...commonJs,
    absWorkingDir: root,
    entryPoints: made.map((name) => join('dist', name)),
    outdir: 'dist',
    allowOverwrite: true,
    platform: 'node',
    target: 'node20',
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'warning',
  });
}

async function buildEditorTests() {
  const folder = join(root, 'test/editor');
  if (production || !existsSync(folder)) return;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const tests = names.filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await esbuild.build({
    ...common,
    entryPoints: tests.map((name) => join(folder, name)),
    outdir: 'out/editor',
    format: 'cjs',
    sourcemap: 'linked',
  });
}

for (const folder of ['dist', 'out/editor']) rmSync(join(root, folder), { recursive: true, force: true });
await Promise.all([buildSdk(), buildHelper(), buildExtension(), buildEditorTests()]).catch(() =>
  process.exit(1),
);
