import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';

/**
 * Who may import whom. Left to right, as data flows; `type x` stands for `import type` alone. A folder imports itself
 * freely, and `base` is for all, except `base/contributions.ts`.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  // What other extensions see: types, and nothing of ours.
  'api.ts': [],
  config: [],
  ipc: [],
  profiles: ['config'],
  plan: ['profiles'],
  credentials: ['profiles', 'plan'],
  identityCenter: ['profiles', 'plan', 'credentials'],
  session: ['ipc', 'profiles', 'plan', 'credentials'],
  delivery: [
    'api.ts',
    'ipc',
    'config/parse.ts',
    'config/writable.ts',
    'profiles',
    'plan',
    'credentials',
    'session',
  ],
  views: ['profiles', 'plan', 'type identityCenter', 'session', 'base/contributions.ts'],
  commands: [
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
  // It implements interfaces, so it knows them and nothing behind them.
  host: [
    'type config',
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
  // What is built when a session is first needed.
  'engine.ts': ['config', 'profiles', 'plan', 'credentials', 'identityCenter', 'session', 'host'],
  'later.ts': ['profiles', 'delivery', 'views', 'commands', 'host', 'engine.ts'],
  'loadLater.ts': ['later.ts'],
  'startUp.ts': [
    'profiles',
    'plan',
    'session',
    'delivery',
    'commands',
    'host',
    'type engine.ts',
    'loadLater.ts',
  ],
  'deliveryStage.ts': [
    'type api.ts',
    'profiles',
    'session',
    'delivery',
    'host',
    'loadLater.ts',
    'type startUp.ts',
  ],
  'commandStage.ts': [
    'delivery',
    'views',
    'commands',
    'host',
    'loadLater.ts',
    'type startUp.ts',
    'type deliveryStage.ts',
  ],
  'extension.ts': [
    'type api.ts',
    'session',
    'delivery',
    'views',
    'commands',
    'host',
    'startUp.ts',
    'deliveryStage.ts',
    'commandStage.ts',
  ],
};
const contributions = 'base/contributions.ts';

/** Who may import what is not ours. A path that is named beats its folder. */
const packages: readonly {
  readonly of: RegExp;
  readonly by: readonly string[];
  readonly not?: readonly string[];
}[] = [
  {
    of: /^vscode$/u,
    by: [
      'delivery/',
      'views/',
      'commands/',
      'host/',
      'api.ts',
      'engine.ts',
      'startUp.ts',
      'commandStage.ts',
      'extension.ts',
    ],
    not: [
      'delivery/handover/',
      'commands/change/changeFromAnswers.ts',
      'views/tree/sectionTree.ts',
      'views/picker/roleSearch.ts',
    ],
  },
  {
    of: /^node:/u,
    by: [
      'base/atomicFile.ts',
      'ipc/',
      'credentials/',
      'identityCenter/',
      'session/',
      'delivery/',
      'host/',
      'engine.ts',
      'startUp.ts',
      'deliveryStage.ts',
    ],
    not: ['delivery/handover/'],
  },
  { of: /^@(aws-sdk|smithy)\//u, by: ['credentials/sdk/'] },
];

/** Bundles that are loaded on first use, each by one file alone. */
const loadedBy: Readonly<Record<string, string>> = {
  'credentials/sdk/aws.ts': 'credentials/sdk/open.ts',
  'later.ts': 'loadLater.ts',
};

/** The files that read and write the system: what is pure must not import them. */
const impureBase = ['base/atomicFile.ts', 'base/platform.ts'];
const mostFiles = 24;

/** Files that may share their name. */
const sameNames: readonly string[] = [];

/** Folders whose output depends on nothing but their input. */
const pure = [
  'config/',
  'profiles/',
  'plan/',
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

type Sources = ReadonlyMap<string, string>;

/** Every broken rule in a sentence that begins with the file or the arrow at fault. */
function offences(sources: Sources): string[] {
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
      ...found.flatMap((each) => importOffences(sources, file, each)),
      ...purityOffences(file, tokens),
      ...shapeOffences(file, source, tokens),
    ];
  });
  return [...ofFiles, ...circleOffences(imports), ...folderOffences(imports)].map(
    (offence) => `src/${offence}`,
  );
}

