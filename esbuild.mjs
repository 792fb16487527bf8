// Bundles the extension. dist/extension.js is read at start-up; the others on first use.
// Without --production it also bundles the tests that run inside VS Code, into out/editor.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** Read at start-up, and by import() on first use. They lie side by side in dist, whatever their folders in src. */
const bundles = {
  extension: 'src/extension.ts',
  engine: 'src/engine.ts',
  runner: 'src/credentials/runner.ts',
  actions: 'src/commands/actions.ts',
  dialogs: 'src/commands/dialogs.ts',
  identityCenterDialogs: 'src/commands/identityCenterDialogs.ts',
  showFailure: 'src/host/showFailure.ts',
  editableFiles: 'src/host/editableFiles.ts',
  mfaBox: 'src/host/mfaBox.ts',
  servers: 'src/delivery/servers.ts',
  mirrorNotices: 'src/host/mirrorNotices.ts',
  sessionFace: 'src/views/sessionFace.ts',
  treeContents: 'src/views/treeContents.ts',
  reach: 'src/identityCenter/reach.ts',
  writtenSessions: 'src/delivery/writtenSessions.ts',
  debugVariables: 'src/delivery/debugVariables.ts',
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
  charset: 'utf8',
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
  const { metafile } = await esbuild.build({
    ...common,
    // Our errors name themselves, and names cost an eighth of what is read at start-up.
    keepNames: false,
    entryPoints: bundles,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: 'dist',
    sourcemap: production ? false : 'inline',
    metafile: true,
    plugins: [apartFromSdk],
  });
  const made = Object.keys(metafile.outputs).map((path) => basename(path));
  const atOnce = chunksReadWith('extension.js', metafile);
  await Promise.all([
    joinAtOnce(atOnce),
    esbuild.build({
      ...rewritten,
      entryPoints: made
        .filter((name) => ![...atOnce, 'extension.js'].includes(name))
        .map((name) => join('dist', name)),
    }),
  ]);
  for (const [i, name] of atOnce.entries())
    writeFileSync(join(root, 'dist', name), `module.exports = require("./extension.js").shared${i};\n`);
}

const rewritten = {
  ...commonJs,
  absWorkingDir: root,
  outdir: 'dist',
  allowOverwrite: true,
  platform: 'node',
  target: 'node20',
  minify: production,
  charset: 'utf8',
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

/** The chunks that a bundle imports, and those that they do. */
function chunksReadWith(name, { outputs }) {
  const read = new Set();
  const follow = (path) => {
    for (const { path: chunk, kind, external } of outputs[path].imports) {
      if (kind !== 'import-statement' || external || read.has(chunk)) continue;
      read.add(chunk);
      follow(chunk);
    }
  };
  follow(`dist/${name}`);
  return [...read].map((path) => basename(path));
}

/** One file is read at start-up. What it shares with other bundles they get from it, by way of what is left of a chunk. */
function joinAtOnce(chunks) {
  const chunksToo = chunks.map((name, i) => `export * as shared${i} from './${name}';`);
  const others = {
    name: 'others',
    setup: (build) =>
      build.onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      ),
  };
  return esbuild.build({
    ...rewritten,
    stdin: {
      contents: [`export { activate } from './extension.js';`, ...chunksToo].join('\n'),
      resolveDir: join(root, 'dist'),
      sourcefile: 'startUp.js',
    },
    bundle: true,
    outdir: undefined,
    outfile: 'dist/extension.js',
    external: ['vscode', 'node:*'],
    plugins: [others],
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
