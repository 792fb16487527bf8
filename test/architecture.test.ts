import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { projectRoot, readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';

/**
 * The imports that each folder of src may have. A folder may only import folders above it in this table. `type x`
 * permits only `import type`. Every file may import its own folder and `base`, except `base/contributions.ts`.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  // The API for other extensions consists of types only and imports nothing.
  'api.ts': [],
  config: [],
  ipc: [],
  // The only way to VS Code's own texts: test/display.test.ts.
  display: ['type base/contributions.ts'],
  profiles: ['config'],
  plan: ['profiles'],
  language: ['config', 'profiles', 'plan'],
  credentials: ['profiles', 'plan'],
  identityCenter: ['profiles', 'plan', 'credentials'],
  session: ['ipc', 'profiles', 'plan', 'credentials'],
  delivery: [
    'api.ts',
    'display',
    'ipc',
    'config/parse.ts',
    'config/writable.ts',
    'profiles',
    'plan',
    'credentials',
    'session',
  ],
  views: ['display', 'profiles', 'plan', 'type identityCenter', 'session', 'base/contributions.ts'],
  providers: [
    'display',
    'config',
    'profiles',
    'plan',
    'language',
    'session',
    'views',
    'base/contributions.ts',
  ],
  commands: [
    'display',
    'config/mask.ts',
    'config/position.ts',
    'config/writable.ts',
    'profiles',
    'plan',
    'type credentials',
    'credentials/programs/commandLine.ts',
    'identityCenter/populate.ts',
    'type identityCenter',
    'session',
    'delivery',
    'views',
    'base/contributions.ts',
  ],
  // The tools for language models.
  tools: [
    'display',
    'profiles',
    'plan',
    'type credentials',
    'session',
    'views',
    'type commands',
    'commands/use/explainProfile.ts',
    'base/contributions.ts',
  ],
  // The host implements interfaces, so it imports only their types.
  host: [
    'display',
    'type config',
    'profiles/keys.ts',
    'profiles/access/storedTarget.ts',
    'profiles/alibaba/storedAlibabaTarget.ts',
    'profiles/alibaba/alibabaTarget.ts',
    'type profiles',
    'type plan',
    'type credentials',
    'type identityCenter',
    'type session',
    'type delivery',
    'type views',
    'type commands',
    'base/contributions.ts',
  ],
  // Created when the first session is needed.
  'signInEngine.ts': [
    'type profiles',
    'plan',
    'credentials',
    'identityCenter',
    'session',
    'host/files/fileWatcher.ts',
  ],
  'engine.ts': [
    'config',
    'profiles',
    'plan',
    'credentials',
    'identityCenter',
    'session',
    'host',
    'signInEngine.ts',
  ],
  'accessStage.ts': ['profiles', 'plan', 'session', 'host'],
  // What is needed once the AWS files are read.
  'reading.ts': ['config/parse.ts', 'profiles', 'plan', 'host/files/textEncoding.ts', 'accessStage.ts'],
  'lateAccess.ts': ['type profiles', 'type plan', 'type session', 'type accessStage.ts'],
  'later.ts': [
    'profiles',
    'identityCenter/accountFiles.ts',
    'session/inUse/chosenTargets.ts',
    'delivery',
    'views',
    'commands',
    'tools/tools.ts',
    'host',
    'engine.ts',
  ],
  'language.ts': ['profiles/policies/policyDocument.ts', 'providers', 'later.ts'],
  'productionStage.ts': [
    'type profiles',
    'plan/production.ts',
    'type plan',
    'identityCenter/accountNames.ts',
    'session',
    'host',
  ],
  'storeStage.ts': ['profiles/store.ts', 'host', 'reading.ts'],
  'startUp.ts': [
    'profiles',
    'plan',
    'session',
    'delivery',
    'commands',
    'host',
    'lateAccess.ts',
    'productionStage.ts',
    'storeStage.ts',
    'type engine.ts',
    'later.ts',
    'language.ts',
  ],
  'profilesInUseStage.ts': ['session', 'host', 'startUp.ts'],
  'deliveryStage.ts': [
    'type api.ts',
    'profiles',
    'session',
    'delivery',
    'host',
    'startUp.ts',
    'type profilesInUseStage.ts',
  ],
  // What serves Alibaba Cloud: `alibaba.ts` is the bundle.
  'alibabaCloud.ts': [
    'profiles',
    'plan',
    'credentials/alibaba/alibabaRunner.ts',
    'session',
    'delivery',
    'views',
    'commands',
    'host',
    'type startUp.ts',
    'type engine.ts',
    'base/contributions.ts',
  ],
  'alibaba.ts': ['alibabaCloud.ts'],
  'alibabaStage.ts': [
    'profiles/alibaba/alibabaPaths.ts',
    'profiles/alibaba/alibabaPresence.ts',
    'type views',
    'type commands',
    'host',
    'type startUp.ts',
    'type deliveryStage.ts',
    'type alibabaCloud.ts',
    'alibaba.ts',
    'base/contributions.ts',
  ],
  'viewStage.ts': [
    'session',
    'delivery',
    'views',
    'host',
    'plan/plan.ts',
    'startUp.ts',
    'type profilesInUseStage.ts',
    'type deliveryStage.ts',
  ],
  'writtenSessionStage.ts': [
    'profiles/ownMarks.ts',
    'type delivery',
    'startUp.ts',
    'type profilesInUseStage.ts',
  ],
  'commandStage.ts': [
    'delivery',
    'views',
    'commands',
    'host',
    'startUp.ts',
    'type profilesInUseStage.ts',
    'viewStage.ts',
    'type deliveryStage.ts',
    'type writtenSessionStage.ts',
  ],
  'toolStage.ts': [
    'display',
    'type profiles',
    'session',
    'delivery',
    'host',
    'startUp.ts',
    'viewStage.ts',
    'base/contributions.ts',
    'type views',
    'type deliveryStage.ts',
    'type profilesInUseStage.ts',
  ],
  'languageStage.ts': [
    'commands/userSetting.ts',
    'language/elsewhere/referringFiles.ts',
    'base/contributions.ts',
    'host',
    'startUp.ts',
    'type profilesInUseStage.ts',
    'viewStage.ts',
    'type views',
    'type commandStage.ts',
  ],
  'linkStage.ts': [
    'display/terminalLinks.ts',
    'session/activeState.ts',
    'base/contributions.ts',
    'host',
    'startUp.ts',
    'viewStage.ts',
    'type views',
    'type deliveryStage.ts',
    'type commandStage.ts',
  ],
  'extension.ts': [
    'type api.ts',
    'alibabaStage.ts',
    'profilesInUseStage.ts',
    'session',
    'delivery',
    'views',
    'commands',
    'host',
    'startUp.ts',
    'deliveryStage.ts',
    'viewStage.ts',
    'commandStage.ts',
    'languageStage.ts',
    'linkStage.ts',
    'toolStage.ts',
    'writtenSessionStage.ts',
  ],
};
const contributions = 'base/contributions.ts';

/** The files that may import external modules. `not` has precedence over `by`. */
const packages: readonly {
  readonly of: RegExp;
  readonly by: readonly string[];
  readonly not?: readonly string[];
}[] = [
  {
    of: /^vscode$/u,
    by: [
      'display/',
      'delivery/',
      'views/',
      'providers/',
      'commands/',
      'tools/',
      'host/',
      'api.ts',
      'engine.ts',
      'startUp.ts',
      'viewStage.ts',
      'commandStage.ts',
      'languageStage.ts',
      'linkStage.ts',
      'profilesInUseStage.ts',
      'toolStage.ts',
      'extension.ts',
      'alibabaCloud.ts',
      'alibabaStage.ts',
    ],
    not: [
      'display/marks.ts',
      'delivery/handover/',
      'commands/change/changeFromAnswers.ts',
      'views/tree/sectionTree.ts',
      'views/picker/roleSearch.ts',
      'tools/toolInput.ts',
      'tools/toolText.ts',
    ],
  },
  {
    of: /^node:/u,
    by: [
      'base/atomicFile.ts',
      'base/boundedFile.ts',
      'ipc/',
      'credentials/',
      'identityCenter/',
      'session/',
      'delivery/',
      'host/',
      'engine.ts',
      'startUp.ts',
      'deliveryStage.ts',
      'alibabaCloud.ts',
      'alibabaStage.ts',
    ],
    not: ['delivery/handover/'],
  },
  { of: /^@(aws-sdk|smithy)\//u, by: ['credentials/sdk/'] },
  { of: /^ini$/u, by: ['profiles/alibaba/'] },
  { of: /^jsonc-parser$/u, by: ['profiles/policies/', 'profiles/alibaba/'] },
  { of: /^ini$/u, by: ['profiles/alibaba/'] },
];

/** Bundles that are loaded on demand, with the only file that loads them. */
const loadedBy: Readonly<Record<string, string>> = {
  'credentials/sdk/aws.ts': 'credentials/sdk/open.ts',
  'reading.ts': 'storeStage.ts',
  'later.ts': 'startUp.ts',
  'language.ts': 'startUp.ts',
  'alibaba.ts': 'alibabaStage.ts',
};

/** What start-up loads after it has begun to read the AWS files, or later. */
const notAtStartUp = [
  'config/parse.ts',
  'profiles/keys.ts',
  'profiles/headerHints.ts',
  'plan/planner.ts',
  'host/files/textEncoding.ts',
  'host/messages/',
  'display/toasts.ts',
  'credentials/sdk/',
];

/** What all windows read of Alibaba Cloud: its names, and the sentences for its failures. */
const alibabaForAll = [
  'alibabaStage.ts',
  'host/messages/alibabaButtons.ts',
  'host/messages/alibabaMessages.ts',
  'plan/alibaba/alibabaDeeds.ts',
  'plan/alibaba/alibabaFacts.ts',
  'plan/alibaba/alibabaFingerprints.ts',
  'profiles/alibaba/alibabaPaths.ts',
  'profiles/alibaba/alibabaPresence.ts',
  'profiles/alibaba/alibabaTarget.ts',
  'profiles/alibaba/alibabaVariable.ts',
  // What a list of all hand-outs calls its sources.
  'views/alibaba/alibabaNames.ts',
];

/** Files that access the system. Pure files must not import them. */
const impureBase = ['base/atomicFile.ts', 'base/boundedFile.ts', 'base/deadline.ts', 'base/platform.ts'];
const maxFiles = 24;

/** File names that may occur in several folders. */
const repeatedNames: readonly string[] = [];

/** Folders and files whose output depends only on their input. */
const pure = [
  'config/',
  'profiles/',
  'plan/',
  'language/',
  'delivery/handover/',
  'commands/change/changeFromAnswers.ts',
  'views/tree/sectionTree.ts',
  'views/picker/roleSearch.ts',
];
const impure = new Set([
  'process',
  'console',
  'fetch',
  'globalThis',
  'crypto',
  'performance',
  'Date',
  'Buffer',
  'require',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
]);

const vagueNames = /^(utils?|common|shared|helpers?|index|misc)$/iu;
const maxLines = 250;
/** Tables gain a row for each feature and may exceed the limit on lines. */
const tables = ['profiles/keys.ts'];

type Sources = ReadonlyMap<string, string>;

/** Every violation as a sentence that begins with its file or arrow. */
function violations(sources: Sources): string[] {
  const imports = new Map<string, readonly string[]>();
  const ofFiles = [...sources].flatMap(([path, source]) => {
    const file = path.replace(/^src\//u, '');
    const tokens = tokensOf(source);
    const found = importsOf(tokens);
    imports.set(
      file,
      found.flatMap(({ from }) => (from?.startsWith('.') ? targetOf(file, from) : [])),
    );
    return [
      ...found.flatMap((each) => importViolations(sources, file, each)),
      ...purityViolations(file, tokens),
      ...shapeViolations(file, source, tokens),
    ];
  });
  return [...ofFiles, ...cycleViolations(imports), ...folderViolations(imports)].map(
    (violation) => `src/${violation}`,
  );
}

function targetOf(file: string, from: string): string {
  return posix.join(posix.dirname(file), from);
}

type Imports = ReadonlyMap<string, readonly string[]>;

/** Import cycles of any kind of import, as the shortest path from each file back to itself. */
function cycleViolations(imports: Imports): string[] {
  return [...imports.keys()].flatMap((file) => {
    const cycle = shortestCycle(imports, file);
    // Each cycle is reported once, from its first file.
    return cycle && cycle.every((other) => file <= other) ? [[...cycle, file].join(' → ')] : [];
  });
}

function shortestCycle(imports: Imports, start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  for (let paths: (readonly string[])[] = [[start]]; paths.length > 0;) {
    const next: (readonly string[])[] = [];
    for (const path of paths) {
      for (const target of imports.get(path.at(-1)!) ?? []) {
        if (target === start) return path;
        if (!seen.has(target)) next.push([...path, target]);
        seen.add(target);
      }
    }
    paths = next;
  }
  return undefined;
}

/** Sibling folders that import each other, folders with too many files, and files with the same name. */
function folderViolations(imports: Imports): string[] {
  const arrowsOfFolders = new Set(
    [...imports].flatMap(([file, targets]) => targets.flatMap((target) => siblings(file, target))),
  );
  const mutual = [...arrowsOfFolders].filter((arrow) => {
    const [from = '', to = ''] = arrow.split(' → ');
    return from < to && arrowsOfFolders.has(`${to} → ${from}`);
  });
  const files = [...imports.keys()];
  const folders = Map.groupBy(files, (file) => posix.dirname(file));
  const names = Map.groupBy(files, (file) => posix.basename(file));
  return [
    ...mutual.map((arrow) => `${arrow.replace('→', '⇄')} import each other`),
    ...[...folders]
      .filter(([, inside]) => inside.length > maxFiles)
      .map(([folder, inside]) => `${folder} has ${inside.length} files`),
    ...[...names]
      .filter(([name, places]) => places.length > 1 && !repeatedNames.includes(name))
      .map(([, places]) => `${places.join(' and src/')} have the same name`),
  ];
}

/** The arrow between the sibling folders that contain the two files. None if one folder contains the other file. */
function siblings(file: string, target: string): string[] {
  const [from, to] = [file.split('/'), target.split('/')];
  const apart = from.findIndex((name, i) => name !== to[i]);
  if (apart >= from.length - 1 || apart >= to.length - 1) return [];
  return [`${from.slice(0, apart + 1).join('/')} → ${to.slice(0, apart + 1).join('/')}`];
}

interface Import {
  readonly how: 'value' | 'type' | 'dynamic';
  /** Undefined if the specifier is not a string literal. */
  readonly from: string | undefined;
}

function importsOf(tokens: readonly Token[]): Import[] {
  return tokens.flatMap((token, i): Import[] => {
    if (token.kind !== 'word' || tokens[i - 1]?.text === '.') return [];
    const next = tokens[i + 1];
    if (token.text === 'import' && next?.text === '(')
      return [{ how: 'dynamic', from: literal(tokens[i + 2]) }];
    if (token.text === 'import' && next?.text !== '.') {
      const from = tokens.slice(i + 1).find(({ kind }) => kind === 'string');
      return [{ how: isTypeOnly(tokens, i) ? 'type' : 'value', from: literal(from) }];
    }
    if (token.text === 'export' && (next?.text === '*' || next?.text === '{' || isTypeOnly(tokens, i))) {
      const end = tokens.findIndex((later, j) => j > i && (later.text === ';' || later.text === 'from'));
      if (tokens[end]?.text !== 'from') return [];
      return [{ how: isTypeOnly(tokens, i) ? 'type' : 'value', from: literal(tokens[end + 1]) }];
    }
    return [];
  });
}

/**
 * Whether this is `import type {`, `import type X from`, or `import type * as`. `import { type X }` remains at run
 * time.
 */
function isTypeOnly(tokens: readonly Token[], at: number): boolean {
  const [next, after] = tokens.slice(at + 1, at + 3);
  if (next?.text !== 'type' || !after) return false;
  if (tokens[at]?.text === 'export') return after.text === '{' || after.text === '*';
  return after.text !== 'from' && after.text !== ',';
}

function literal(token: Token | undefined): string | undefined {
  return token?.kind === 'string' ? stringValue(token) : undefined;
}

function importViolations(sources: Sources, file: string, { how, from }: Import): string[] {
  if (from === undefined) return [`${file} has an import that is not a string literal`];
  if (!from.startsWith('.')) return packageViolations(file, from);
  const target = targetOf(file, from);
  const arrow = `${file} → src/${target}`;
  if (!sources.has(`src/${target}`)) return [`${arrow} (which does not exist)`];
  const violation: string[] = [];
  if (!mayImport(file, target, how)) {
    const asType = how !== 'type' && mayImport(file, target, 'type');
    violation.push(asType ? `${arrow} (only by import type)` : arrow);
  }
  const loader = loadedBy[target];
  // A bundle can build on another one.
  const isApart = how === 'value' ? !Object.hasOwn(loadedBy, file) : file !== loader;
  if (loader !== undefined && how !== 'type' && isApart)
    violation.push(`${arrow} (only src/${loader} loads it, by import())`);
  if (impureBase.includes(target) && isPure(file)) violation.push(`${arrow} (it is not pure)`);
  return violation;
}

function mayImport(file: string, target: string, how: Import['how']): boolean {
  const [topLevel, folder] = [topLevelOf(file), topLevelOf(target)];
  if (topLevel === folder) return true;
  if (folder === 'base' && target !== contributions) return true;
  const places = [target, folder].flatMap((place) => (how === 'type' ? [place, `type ${place}`] : [place]));
  return arrows[topLevel]?.some((allowed) => places.includes(allowed)) ?? false;
}

function packageViolations(file: string, name: string): string[] {
  const rule = packages.find(({ of }) => of.test(name));
  const isAmong = (places: readonly string[] = []) => places.some((place) => file.startsWith(place));
  return rule && isAmong(rule.by) && !isAmong(rule.not) ? [] : [`${file} → ${name}`];
}

function topLevelOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function isPure(file: string): boolean {
  return pure.some((place) => file.startsWith(place));
}

function purityViolations(file: string, tokens: readonly Token[]): string[] {
  if (!isPure(file)) return [];
  return tokens
    .filter(({ kind, text }, i) => {
      const [before, after, then] = [tokens[i - 1]?.text, tokens[i + 1]?.text, tokens[i + 2]?.text];
      if (kind !== 'word' || before === '.' || before === '?.') return false;
      if (text === 'Math') return then === 'random';
      // `new Date(value)` depends only on its argument. `Date.now` and `new Date()` read the clock.
      if (text === 'Date') return after === '.' || (after === '(' && then === ')');
      return impure.has(text) && (after === '.' || after === '(' || after === '[');
    })
    .map(({ text }) => `${file} uses ${text}`);
}

function shapeViolations(file: string, source: string, tokens: readonly Token[]): string[] {
  const lines = source.split('\n').length - 1;
  const names = file.replace(/\.ts$/u, '').split('/');
  const isAwaiting = file === 'extension.ts' && tokens.some(({ text }) => text === 'await');
  const isDefault = tokens.some(({ text }, i) => text === 'default' && tokens[i - 1]?.text === 'export');
  return [
    ...(lines > maxLines && !tables.includes(file) ? [`${file} has ${lines} lines`] : []),
    ...(topLevelOf(file) in arrows ? [] : [`${file} is in a folder without a rule`]),
    ...(names.some((name) => vagueNames.test(name)) ? [`${file} has a vague name`] : []),
    ...(isAwaiting ? [`${file} awaits`] : []),
    ...(isDefault ? [`${file} exports a default`] : []),
  ];
}

describe('the architecture', () => {
  const sources = readSources('src');

  it('is respected by every file', function () {
    this.timeout(20_000);
    assert.ok(sources.size > 30, 'the files are found');
    assert.deepEqual(violations(sources), []);
  });

  /** What the files import for its value, directly or not. */
  function readWith(...files: readonly string[]): ReadonlySet<string> {
    const read = new Set(files);
    for (const file of read)
      for (const { how, from } of importsOf(tokensOf(sources.get(`src/${file}`) ?? '')))
        if (how === 'value' && from?.startsWith('.')) read.add(targetOf(file, from));
    return read;
  }

  it('reads at start-up only what start-up needs', () => {
    const read = readWith('extension.ts');
    assert.ok(read.has('profiles/store.ts'));
    const late = notAtStartUp.map((place) => [...read].find((file) => file.startsWith(place)));
    assert.deepEqual(
      late.filter((file) => file !== undefined),
      [],
    );
  });

  it('reads what serves Alibaba Cloud only where something of it is found', () => {
    const read = readWith('extension.ts', 'reading.ts', 'later.ts', 'language.ts');
    const found = [...read].filter((file) => /alibaba/iu.test(file));
    assert.deepEqual(found.toSorted(), alibabaForAll.toSorted());
  });

  it('has no rules for missing files', () => {
    const files = [...sources.keys()].map((path) => path.replace(/^src\//u, ''));
    const places = [
      ...Object.entries(arrows).flat(2),
      ...packages.flatMap(({ by, not = [] }) => [...by, ...not]),
      ...pure,
      ...impureBase,
      ...Object.entries(loadedBy).flat(),
      ...notAtStartUp,
      ...alibabaForAll,
    ].map((place) => place.replace('type ', ''));
    assert.deepEqual(
      places.filter(
        (place) => !files.some((file) => file === place || file.startsWith(`${place}/`.replace('//', '/'))),
      ),
      [],
    );
  });

  it('limits the number of files in each folder of test', () => {
    const entries = readdirSync(join(projectRoot, 'test'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const folders = Map.groupBy(files, ({ parentPath }) =>
      relative(projectRoot, parentPath).replaceAll('\\', '/'),
    );
    const large = [...folders].filter(([, inside]) => inside.length > maxFiles).map(([folder]) => folder);
    assert.deepEqual(large, []);
  });

  it('only has arrows to folders above', () => {
    const order = Object.keys(arrows);
    for (const [topLevel, allowed] of Object.entries(arrows)) {
      for (const place of allowed.map((text) => topLevelOf(text.replace('type ', ''))))
        assert.ok(order.indexOf(place) < order.indexOf(topLevel), `${topLevel} → ${place}`);
    }
  });
});

const otherFiles = `
  base/event.ts base/failure.ts base/log.ts base/contributions.ts base/platform.ts
  config/mask.ts config/writable.ts config/parse.ts config/position.ts profiles/profiles.ts plan/plan.ts
  credentials/sdk/aws.ts credentials/sdk/sts.ts credentials/sdk/open.ts
  session/active.ts delivery/terminals/terminals.ts views/tree/tree.ts commands/openFiles.ts host/outputLog.ts
  api.ts later.ts startUp.ts extension.ts`
  .trim()
  .split(/\s+/u);

/** Tests the violations of one more file among `otherFiles`. */
function testFile(file: string, source: string, ...expected: string[]): void {
  const others = otherFiles.map((other): [string, string] => [`src/${other}`, '']);
  const what = expected.length ? 'reports' : 'accepts';
  it(`${what} ${file}: ${source.slice(0, 70).replaceAll('\n', ' ')}`, () => {
    assert.deepEqual(violations(new Map([...others, [`src/${file}`, source]])), expected);
  });
}

/** Tests the violations of a set of files. */
function testFiles(what: string, files: Readonly<Record<string, string>>, ...expected: string[]): void {
  it(`reports ${what}`, () => {
    const sources = new Map(Object.entries(files).map(([file, source]) => [`src/${file}`, source]));
    assert.deepEqual(violations(sources), expected);
  });
}

describe('the architecture check', () => {
  testFile(
    'config/x.ts',
    "import type { A } from './parse.ts';\nimport type { F } from '../base/failure.ts';",
  );
  testFile(
    'config/x.ts',
    "import { a } from '../profiles/profiles.ts';",
    'src/config/x.ts → src/profiles/profiles.ts',
  );
  testFile(
    'plan/x.ts',
    "import type { A } from '../session/active.ts';",
    'src/plan/x.ts → src/session/active.ts',
  );
  testFile(
    'plan/x.ts',
    "import {\n  a,\n  type B,\n} from '../views/tree/tree.ts';",
    'src/plan/x.ts → src/views/tree/tree.ts',
  );
  testFile('plan/x.ts', "import '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  testFile('plan/x.ts', "export * from '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  testFile('plan/x.ts', "export { a } from '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  testFile(
    'plan/x.ts',
    "export type { A } from '../config/parse.ts';",
    'src/plan/x.ts → src/config/parse.ts',
  );
  testFile('plan/x.ts', "void import('../config/parse.ts');", 'src/plan/x.ts → src/config/parse.ts');
  testFile('plan/x.ts', "type A = import('../config/parse.ts').A;", 'src/plan/x.ts → src/config/parse.ts');
  testFile(
    'plan/x.ts',
    'void import(`../config/parse.ts`);',
    'src/plan/x.ts has an import that is not a string literal',
  );
  testFile('plan/x.ts', "`${await import('../config/parse.ts')}`;", 'src/plan/x.ts → src/config/parse.ts');
  testFile(
    'plan/x.ts',
    "// import '../config/parse.ts';\n/* import './a.ts' */ const a = \"import '../b.ts'\";",
  );
  testFile('plan/x.ts', "const a = /'/u; // import './a.ts'\nconst b = 1 / 2; const c = `import './c.ts'`;");
  testFile('plan/x.ts', "export type A = string;\nexport { b };\nconst b = from('./a.ts');");
  testFile(
    'plan/x.ts',
    "import { a } from './gone.ts';",
    'src/plan/x.ts → src/plan/gone.ts (which does not exist)',
  );
  testFile(
    'views/x.ts',
    "import { a } from '../commands/openFiles.ts';",
    'src/views/x.ts → src/commands/openFiles.ts',
  );
  testFile('commands/x.ts', "import { positionAt } from '../config/position.ts';");
  testFile(
    'commands/x.ts',
    "import { a } from '../config/parse.ts';",
    'src/commands/x.ts → src/config/parse.ts',
  );
  testFile('commands/x.ts', "import type { Sts } from '../credentials/sdk/sts.ts';");
  testFile(
    'commands/x.ts',
    "import { type Sts } from '../credentials/sdk/sts.ts';",
    'src/commands/x.ts → src/credentials/sdk/sts.ts (only by import type)',
  );
  testFile(
    'host/x.ts',
    "import type { A } from '../session/active.ts';\nimport { c } from '../base/contributions.ts';",
  );
  testFile(
    'host/x.ts',
    "import { a } from '../session/active.ts';",
    'src/host/x.ts → src/session/active.ts (only by import type)',
  );
  testFile(
    'session/x.ts',
    "import { a } from '../host/outputLog.ts';",
    'src/session/x.ts → src/host/outputLog.ts',
  );
  testFile('api.ts', "import type { Event } from 'vscode';");
  testFile('api.ts', "import type { P } from './plan/plan.ts';", 'src/api.ts → src/plan/plan.ts');
  testFile('delivery/x.ts', "import type { RolecallApi } from '../api.ts';");
  testFile('base/x.ts', "import type { L } from './log.ts';");
  testFile('base/x.ts', "import type { P } from '../plan/plan.ts';", 'src/base/x.ts → src/plan/plan.ts');
  testFile(
    'plan/x.ts',
    "import { c } from '../base/contributions.ts';",
    'src/plan/x.ts → src/base/contributions.ts',
  );

  testFile('config/x.ts', "import { join } from 'node:path';", 'src/config/x.ts → node:path');
  testFile('profiles/x.ts', "import type { Stats } from 'node:fs';", 'src/profiles/x.ts → node:fs');
  testFile(
    'session/x.ts',
    "import { join } from 'node:path';\nimport * as vscode from 'vscode';",
    'src/session/x.ts → vscode',
  );
  testFile('views/x.ts', "import * as vscode from 'vscode';");
  testFile('views/x.ts', "import { join } from 'node:path';", 'src/views/x.ts → node:path');
  testFile(
    'delivery/handover/x.ts',
    "import type * as vscode from 'vscode';",
    'src/delivery/handover/x.ts → vscode',
  );
  testFile('host/x.ts', "import ini from 'ini';", 'src/host/x.ts → ini');
  testFile(
    'credentials/x.ts',
    "import { a } from '@aws-sdk/client-sts';",
    'src/credentials/x.ts → @aws-sdk/client-sts',
  );
  testFile(
    'credentials/sdk/x.ts',
    "import { a } from '@aws-sdk/client-sts';\nimport { b } from '@smithy/core';",
  );
  testFile('credentials/sdk/open.ts', "const { a } = await import('./aws.ts');");
  testFile(
    'credentials/sdk/open.ts',
    "import { a } from './aws.ts';",
    'src/credentials/sdk/open.ts → src/credentials/sdk/aws.ts (only src/credentials/sdk/open.ts loads it, by import())',
  );
  testFile(
    'credentials/sdk/x.ts',
    "void import('./aws.ts');",
    'src/credentials/sdk/x.ts → src/credentials/sdk/aws.ts (only src/credentials/sdk/open.ts loads it, by import())',
  );
  testFile('credentials/sdk/x.ts', "import type { A } from './aws.ts';");
  testFile('startUp.ts', "const { a } = await import('./later.ts');");
  testFile('config/x.ts', "import { a } from '../base/event.ts';");
  testFile(
    'config/x.ts',
    "import { isWindows } from '../base/platform.ts';",
    'src/config/x.ts → src/base/platform.ts (it is not pure)',
  );
  testFile('session/x.ts', "import { isWindows } from '../base/platform.ts';");

  testFile('plan/x.ts', 'const now = Date.now();', 'src/plan/x.ts uses Date');
  testFile('plan/x.ts', 'const now = new Date();', 'src/plan/x.ts uses Date');
  testFile('plan/x.ts', "const home = process.env['HOME'];", 'src/plan/x.ts uses process');
  testFile('plan/x.ts', 'const a = Math.random() + Math.max(1, 2);', 'src/plan/x.ts uses Math');
  testFile('plan/x.ts', "const a = { process: 'console.log()', at: new Date(text), b: step.process.name };");
  testFile('session/x.ts', 'const now = Date.now();');

  testFile('extension.ts', 'export async function activate() { await 1; }', 'src/extension.ts awaits');
  testFile('plan/x.ts', 'export default 1;', 'src/plan/x.ts exports a default');
  testFile('plan/x.ts', '\n'.repeat(250));
  testFile('plan/x.ts', '\n'.repeat(251), 'src/plan/x.ts has 251 lines');
  testFile('plan/utils.ts', '', 'src/plan/utils.ts has a vague name');
  testFile('plan/helpers/x.ts', '', 'src/plan/helpers/x.ts has a vague name');
  testFile('plan/index.ts', '', 'src/plan/index.ts has a vague name');
  testFile('cloud/x.ts', '', 'src/cloud/x.ts is in a folder without a rule');

  testFiles(
    'an import cycle of types',
    {
      'plan/a.ts': "import type { B } from './b.ts';",
      'plan/b.ts': "import { c } from './c.ts';",
      'plan/c.ts': "export type A = import('./a.ts').A;",
    },
    'src/plan/a.ts → plan/b.ts → plan/c.ts → plan/a.ts',
  );
  testFiles(
    'folders that import each other',
    {
      'session/a/x.ts': "import type { B } from '../b/y.ts';",
      'session/a/z.ts': '',
      'session/b/y.ts': '',
      'session/b/w.ts': "import { z } from '../a/z.ts';",
    },
    'src/session/a ⇄ session/b import each other',
  );
  testFiles('no mutual imports of a folder and its parent', {
    'session/x.ts': "import type { B } from './b/y.ts';",
    'session/b/y.ts': "import { z } from '../z.ts';",
    'session/z.ts': '',
  });
  testFiles(
    'two files with the same name',
    { 'plan/a.ts': '', 'session/a.ts': '' },
    'src/plan/a.ts and src/session/a.ts have the same name',
  );
  testFiles(
    'a folder with too many files',
    Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`plan/file${i}.ts`, ''])),
    'src/plan has 25 files',
  );
});