function targetOf(file: string, from: string): string {
  return posix.join(posix.dirname(file), from);
}

type Imports = ReadonlyMap<string, readonly string[]>;

/** Files that import each other in a circle, by whatever kind of import: the shortest way round from each. */
function circleOffences(imports: Imports): string[] {
  return [...imports.keys()].flatMap((file) => {
    const circle = wayBack(imports, file);
    // Each circle is named once, from its first file.
    return circle && circle.every((other) => file <= other) ? [[...circle, file].join(' → ')] : [];
  });
}

function wayBack(imports: Imports, start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  for (let ways: (readonly string[])[] = [[start]]; ways.length > 0;) {
    const next: (readonly string[])[] = [];
    for (const way of ways) {
      for (const target of imports.get(way.at(-1)!) ?? []) {
        if (target === start) return way;
        if (!seen.has(target)) next.push([...way, target]);
        seen.add(target);
      }
    }
    ways = next;
  }
  return undefined;
}

/** Sibling folders that import each other, folders with too many files, and names that stand for two files. */
function folderOffences(imports: Imports): string[] {
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
      .filter(([, inside]) => inside.length > mostFiles)
      .map(([folder, inside]) => `${folder} has ${inside.length} files`),
    ...[...names]
      .filter(([name, places]) => places.length > 1 && !sameNames.includes(name))
      .map(([, places]) => `${places.join(' and src/')} have the same name`),
  ];
}

/** The arrow between the folders, side by side, that hold the two files; none where one folder holds the other file. */
function siblings(file: string, target: string): string[] {
  const [from, to] = [file.split('/'), target.split('/')];
  const apart = from.findIndex((name, i) => name !== to[i]);
  if (apart >= from.length - 1 || apart >= to.length - 1) return [];
  return [`${from.slice(0, apart + 1).join('/')} → ${to.slice(0, apart + 1).join('/')}`];
}

