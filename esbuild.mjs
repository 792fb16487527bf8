// Bundles the extension: dist/extension.js is read at start-up, reading.js for the AWS files, later.js on first use,
// language.js for editors of AWS files, alibaba.js where something of Alibaba Cloud is found, and aws.js for the first call
// to AWS.
// Without --production it also bundles the tests that run inside VS Code, into out/editor. With it, out/metafile.json names
// everything that the bundles contain.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/** The bundles of the extension, each with those that are loaded before it. */
const bundles = {
  extension: [],
  reading: ['extension'],
  later: ['extension', 'reading'],
  language: ['extension', 'reading', 'later'],
  alibaba: ['extension', 'reading', 'later'],
};

/**
 * Lets a bundle share all modules of those that are loaded before it. So esbuild makes one chunk of everything that
 * start-up reads, and not one for each set of bundles that share a module.
 */
const bundlesInOrder = {
  name: 'bundles-in-order',
  setup(build) {
    const filter = new RegExp(`^\\./(?:src/)?(?:${Object.keys(bundles).join('|')})\\.ts$`);
    build.onResolve({ filter }, ({ kind, path }) =>
      kind === 'import-statement' ? undefined : { path: basename(path, '.ts'), namespace: 'bundle' },
    );
    build.onLoad({ filter: /./, namespace: 'bundle' }, ({ path: name }) => {
      const before = bundles[name].map((each) => `import './${each}.ts';`);
      return {
        contents: [...before, `export * from './${name}.ts';`].join('\n'),
        resolveDir: join(root, 'src'),
      };
    });
  },
};

/**
 * Only ES modules can share a chunk. But some editors made from VS Code cannot load them (Cursor 2.3), and VS Code 1.105
 * is slow to: so they are rewritten as CommonJS. There, each `import * as vscode` would copy all names of the API, and
 * each export would be a getter, which takes longer than reading everything else.
 */
async function buildExtension() {
  const { outputFiles, metafile } = await esbuild.build({
    ...bundled,
    entryPoints: Object.fromEntries(Object.keys(bundles).map((name) => [name, `./src/${name}.ts`])),
    format: 'esm',
    splitting: true,
    chunkNames: '[hash]',
    outdir: 'dist',
    write: false,
    sourcemap: production ? false : 'inline',
    plugins: [sdkApart, bundlesInOrder],
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const { path, text } of asCommonJs(outputFiles)) {
    const { absWorkingDir: _, ...options } = common;
    const { code } = await esbuild.transform(text, {
      ...options,
      ...commonJs,
      banner: 'const vscode$ = require("vscode");',
      sourcefile: path,
      sourcemap: production ? false : 'inline',
      logOverride: { 'commonjs-variable-in-esm': 'silent' },
    });
    writeFileSync(path, code);
  }
  return { metafile };
}

const importForm = /import\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([\w-]+\.js)";?/gu;
const exportForm = /export\s*\{([^}]*)\};?\s*(?=(?:\/\/# source.*\s*)?$)/u;

/** Rewrites what the files import from each other, and puts a chunk in place of a bundle that only exports from it. */
function asCommonJs(outputFiles) {
  const files = new Map(outputFiles.map(({ path, text }) => [basename(path), { path, text }]));
  /** The bundle in place of a chunk, and what else it exports. */
  const replaced = new Map();
  for (const [name, { text }] of files) {
    const other = text
      .replaceAll(importForm, '')
      .replace(exportForm, '')
      .replaceAll(/^\/\/.*$/gmu, '');
    if (other.trim() !== '') continue;
    const [[, imported, chunk]] = [...text.matchAll(importForm)].filter(([, names]) => names);
    const origins = new Map(namesIn(imported).map(([origin, local]) => [local, origin]));
    const exported = namesIn(exportForm.exec(text)[1]).map(([local, as]) => [origins.get(local), as]);
    replaced.set(chunk, { bundle: name, exported });
  }
  const emptied = new Set([...replaced.values()].map(({ bundle }) => bundle));
  return [...files].flatMap(([name, { path, text }]) => {
    if (emptied.has(name)) return [];
    const { bundle = name, exported = [] } = replaced.get(name) ?? {};
    const withImports = text
      .replaceAll(/import\s*\*\s*as ([\w$]+) from\s*"vscode"/gu, 'const $1 = vscode$$')
      .replaceAll(importForm, (_, names, from) => {
        const required = `require("./${replaced.get(from)?.bundle ?? from}");`;
        return names === undefined ? required : `const {${properties(namesIn(names))}} = ${required}`;
      });
    const withExports = withImports.replace(exportForm, (_, names) => {
      const own = new Map(namesIn(names).map(([local, as]) => [as, local]));
      const all = new Map([...own, ...exported.map(([origin, as]) => [as, own.get(origin)])]);
      return `module.exports = {${properties([...all])}};\n`;
    });
    return { path: join(dirname(path), bundle), text: withExports };
  });
}

/** The pairs in `a as b, c`. */
function namesIn(list) {
  return list.split(',').flatMap((each) => {
    const [from, as = from] = each.trim().split(/\s+as\s+/u);
    return from === '' ? [] : [[from, as]];
  });
}

function properties(pairs) {
  return pairs.map(([name, value]) => `${name}: ${value}`).join(', ');
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
