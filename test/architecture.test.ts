import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';

const everything: readonly string[] = [
  'config',
  'profiles',
  'plan',
  'credentials',
  'identityCenter',
  'session',
  'delivery',
  'views',
  'commands',
  'host',
  'engine.ts',
  'api.ts',
  'contributions.ts',
];

/**
 * Who may import whom. Left to right, as data flows; `type x` stands for `import type` alone. A folder imports itself
 * freely, and `forAll` is for all.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  config: [],
  profiles: ['config'],
  plan: ['profiles'],
  credentials: ['profiles', 'plan'],
  identityCenter: ['profiles', 'plan', 'credentials'],
  session: ['profiles', 'plan', 'credentials'],
  delivery: ['api.ts', 'config/parse.ts', 'config/writable.ts', 'profiles', 'plan', 'credentials', 'session'],
  views: ['profiles', 'plan', 'type identityCenter', 'session', 'contributions.ts'],
  commands: [
    'config/mask.ts',
    'config/position.ts',
    'config/writable.ts',
    'profiles',
    'plan',
    'type credentials',
    'credentials/commandLine.ts',
    'identityCenter/populate.ts',
    'type identityCenter',
    'session',
    'delivery',
    'views',
    'contributions.ts',
  ],
  // It implements interfaces, so it needs to know them and nothing behind them.
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
    'contributions.ts',
  ],
  // All that is built when a session is first needed.
  'engine.ts': [
    'config',
    'profiles',
    'plan',
    'credentials',
    'identityCenter',
    'session',
    'host',
    'contributions.ts',
  ],
  // What `extension.ts` puts together.
  'stages.ts': everything,
  'extension.ts': [...everything, 'stages.ts'],
  // What other extensions see: types, and nothing of ours.
  'api.ts': [],
  'contributions.ts': [],
  'event.ts': [],
  'failure.ts': [],
  'log.ts': [],
  'onDemand.ts': [],
  'plainText.ts': [],
  'sharedWork.ts': [],
  'sourceFailure.ts': [],
  'writeTrouble.ts': [],
};
const forAll = [
  'event.ts',
  'failure.ts',
  'log.ts',
  'onDemand.ts',
  'plainText.ts',
  'sharedWork.ts',
  'sourceFailure.ts',
  'writeTrouble.ts',
];
const ownFiles = new Set([...forAll, 'api.ts', 'contributions.ts', 'engine.ts', 'stages.ts', 'extension.ts']);

/** What programs are handed is decided by these; the rest of the folder does it. */
const pureDelivery = [
  'containers',
  'debugConfiguration',
  'environment',
  'envFile',
  'formats',
  'mirror',
  'modes',
  'processVariables',
  'sessionChange',
  'shellNames',
  'shells',
  'sourcing',
  'targetWord',
].map((name) => `delivery/${name}.ts`);

/** What a person is asked becomes a change here. */
const pureCommands = 'commands/answeredChanges.ts';
/** How the tree is arranged, and roles are searched. */
const pureViews = ['views/forest.ts', 'views/assignmentSearch.ts'];

/** Only these speak to the SDK; they are one bundle, behind the first of them. */
const sdkFiles = ['aws', 'awsClock', 'awsConfig', 'awsIdentityCenter'].map(
  (name) => `credentials/${name}.ts`,
);