interface Import {
  readonly how: 'value' | 'type' | 'dynamic';
  /** Undefined where it is no plain string. */
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

/** `import type {`, `import type X from`, `import type * as`: not `import { type X }`, which stays at run time. */
function isTypeOnly(tokens: readonly Token[], at: number): boolean {
  const [next, after] = tokens.slice(at + 1, at + 3);
  if (next?.text !== 'type' || !after) return false;
  if (tokens[at]?.text === 'export') return after.text === '{' || after.text === '*';
  return after.text !== 'from' && after.text !== ',';
}

function literal(token: Token | undefined): string | undefined {
  return token?.kind === 'string' ? stringValue(token) : undefined;
}

function importOffences(sources: Sources, file: string, { how, from }: Import): string[] {
  if (from === undefined) return [`${file} imports what is no plain string`];
  if (!from.startsWith('.')) return packageOffences(file, from);
  const target = targetOf(file, from);
  const arrow = `${file} → src/${target}`;
  if (!sources.has(`src/${target}`)) return [`${arrow} (there is no such file)`];
  const offence: string[] = [];
  if (!mayImport(file, target, how)) {
    const asType = how !== 'type' && mayImport(file, target, 'type');
    offence.push(asType ? `${arrow} (only by import type)` : arrow);
  }
  const loader = loadedBy[target];
  if (loader !== undefined && how !== 'type' && (how === 'value' || file !== loader))
    offence.push(`${arrow} (only src/${loader} loads it, by import())`);
  if (impureBase.includes(target) && isPure(file)) offence.push(`${arrow} (it is not pure)`);
  return offence;
}

function mayImport(file: string, target: string, how: Import['how']): boolean {
  const [home, folder] = [homeOf(file), homeOf(target)];
  if (home === folder) return true;
  if (folder === 'base' && target !== contributions) return true;
  const places = [target, folder].flatMap((place) => (how === 'type' ? [place, `type ${place}`] : [place]));
  return arrows[home]?.some((allowed) => places.includes(allowed)) ?? false;
}

function packageOffences(file: string, name: string): string[] {
  const rule = packages.find(({ of }) => of.test(name));
  const isAmong = (places: readonly string[] = []) => places.some((place) => file.startsWith(place));
  return rule && isAmong(rule.by) && !isAmong(rule.not) ? [] : [`${file} → ${name}`];
}

function homeOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function isPure(file: string): boolean {
  return pure.some((place) => file.startsWith(place));
}

function purityOffences(file: string, tokens: readonly Token[]): string[] {
  if (!isPure(file)) return [];
  return tokens
    .filter(({ kind, text }, i) => {
      const [before, after, then] = [tokens[i - 1]?.text, tokens[i + 1]?.text, tokens[i + 2]?.text];
      if (kind !== 'word' || before === '.' || before === '?.') return false;
      if (text === 'Math') return then === 'random';
      // `new Date(text)` is as good as its text; `Date.now` and `new Date()` are the clock.
      if (text === 'Date') return after === '.' || (after === '(' && then === ')');
      return impure.has(text) && (after === '.' || after === '(' || after === '[');
    })
    .map(({ text }) => `${file} uses ${text}`);
}

function shapeOffences(file: string, source: string, tokens: readonly Token[]): string[] {
  const lines = source.split('\n').length - 1;
  const names = file.replace(/\.ts$/u, '').split('/');
  const isAwaiting = file === 'extension.ts' && tokens.some(({ text }) => text === 'await');
  const isDefault = tokens.some(({ text }, i) => text === 'default' && tokens[i - 1]?.text === 'export');
  return [
    ...(lines > maxLines ? [`${file} has ${lines} lines`] : []),
    ...(homeOf(file) in arrows ? [] : [`${file} is in a place without a rule`]),
    ...(names.some((name) => vagueNames.test(name)) ? [`${file} is not named after what is in it`] : []),
    ...(isAwaiting ? [`${file} awaits`] : []),
    ...(isDefault ? [`${file} exports a default`] : []),
  ];
}

describe('the architecture', () => {
  const sources = readSources('src');

  it('is kept by every file', () => {
    assert.ok(sources.size > 30, 'the files are found');
    assert.deepEqual(offences(sources), []);
  });

  it('has a rule for no place that is gone', () => {
    const files = [...sources.keys()].map((path) => path.replace(/^src\//u, ''));
    const places = [
      ...Object.entries(arrows).flat(2),
      ...packages.flatMap(({ by, not = [] }) => [...by, ...not]),
      ...pure,
      ...impureBase,
      ...Object.entries(loadedBy).flat(),
    ].map((place) => place.replace('type ', ''));
    assert.deepEqual(
      places.filter(
        (place) => !files.some((file) => file === place || file.startsWith(`${place}/`.replace('//', '/'))),
      ),
      [],
    );
  });

  it('has arrows to the left only', () => {
    const order = Object.keys(arrows);
    for (const [home, allowed] of Object.entries(arrows)) {
      for (const place of allowed.map((text) => homeOf(text.replace('type ', ''))))
        assert.ok(order.indexOf(place) < order.indexOf(home), `${home} → ${place}`);
    }
  });
});

const otherFiles = `
  base/event.ts base/failure.ts base/log.ts base/contributions.ts base/platform.ts
  config/mask.ts config/writable.ts config/parse.ts config/position.ts profiles/profiles.ts plan/plan.ts
  credentials/sdk/aws.ts credentials/sdk/sts.ts credentials/sdk/open.ts
  session/active.ts delivery/terminals/terminals.ts views/tree/tree.ts commands/openFiles.ts host/outputLog.ts
  api.ts later.ts loadLater.ts startUp.ts extension.ts`
  .trim()
  .split(/\s+/u);

/** What is said of one more file among these. */
function says(file: string, source: string, ...expected: string[]): void {
  const others = otherFiles.map((other): [string, string] => [`src/${other}`, '']);
  const what = expected.length ? 'names' : 'accepts';
  it(`${what} ${file}: ${source.slice(0, 70).replaceAll('\n', ' ')}`, () => {
    assert.deepEqual(offences(new Map([...others, [`src/${file}`, source]])), expected);
  });
}

describe('the check of the architecture', () => {
  says('config/x.ts', "import type { A } from './parse.ts';\nimport type { F } from '../base/failure.ts';");
  says(
    'config/x.ts',
    "import { a } from '../profiles/profiles.ts';",
    'src/config/x.ts → src/profiles/profiles.ts',
  );
  says(
    'plan/x.ts',
    "import type { A } from '../session/active.ts';",
    'src/plan/x.ts → src/session/active.ts',
  );
  says(
    'plan/x.ts',
    "import {\n  a,\n  type B,\n} from '../views/tree/tree.ts';",
    'src/plan/x.ts → src/views/tree/tree.ts',
  );
  says('plan/x.ts', "import '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "export * from '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "export { a } from '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "export type { A } from '../config/parse.ts';", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "void import('../config/parse.ts');", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "type A = import('../config/parse.ts').A;", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', 'void import(`../config/parse.ts`);', 'src/plan/x.ts imports what is no plain string');
  says('plan/x.ts', "`${await import('../config/parse.ts')}`;", 'src/plan/x.ts → src/config/parse.ts');
  says('plan/x.ts', "// import '../config/parse.ts';\n/* import './a.ts' */ const a = \"import '../b.ts'\";");
  says('plan/x.ts', "const a = /'/u; // import './a.ts'\nconst b = 1 / 2; const c = `import './c.ts'`;");
  says('plan/x.ts', "export type A = string;\nexport { b };\nconst b = from('./a.ts');");
  says(
    'plan/x.ts',
    "import { a } from './gone.ts';",
    'src/plan/x.ts → src/plan/gone.ts (there is no such file)',
  );
  says(
    'views/x.ts',
    "import { a } from '../commands/openFiles.ts';",
    'src/views/x.ts → src/commands/openFiles.ts',
  );
  says('commands/x.ts', "import { positionAt } from '../config/position.ts';");
  says('commands/x.ts', "import { a } from '../config/parse.ts';", 'src/commands/x.ts → src/config/parse.ts');
  says('commands/x.ts', "import type { Sts } from '../credentials/sdk/sts.ts';");
  says(
    'commands/x.ts',
    "import { type Sts } from '../credentials/sdk/sts.ts';",
    'src/commands/x.ts → src/credentials/sdk/sts.ts (only by import type)',
  );
  says(
    'host/x.ts',
    "import type { A } from '../session/active.ts';\nimport { c } from '../base/contributions.ts';",
  );
  says(
    'host/x.ts',
    "import { a } from '../session/active.ts';",
    'src/host/x.ts → src/session/active.ts (only by import type)',
  );
  says(
    'session/x.ts',
    "import { a } from '../host/outputLog.ts';",
    'src/session/x.ts → src/host/outputLog.ts',
  );
  says('api.ts', "import type { Event } from 'vscode';");
  says('api.ts', "import type { P } from './plan/plan.ts';", 'src/api.ts → src/plan/plan.ts');
  says('delivery/x.ts', "import type { RolecallApi } from '../api.ts';");
  says('base/x.ts', "import type { L } from './log.ts';");
  says('base/x.ts', "import type { P } from '../plan/plan.ts';", 'src/base/x.ts → src/plan/plan.ts');
  says(
    'plan/x.ts',
    "import { c } from '../base/contributions.ts';",
    'src/plan/x.ts → src/base/contributions.ts',
  );

  says('config/x.ts', "import { join } from 'node:path';", 'src/config/x.ts → node:path');
  says('profiles/x.ts', "import type { Stats } from 'node:fs';", 'src/profiles/x.ts → node:fs');
  says(
    'session/x.ts',
    "import { join } from 'node:path';\nimport * as vscode from 'vscode';",
    'src/session/x.ts → vscode',
  );
  says('views/x.ts', "import * as vscode from 'vscode';");
  says('views/x.ts', "import { join } from 'node:path';", 'src/views/x.ts → node:path');
  says(
    'delivery/handover/x.ts',
    "import type * as vscode from 'vscode';",
    'src/delivery/handover/x.ts → vscode',
  );
  says('host/x.ts', "import ini from 'ini';", 'src/host/x.ts → ini');
  says(
    'credentials/x.ts',
    "import { a } from '@aws-sdk/client-sts';",
    'src/credentials/x.ts → @aws-sdk/client-sts',
  );
  says('credentials/sdk/x.ts', "import { a } from '@aws-sdk/client-sts';\nimport { b } from '@smithy/core';");
  says('credentials/sdk/open.ts', "const { a } = await import('./aws.ts');");
  says(
    'credentials/sdk/open.ts',
    "import { a } from './aws.ts';",
    'src/credentials/sdk/open.ts → src/credentials/sdk/aws.ts (only src/credentials/sdk/open.ts loads it, by import())',
  );
  says(
    'credentials/sdk/x.ts',
    "void import('./aws.ts');",
    'src/credentials/sdk/x.ts → src/credentials/sdk/aws.ts (only src/credentials/sdk/open.ts loads it, by import())',
  );
  says('credentials/sdk/x.ts', "import type { A } from './aws.ts';");
  says('loadLater.ts', "const { a } = await import('./later.ts');");
  says('config/x.ts', "import { a } from '../base/event.ts';");
  says(
    'config/x.ts',
    "import { isWindows } from '../base/platform.ts';",
    'src/config/x.ts → src/base/platform.ts (it is not pure)',
  );
  says('session/x.ts', "import { isWindows } from '../base/platform.ts';");

  says('plan/x.ts', 'const now = Date.now();', 'src/plan/x.ts uses Date');
  says('plan/x.ts', 'const now = new Date();', 'src/plan/x.ts uses Date');
  says('plan/x.ts', "const home = process.env['HOME'];", 'src/plan/x.ts uses process');
  says('plan/x.ts', 'const a = Math.random() + Math.max(1, 2);', 'src/plan/x.ts uses Math');
  says('plan/x.ts', "const a = { process: 'console.log()', at: new Date(text), b: step.process.name };");
  says('session/x.ts', 'const now = Date.now();');

  says('extension.ts', 'export async function activate() { await 1; }', 'src/extension.ts awaits');
  says('plan/x.ts', 'export default 1;', 'src/plan/x.ts exports a default');
  says('plan/x.ts', '\n'.repeat(250));
  says('plan/x.ts', '\n'.repeat(251), 'src/plan/x.ts has 251 lines');
  says('plan/utils.ts', '', 'src/plan/utils.ts is not named after what is in it');
  says('plan/helpers/x.ts', '', 'src/plan/helpers/x.ts is not named after what is in it');
  says('plan/index.ts', '', 'src/plan/index.ts is not named after what is in it');
  says('cloud/x.ts', '', 'src/cloud/x.ts is in a place without a rule');

  /** What is said of these files among the others. */
  function saysOf(what: string, files: Readonly<Record<string, string>>, ...expected: string[]): void {
    it(`names ${what}`, () => {
      const sources = new Map(Object.entries(files).map(([file, source]) => [`src/${file}`, source]));
      assert.deepEqual(offences(sources), expected);
    });
  }

  saysOf(
    'a circle of types',
    {
      'plan/a.ts': "import type { B } from './b.ts';",
      'plan/b.ts': "import { c } from './c.ts';",
      'plan/c.ts': "export type A = import('./a.ts').A;",
    },
    'src/plan/a.ts → plan/b.ts → plan/c.ts → plan/a.ts',
  );
  saysOf(
    'folders that import each other',
    {
      'session/a/x.ts': "import type { B } from '../b/y.ts';",
      'session/a/z.ts': '',
      'session/b/y.ts': '',
      'session/b/w.ts': "import { z } from '../a/z.ts';",
    },
    'src/session/a ⇄ session/b import each other',
  );
  saysOf('nothing in a folder and one below it', {
    'session/x.ts': "import type { B } from './b/y.ts';",
    'session/b/y.ts': "import { z } from '../z.ts';",
    'session/z.ts': '',
  });
  saysOf(
    'two files of one name',
    { 'plan/a.ts': '', 'session/a.ts': '' },
    'src/plan/a.ts and src/session/a.ts have the same name',
  );
  saysOf(
    'a folder that is too full',
    Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`plan/file${i}.ts`, ''])),
    'src/plan has 25 files',
  );
});
