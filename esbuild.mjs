// Bundles the extension: dist/extension.js is read at start-up, later.js on first use, language.js for editors of AWS files, aws.js for the first call to AWS.
// Without --production it also bundles the tests that run inside VS Code, into out/editor. With it, out/metafile.json names
// everything that the bundles contain.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

const common = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  minify: production,
  charset: 'utf8',
  logLevel: 'warning',
};
const bundled = {
  ...common,
  bundle: true,
  external: ['vscode', 'mocha'],
  mainFields: ['module', 'main'],
  metafile: true,
  // The SDK looks for credentials itself only if it is given none, and `clientConfig.ts` always gives it some.
  alias: { '@aws-sdk/credential-provider-node': './packaging/noCredentialProvider.mjs' },
};
const commonJs = { format: 'cjs', supported: { 'dynamic-import': false } };

/** What shares nothing with the rest: the SDK, the program that other programs start, and tests. */
function buildApart(outdir, entryPoints, format = commonJs) {
  const sourcemap = production ? false : 'linked';
  return esbuild.build({ ...bundled, ...format, entryPoints, outdir, sourcemap, keepNames: true });
}

/** `import('…/credentials/sdk/aws.ts')` reads the SDK's own bundle. */
const sdkApart = {
  name: 'sdk-apart',
  setup(build) {
    build.onResolve({ filter: /\/aws\.ts$/ }, ({ kind, importer }) => {
      if (kind === 'dynamic-import') return { path: './aws.js', external: true };
      return { errors: [{ text: `${importer} must load credentials/sdk/aws.ts by import(), on first use` }] };
    });
  },
};

/**
 * Only ES modules can share a chunk. But some editors made from VS Code cannot load them (Cursor 2.3), and VS Code 1.105
 * is slow to: so they are rewritten as CommonJS. There, each `import * as vscode` would copy all names of the API, which
 * takes longer than reading everything else.
 */
async function buildExtension() {
  const { outputFiles, metafile } = await esbuild.build({
    ...bundled,
    entryPoints: { extension: 'src/extension.ts', later: 'src/later.ts', language: 'src/language.ts' },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: 'dist',
    write: false,
    sourcemap: production ? false : 'inline',
    plugins: [sdkApart],
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const { path, text } of outputFiles) {
    const oneVscode = text.replaceAll(/import\s*\*\s*as ([\w$]+) from\s*"vscode"/g, 'const $1 = vscode$$');
    const { absWorkingDir: _, ...options } = common;
    const { code } = await esbuild.transform(oneVscode, {
      ...options,
      ...commonJs,
      banner: 'const vscode$ = require("vscode");',
      sourcefile: path,
      sourcemap: production ? false : 'inline',
    });
    writeFileSync(path, code);
  }
  return { metafile };
}

function buildEditorTests() {
  const folder = join(root, 'test/editor');
  if (production || !existsSync(folder)) return undefined;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const tests = names.filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  const entryPoints = tests.map((name) => join(folder, name));
  // They keep import(): mocha is an ES module, and in the Node of older editors a require returns it in another shape.
  return buildApart('out/editor', entryPoints, { format: 'cjs' });
}

for (const folder of ['dist', 'out/editor']) rmSync(join(root, folder), { recursive: true, force: true });
const programs = ['src/credentials/sdk/aws.ts', 'src/delivery/mirror/credentialHelper.ts'];
const apart = { aws: programs[0], credentialHelper: programs[1] };
const builds = await Promise.all([buildApart('dist', apart), buildExtension(), buildEditorTests()]).catch(
  () => process.exit(1),
);
if (production) {
  const outputs = Object.assign({}, ...builds.map((build) => build?.metafile.outputs));
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out/metafile.json'), JSON.stringify({ outputs }));
}