/** Who may import what is not ours. A path that is named beats its folder. */
const packages: readonly {
  readonly of: RegExp;
  readonly by: readonly string[];
  readonly not?: readonly string[];
}[] = [
  {
    of: /^vscode$/u,
    by: ['delivery', 'views', 'commands', 'host', 'api.ts', 'engine.ts', 'stages.ts', 'extension.ts'],
    not: [pureCommands, ...pureViews, ...pureDelivery],
  },
  {
    of: /^node:/u,
    by: [
      'credentials',
      'identityCenter',
      'session',
      'delivery',
      'host',
      'engine.ts',
      'stages.ts',
      'extension.ts',
    ],
    not: pureDelivery,
  },
  { of: /^@(aws-sdk|smithy)\//u, by: sdkFiles },
];

/** Built as a bundle of its own, which is read when the first session is made and not before. */
const sdkFile = 'credentials/aws.ts';
const sdkLoaders = ['credentials/sts.ts', 'credentials/ssoCalls.ts'];
/** Bundles of their own, too, that are read when somebody first needs them. */
const lazyFiles = [
  'engine.ts',
  'identityCenter/reach.ts',
  'commands/actions.ts',
  'host/mirrorNotices.ts',
  'host/showFailure.ts',
  'views/sessionFace.ts',
  'views/treeContents.ts',
  'credentials/runner.ts',
  'commands/dialogs.ts',
  'commands/identityCenterDialogs.ts',
  'host/editableFiles.ts',
  'host/mfaBox.ts',
  'delivery/servers.ts',
  'delivery/writtenSessions.ts',
  'delivery/debugVariables.ts',
];

/** Folders whose output depends on nothing but their input. */
const pure = ['config/', 'profiles/', 'plan/', pureCommands, ...pureViews, ...pureDelivery];
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
  return [...sources].flatMap(([path, source]) => {
    const file = path.replace(/^src\//u, '');
    const tokens = tokensOf(source);
    return [
      ...importsOf(tokens).flatMap((found) => importOffences(sources, file, found)),
      ...purityOffences(file, tokens),
      ...shapeOffences(file, source, tokens),
    ].map((offence) => `src/${offence}`);
  });
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
  const target = posix.join(posix.dirname(file), from);
  const arrow = `${file} → src/${target}`;
  if (!sources.has(`src/${target}`)) return [`${arrow} (there is no such file)`];
  const offence: string[] = [];
  if (!mayImport(file, target, how)) {
    const asType = how !== 'type' && mayImport(file, target, 'type');
    offence.push(asType ? `${arrow} (only by import type)` : arrow);
  }
  if (target === sdkFile && how !== 'type' && !(sdkLoaders.includes(file) && how === 'dynamic')) {
    offence.push(`${arrow} (the SDK is loaded by import() in src/${sdkLoaders[0]} alone)`);
  }
  if (lazyFiles.includes(target) && how === 'value')
    offence.push(`${arrow} (it is loaded by import() alone)`);
  return offence;
}

function mayImport(file: string, target: string, how: Import['how']): boolean {
  const [home, folder] = [homeOf(file), homeOf(target)];
  if (home === folder && !ownFiles.has(home)) return true;
  if (forAll.includes(target) && file !== 'contributions.ts') return true;
  const places = [target, folder].flatMap((place) => (how === 'type' ? [place, `type ${place}`] : [place]));
  return arrows[home]?.some((allowed) => places.includes(allowed)) ?? false;
}

function packageOffences(file: string, name: string): string[] {
  const rule = packages.find(({ of }) => of.test(name));
  const isAllowed =
    rule && !rule.not?.includes(file) && (rule.by.includes(file) || rule.by.includes(homeOf(file)));
  return isAllowed ? [] : [`${file} → ${name}`];
}

function homeOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function purityOffences(file: string, tokens: readonly Token[]): string[] {
  if (!pure.some((place) => file.startsWith(place))) return [];
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
  const isAwaiting =
    ['extension.ts', 'stages.ts'].includes(file) && tokens.some(({ text }) => text === 'await');
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
    const homes = new Set([...sources.keys()].map((path) => homeOf(path.replace(/^src\//u, ''))));
    assert.deepEqual(
      Object.keys(arrows).filter((home) => !homes.has(home)),
      [],
    );
    const named = [
      ...Object.values(arrows).flat(),
      ...packages.flatMap(({ by, not = [] }) => [...by, ...not]),
    ];
    const files = [...named, ...pure, ...forAll, sdkFile, ...sdkFiles, ...sdkLoaders, ...lazyFiles].filter(
      (place) => place.endsWith('.ts'),
    );
    assert.deepEqual(
      files.filter((file) => !sources.has(`src/${file}`)),
      [],
    );
  });

  it('has arrows to the left only', () => {
    const order = Object.keys(arrows);
    for (const [home, allowed] of Object.entries(arrows)) {
      for (const place of allowed.map((text) => homeOf(text.replace('type ', '')))) {
        if (ownFiles.has(place)) continue;
        assert.ok(order.indexOf(place) < order.indexOf(home), `${home} → ${place}`);
      }
    }
  });
});

const otherFiles = `
  config/mask.ts config/writable.ts config/parse.ts config/position.ts profiles/profiles.ts plan/plan.ts credentials/aws.ts credentials/sts.ts
  session/active.ts delivery/terminals.ts views/tree.ts commands/dialogs.ts commands/files.ts host/log.ts
  event.ts failure.ts log.ts api.ts contributions.ts extension.ts`
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
  says('config/x.ts', "import type { A } from './parse.ts';\nimport type { F } from '../failure.ts';");
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
    "import {\n  a,\n  type B,\n} from '../views/tree.ts';",
    'src/plan/x.ts → src/views/tree.ts',
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
  says('views/x.ts', "import { a } from '../commands/files.ts';", 'src/views/x.ts → src/commands/files.ts');
  says('commands/x.ts', "import { positionAt } from '../config/position.ts';");
  says('commands/x.ts', "import { a } from '../config/parse.ts';", 'src/commands/x.ts → src/config/parse.ts');
  says('commands/x.ts', "import type { Sts } from '../credentials/sts.ts';");
  says(
    'commands/x.ts',
    "import { type Sts } from '../credentials/sts.ts';",
    'src/commands/x.ts → src/credentials/sts.ts (only by import type)',
  );
  says(
    'host/x.ts',
    "import type { A } from '../session/active.ts';\nimport { c } from '../contributions.ts';",
  );
  says(
    'host/x.ts',
    "import { a } from '../session/active.ts';",
    'src/host/x.ts → src/session/active.ts (only by import type)',
  );
  says('session/x.ts', "import { a } from '../host/log.ts';", 'src/session/x.ts → src/host/log.ts');
  says('api.ts', "import type { Event } from 'vscode';");
  says('api.ts', "import type { P } from './plan/plan.ts';", 'src/api.ts → src/plan/plan.ts');
  says('delivery/x.ts', "import type { RolecallApi } from '../api.ts';");
  says('event.ts', "import type { L } from './log.ts';");
  says('event.ts', "import type { P } from './plan/plan.ts';", 'src/event.ts → src/plan/plan.ts');
  says('contributions.ts', "import type { L } from './log.ts';", 'src/contributions.ts → src/log.ts');
  says('plan/x.ts', "import { c } from '../contributions.ts';", 'src/plan/x.ts → src/contributions.ts');

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
    'delivery/environment.ts',
    "import type * as vscode from 'vscode';",
    'src/delivery/environment.ts → vscode',
  );
  says('host/x.ts', "import ini from 'ini';", 'src/host/x.ts → ini');
  says(
    'credentials/x.ts',
    "import { a } from '@aws-sdk/client-sts';",
    'src/credentials/x.ts → @aws-sdk/client-sts',
  );
  says('credentials/aws.ts', "import { a } from '@aws-sdk/client-sts';\nimport { b } from '@smithy/core';");
  says('credentials/sts.ts', "const { a } = await import('./aws.ts');");
  says(
    'credentials/sts.ts',
    "import { a } from './aws.ts';",
    'src/credentials/sts.ts → src/credentials/aws.ts (the SDK is loaded by import() in src/credentials/sts.ts alone)',
  );
  says(
    'credentials/x.ts',
    "void import('./aws.ts');",
    'src/credentials/x.ts → src/credentials/aws.ts (the SDK is loaded by import() in src/credentials/sts.ts alone)',
  );

  says('commands/x.ts', "const { dialogs } = await import('./dialogs.ts');");
  says(
    'commands/x.ts',
    "import { dialogs } from './dialogs.ts';",
    'src/commands/x.ts → src/commands/dialogs.ts (it is loaded by import() alone)',
  );

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
});
