import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alibabaCommandIds,
  commandIds,
  mcpProviderId,
  statusItemId,
  terminalProfileId,
  toolNames,
  viewIds,
  walkthroughId,
} from '../src/base/contributions.ts';
import { lintCodes } from '../src/language/lint/codes.ts';
import { sentencesWithin } from '../src/base/plainText.ts';
import { projectRoot, readSources, stringValue, type Token, tokensOf } from './typescriptTokens.ts';
import { oldest } from './vscode/install/releases.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Texts = Readonly<Record<string, string>>;

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly engines: { readonly vscode: string };
  readonly dependencies?: Texts;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations?: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string }[];
    readonly menus: Readonly<
      Record<string, readonly { command: string; submenu?: string; when?: string; group?: string }[]>
    >;
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { id: string }[]>>;
    readonly walkthroughs: readonly {
      id: string;
      when?: string;
      steps: readonly {
        id: string;
        media: { svg: string; altText: string };
        completionEvents?: readonly string[];
      }[];
    }[];
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly terminal: { readonly profiles: readonly { id: string }[] };
    readonly languageModelTools: readonly Tool[];
    readonly mcpServerDefinitionProviders: readonly { id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

interface Tool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly canBeReferencedInPrompt: boolean;
  readonly modelDescription: string;
  readonly inputSchema: {
    readonly properties: Readonly<Record<string, { readonly description: string }>>;
    readonly additionalProperties: boolean;
  };
}

interface Setting {
  readonly type?: string;
  /** The kinds of values, if there are several. */
  readonly anyOf?: readonly { readonly type: string }[];
  readonly scope: string;
  readonly default: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly order: number;
  readonly enum?: readonly string[];
  readonly enumItemLabels?: readonly string[];
}

function readText(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

/** Compares two sets so that a failure shows the differences in both directions. */
function assertSame(actual: Iterable<string>, expected: Iterable<string>): void {
  assert.deepEqual([...new Set(actual)].toSorted(), [...new Set(expected)].toSorted());
}

/** Every string in a value, with its key. */
function strings(value: Json, key = ''): [key: string, text: string][] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    strings(member, Array.isArray(value) ? key : name),
  );
}

interface Locked {
  readonly license?: string;
  readonly dependencies?: Texts;
}

const lock = (readJson('package-lock.json') as { packages: Readonly<Record<string, Locked>> }).packages;
const manifest = readJson('package.json') as Manifest;
const allStrings = strings(manifest as unknown as Json);
const { contributes } = manifest;
const sources = readSources('src');
const tokens = new Map([...sources].map(([path, source]) => [path, tokensOf(source)]));

/** `name: type` of each member of an interface in contributions.ts, which does not exist at run time. */
function membersOf(name: string): Map<string, string> {
  const all = tokens.get('src/base/contributions.ts') ?? [];
  const start = all.findIndex(({ text }, i) => text === name && all[i - 1]?.text === 'interface') + 1;
  assert.ok(start > 0, `contributions.ts has the interface ${name}`);
  const inside = all.slice(
    start + 1,
    all.findIndex(({ text }, i) => i > start && text === '}'),
  );
  return new Map(
    inside.flatMap((token, i): [string, string][] =>
      inside[i - 1]?.text === 'readonly'
        ? [[token.kind === 'string' ? stringValue(token) : token.text, inside[i + 2]?.text ?? '']]
        : [],
    ),
  );
}

/** The types of a setting, of which the first is that of its default. */
function typesOf({ type, anyOf = [] }: Setting): readonly string[] {
  return type === undefined ? anyOf.map((each) => each.type) : [type];
}

/** Converts the first token of a type, such as `boolean`, `'a'`, or `ReadonlyArray`, to a type of package.json. */
function manifestType(type: string): string {
  if (type.startsWith("'")) return 'string';
  if (type === 'Readonly') return 'object';
  return type === 'ReadonlyArray' ? 'array' : type;
}

/** The values that `when` clauses compare `name` with. */
const comparedValues = (name: string): string[] =>
  allStrings.flatMap(([, text]) =>
    [...text.matchAll(new RegExp(`\\b${name} == ([\\w.]+)`, 'gu'))].map((match) => match[1] ?? ''),
  );

/** The ids that a file contains as literals. */
const idsIn = (path: string): string[] => {
  const ids = new Set<string>([
    ...Object.values(commandIds),
    ...Object.values(alibabaCommandIds),
    ...Object.values(viewIds),
    statusItemId,
    terminalProfileId,
  ]);
  return (tokens.get(path) ?? [])
    .filter(({ kind }) => kind === 'string')
    .map(stringValue)
    .filter((text) => ids.has(text));
};

describe('package.json and contributions.ts', () => {
  const commands = contributes.commands.map(({ command }) => command);

  it('name the same commands', () =>
    assertSame(commands, [...Object.values(commandIds), ...Object.values(alibabaCommandIds)]));

  it('name the same views', () => {
    assertSame(
      Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id)),
      Object.values(viewIds),
    );
  });

  it('name the same terminal profile', () => {
    assertSame(
      contributes.terminal.profiles.map(({ id }) => id),
      [terminalProfileId],
    );
  });

  it('name the same tools for language models, and the same MCP servers', () => {
    assertSame(
      contributes.languageModelTools.map(({ name }) => name),
      Object.values(toolNames),
    );
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      [mcpProviderId],
    );
  });

  it('name the same settings with the same types', () => {
    assert.deepEqual(
      Object.entries(contributes.configuration.properties).map(
        ([key, setting]) => `${key}: ${typesOf(setting)[0]}`,
      ),
      [...membersOf('Settings')].map(([key, type]) => `rolecall.${key}: ${manifestType(type)}`),
    );
  });

  it('name the same context keys', () => {
    const when = allStrings.filter(([key]) => key === 'when' || key === 'enablement').map(([, text]) => text);
    const completed = allStrings.map(([, text]) => text).filter((text) => text.startsWith('onContext:'));
    const words = [...when, ...completed].flatMap(
      (text) => text.replaceAll(/==\s*[\w.]+/gu, '').match(/(?<!config\.)\brolecall\.[\w.]+/gu) ?? [],
    );
    assertSame(words, membersOf('ContextKeys').keys());
  });

  it('compare only with existing views and items', () => {
    const inTree = tokens.get('src/views/tree/signInItems.ts') ?? [];
    const contextValues = inTree.flatMap(({ text }, i) => {
      if (text !== 'contextValue') return [];
      const after = inTree.slice(i);
      const value = after.slice(
        0,
        after.findIndex((token) => token.text === ','),
      );
      return value.filter(({ kind }) => kind === 'string').map(stringValue);
    });
    assertSame(comparedValues('view'), Object.values(viewIds));
    for (const item of comparedValues('viewItem')) assert.ok(contextValues.includes(item), item);
  });

  it('say with dots in the menus of rows which commands ask for more than the row', () => {
    const titles = readJson('package.nls.json') as Texts;
    const inMenu = new Set(contributes.menus['view/item/context']?.map(({ command }) => command));
    const asking = [...inMenu].filter((id) => titles[id.replace('rolecall.', 'command.')]?.endsWith('…'));
    assertSame(
      asking.map((id) => id.replace('rolecall.', '')),
      [
        'switchProfile',
        // For a row without credentials.
        'signInWithConsole',
        'useWithLessAccess',
        'openConsole',
        'bindProfile',
        'copyCredentials',
        'exportCredentials',
        'writeToCredentialsFile',
        'copyEndpoint',
        'copyConsoleLink',
        'assumeRamRole',
        'alibabaCopyCredentials',
        'changeSource',
        'setRegion',
        'duplicateProfile',
        'renameProfile',
        'deleteProfile',
        'saveAssignment',
        'useAssignment',
        'populateProfiles',
      ],
    );
  });

  it('put only existing commands into menus and links, and existing views into containers', () => {
    const linked = allLinks(readJson('package.nls.json') as Texts);
    const inMenus = Object.values(contributes.menus).flatMap((items) =>
      items.flatMap(({ command, submenu }) => (submenu === undefined ? [command] : [])),
    );
    for (const command of [...inMenus, ...linked]) assert.ok(commands.includes(command), command);
    for (const { view } of contributes.viewsWelcome)
      assert.ok(Object.values<string>(viewIds).includes(view), view);
    assertSame(
      Object.keys(contributes.views),
      Object.values(contributes.viewsContainers).flatMap((containers) => containers.map(({ id }) => id)),
    );
  });

  const tableOfCommands = 'src/commands/commands.ts';
  const tableOfAlibaba = 'src/commands/alibaba/alibabaCommands.ts';

  it('define ids that only the table of commands repeats', () => {
    assert.deepEqual(
      idsIn('src/base/contributions.ts').toSorted(),
      [...new Set(idsIn('src/base/contributions.ts'))].toSorted(),
    );
    const repeating = [...sources.keys()].filter((path) => idsIn(path).length > 0);
    assertSame(repeating, ['src/base/contributions.ts', tableOfCommands, tableOfAlibaba]);
  });

  it('have one row for each command in the table of commands', () => {
    assert.deepEqual(idsIn(tableOfCommands).toSorted(), Object.values<string>(commandIds).toSorted());
    assert.deepEqual(idsIn(tableOfAlibaba).toSorted(), Object.values<string>(alibabaCommandIds).toSorted());
  });
});

/**
 * The scope of each setting. VS Code ignores a `machine` or `application` setting in the settings of a workspace or
 * folder, trusted or not. `docs/settings.md` says which settings are about a machine, and why.
 */
const settingScopes: Readonly<Record<string, string>> = {
  // `session/consent/bindingConsent.ts` asks the user before following the setting of a folder.
  'rolecall.profile': 'resource',
  // A repository may say what it needs. A workspace that is not trusted can only lower it: `host/accessSettings.ts`.
  'rolecall.access': 'resource',
  'rolecall.agents.access': 'window',
  'rolecall.agents.profile': 'window',
  'rolecall.productionAccess': 'application',
  'rolecall.agents.sessionName': 'application',
  'rolecall.agents.sessionTags': 'application',
  'rolecall.agents.sourceIdentity': 'application',
  // What a person wants to see, to be asked, or to wait for, on all machines.
  'rolecall.picker.groupBy': 'application',
  'rolecall.tree.groupBy': 'application',
  'rolecall.alibabaCloud': 'application',
  'rolecall.mfa.autoSubmit': 'application',
  'rolecall.mfa.sessionHours': 'application',
  // A program that Rolecall runs.
  'rolecall.mfa.process': 'machine',
  'rolecall.sessions.renewMinutes': 'application',
  'rolecall.clipboard.clearSeconds': 'application',
  // Writes sessions to the disk.
  'rolecall.shareWithCli': 'machine',
  // `environment` puts keys into the environment of terminals; `live` and `profile` do not.
  'rolecall.terminals.mode': 'machine',
  // Only a question, which a person wants or does not want on all machines.
  'rolecall.terminals.offerToFollow': 'application',
  // Only what the status bar shows.
  'rolecall.statusBar.region': 'application',
  'rolecall.editor.codeLens': 'application',
  'rolecall.editor.inlayHints': 'application',
  'rolecall.editor.maskSecrets': 'application',
  // The names in the files of a folder can be those of other people, who share it.
  'rolecall.editor.references': 'resource',
  'rolecall.lint.enabled': 'application',
  'rolecall.lint.off': 'application',
  // `browser` and `deviceCode` differ in how they resist phishing.
  'rolecall.identityCenter.signIn': 'machine',
  // A program that Rolecall runs, on the machine of the browser.
  'rolecall.console.browser': 'machine',
  'rolecall.console.arnLinks': 'application',
  'rolecall.console.sessionHours': 'application',
  'rolecall.console.signOutFirst': 'application',
  // Gives credentials to the programs that a workspace's launch configurations start.
  'rolecall.debug.inject': 'machine',
  // Programs that VS Code runs.
  'rolecall.mcp.servers': 'machine',
  // Gives credentials to all extensions of the window.
  'rolecall.extensionHost.inject': 'machine',
  // What a person calls production, and how they guard it, goes along to remote hosts.
  'rolecall.production': 'application',
  'rolecall.guard': 'application',
  // Without the backup, a mistake in the AWS files could not be undone later.
  'rolecall.files.keepBackup': 'machine',
  // Decides what is recorded.
  'rolecall.audit': 'machine',
  // VS Code lets other extensions, such as one of an administrator, set the default only with this scope
  // (`configurationDefaults`). `host/policySettings.ts` does not read the values of a workspace.
  'rolecall.policy.forbid': 'machine-overridable',
  'rolecall.policy.confirmProduction': 'machine-overridable',
  'rolecall.policy.maxMfaSessionHours': 'machine-overridable',
  'rolecall.policy.production': 'machine-overridable',
};

function allLinks(texts: Texts): string[] {
  return Object.values(texts).flatMap((text) =>
    [...text.matchAll(/\(command:([\w.]+)\)/gu)].map((match) => match[1] ?? ''),
  );
}

describe('package.json', () => {
  it('has the category Rolecall for every command', () => {
    assert.deepEqual(
      contributes.commands.filter(({ category }) => category !== 'Rolecall'),
      [],
    );
  });

  it('has valid defaults for settings', () => {
    for (const [key, setting] of Object.entries(contributes.configuration.properties)) {
      const type = Array.isArray(setting.default) ? 'array' : typeof setting.default;
      assert.equal(type, typesOf(setting)[0], key);
      if (typeof setting.default !== 'number') continue;
      assert.ok(setting.default >= (setting.minimum ?? -Infinity), key);
      assert.ok(setting.default <= (setting.maximum ?? Infinity), key);
    }
  });

  it('tells models in English what each tool returns and must not be used for', () => {
    for (const { name, modelDescription, inputSchema, ...tool } of contributes.languageModelTools) {
      // VS Code offers agents only tools that can be referenced.
      assert.ok(tool.canBeReferencedInPrompt, name);
      assert.match(tool.toolReferenceName, /^rolecall[A-Z]\w+$/u);
      assert.match(modelDescription, /^[\x20-\x7E]{200,800}$/u, name);
      assert.match(modelDescription, / (?:never|not|nothing|no) /u, name);
      assert.equal(inputSchema.additionalProperties, false);
      for (const { description } of Object.values(inputSchema.properties)) assert.match(description, /\.$/u);
    }
  });

  it('lists the codes that can be turned off', () => {
    const { items } = contributes.configuration.properties['rolecall.lint.off'] as Setting & {
      items: { enum: readonly string[] };
    };
    assert.deepEqual(items.enum, Object.keys(lintCodes).toSorted());
  });

  it('lets a workspace set nothing but the profile, with the user’s consent, and help with names', () => {
    const scopes = Object.entries(contributes.configuration.properties).map(([key, { scope }]) => [
      key,
      scope,
    ]);
    assert.deepEqual(Object.fromEntries(scopes), settingScopes);
    // VS Code would hide the profile of an untrusted workspace from Rolecall, which offers it to the user instead.
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations ?? [], []);
  });

  it('explains every setting that is about a machine', () => {
    const explained = readText('docs/settings.md');
    for (const [id, scope] of Object.entries(settingScopes))
      if (scope === 'machine' || scope === 'application')
        assert.ok(explained.includes(`\`${id.replace('rolecall.', '')}\``), id);
  });

  it('has the settings in the order of use, and names for the values', () => {
    const settings = Object.values(contributes.configuration.properties);
    assert.deepEqual(
      settings.map(({ order }) => order),
      settings.map((_, i) => i + 1),
    );
    for (const { enum: values, enumItemLabels: labels } of settings)
      assert.equal(labels?.length, values?.length);
  });

  it('names only existing icons', () => {
    const files = allStrings.filter(
      ([key, text]) => ['icon', 'light', 'dark'].includes(key) && !text.startsWith('$('),
    );
    assert.ok(files.length > 0);
    for (const [, path] of files) assert.ok(existsSync(join(projectRoot, path)), path);
  });

  it('requires a VS Code version that has the API of the type definitions', () => {
    const types = (readJson('node_modules/@types/vscode/package.json') as { version: string }).version;
    const needed = manifest.engines.vscode.replace(/^\^/u, '');
    assert.match(needed, /^\d+\.\d+\.\d+$/u);
    assert.ok(needed.localeCompare(types, 'en', { numeric: true }) >= 0, `${needed} < ${types}`);
  });

  it('requires the oldest VS Code version that is tested', () => {
    assert.equal(manifest.engines.vscode, `^${oldest.version}`);
  });

  it('has no runtime dependencies, because everything is bundled', () =>
    assert.deepEqual(manifest.dependencies ?? {}, {}));

  it('bundles only packages under the MIT, Apache-2.0, or 0BSD license', () => {
    const roots = [...tokens.values()]
      .flat()
      .filter(({ kind, text }) => kind === 'string' && /^'@(aws-sdk|smithy)\//u.test(text))
      .map((token) => /^@[^/]+\/[^/]+/u.exec(stringValue(token))![0]);
    const bundled = [...dependencyClosure(roots)].map(([path, { license }]) => `${license}: ${path}`);
    assert.ok(bundled.length > 5);
    assert.deepEqual(
      bundled.filter((line) => !/^(MIT|Apache-2\.0|0BSD): /u.test(line)),
      [],
    );
  });

  it('depends only on packages with known licenses', () => {
    const found = Object.entries(lock).filter(([path]) => path !== '');
    const unknown = found.filter(([, { license }]) => !licenses.has(license ?? ''));
    assert.deepEqual(
      unknown.map(([path, { license }]) => `${path}: ${license}`),
      [],
    );
    const unused = [...licenses].filter((known) => !found.some(([, { license }]) => license === known));
    assert.deepEqual(unused, []);
  });
});

/** The packages in the lock file that `names` depend on, including themselves, by their path. */
function dependencyClosure(names: readonly string[]): Map<string, Locked> {
  const found = new Map<string, Locked>();
  const add = (name: string, from: string): void => {
    const nested = `${from}/node_modules/${name}`;
    const path = nested in lock ? nested : `node_modules/${name}`;
    const locked = lock[path];
    assert.ok(locked, path);
    if (found.has(path)) return;
    found.set(path, locked);
    for (const dependency of Object.keys(locked.dependencies ?? {})) add(dependency, path);
  };
  for (const name of names) add(name, '');
  return found;
}

/** All of these licenses allow use and redistribution, most of them with their notice. */
const licenses = new Set([
  'MIT',
  'ISC', // like MIT, but shorter
  'Apache-2.0', // requires its notice
  'Apache License 2.0', // the same, written out: @darabonba/typescript, in tests
  '0BSD', // requires nothing
  'BSD-2-Clause', // requires its notice
  'BSD-3-Clause', // requires its notice, and no endorsement by its authors
  'BlueOak-1.0.0', // like MIT, in plain language: npm's own packages
  'Artistic-2.0', // allows unchanged use: vsce distinguishes text files with it
  'PSF-2.0', // requires its notice: argparse, which is a port from Python
  '(MIT OR GPL-3.0-or-later)', // used under MIT: jszip, in tests
  '(MIT AND Zlib)', // both require their notices: pako, in tests
]);

describe('the walkthrough', () => {
  const { walkthroughs } = contributes;
  const commands = contributes.commands.map(({ command }) => command);
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);

  it('has the ID with which it is opened', () =>
    assert.deepEqual(
      walkthroughs.map(({ id }) => `${manifest.publisher}.${manifest.name}#${id}`),
      [walkthroughId],
    ));

  it('is not opened by VS Code itself, because its condition is met only once Rolecall runs', () =>
    assert.deepEqual(
      walkthroughs.map(({ when }) => when),
      ['rolecall.isRunning'],
    ));

  it('shows the ways in, folders, terminals, and production', () =>
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['signIn', 'consoleSignIn', 'accessKeys', 'role', 'copied', 'bind', 'live', 'production'],
    ));

  it('has pictures in the package that need nothing else, in the colors of the theme', () => {
    const ignored = readFileSync(join(projectRoot, '.vscodeignore'), 'utf8');
    assert.ok(ignored.split('\n').includes('!media/walkthrough/*.svg'));
    assert.deepEqual(
      readdirSync(join(projectRoot, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`),
      steps.map(({ media }) => media.svg).toSorted(),
    );
    for (const { media } of steps) {
      const svg = readFileSync(join(projectRoot, media.svg), 'utf8');
      assert.doesNotMatch(
        svg.replace('http://www.w3.org/2000/svg', ''),
        /https?:\/\/(?!example\.)|href|<image|<script|<style|style=|class=/u,
      );
      const colors = svg.match(/#[0-9a-f]{3,8}\b/gu) ?? [];
      assert.equal(colors.length, (svg.match(/var\([^()]*?, #[0-9a-f]{3,8}/gu) ?? []).length, media.svg);
      // High contrast themes have no such backgrounds, so a fixed one would hide the texts of the theme.
      assert.doesNotMatch(
        svg,
        /--vscode-(?:statusBar-b|statusBarItem-errorB|quickInputList-focusB)ackground, #/u,
      );
    }
  });

  it('leads to commands and settings that exist', () => {
    const texts = readJson('package.nls.json') as Texts;
    for (const { id, completionEvents = [] } of steps) {
      const description = texts[`walkthrough.${id}.description`] ?? '';
      assert.match(description, /\n\[[^\]]+\]\(command:/u);
      const settings = [...description.matchAll(/openSettings\?%22([\w.]+)%22/gu)].map(
        ([, key]) => key ?? '',
      );
      for (const key of settings) assert.ok(key in contributes.configuration.properties, key);
      for (const event of completionEvents) {
        const [kind, name = ''] = event.split(':');
        const known = kind === 'onCommand' ? commands : Object.keys(contributes.configuration.properties);
        assert.ok(kind === 'onContext' ? membersOf('ContextKeys').has(name) : known.includes(name), event);
      }
    }
  });
});

describe('the texts of package.json', () => {
  const english = readJson('package.nls.json') as Texts;
  const japanese = readJson('package.nls.ja.json') as Texts;
  const used = allStrings.flatMap(([, text]) =>
    [...text.matchAll(/%([^%\s]+)%/gu)].map((match) => match[1] ?? ''),
  );

  it('are all defined and used', () => assertSame(Object.keys(english), used));
  it('are all translated to Japanese, in the same order', () => {
    assert.deepEqual(Object.keys(japanese), Object.keys(english));
  });
  it('are not empty', () => {
    for (const text of [...Object.values(english), ...Object.values(japanese)])
      assert.notEqual(text.trim(), '');
  });
  it('link to the same commands in Japanese', () => assert.deepEqual(allLinks(japanese), allLinks(english)));
  it('are not literals in package.json if they are visible to the user', () => {
    const read = new Set([
      'altText',
      'title',
      'displayName',
      'description',
      'markdownDescription',
      'contents',
      'contextualTitle',
    ]);
    const forModels = contributes.languageModelTools.flatMap(({ inputSchema }) =>
      Object.values(inputSchema.properties).map(({ description }) => description),
    );
    const plain = allStrings.filter(([key, text]) => read.has(key) && !/^%[^%]+%$/u.test(text));
    assert.deepEqual(
      plain.filter(([, text]) => !forModels.includes(text)),
      [],
    );
  });
});

interface MessageCall {
  readonly path: string;
  readonly message: string;
  readonly values: number;
}

/** Every call of `t('…', …)` and `vscode.l10n.t('…', …)`, with its number of arguments after the message. */
function messageCallsIn(path: string, all: readonly Token[]): MessageCall[] {
  return all.flatMap((token, i) => {
    const isCall = token.kind === 'word' && token.text === 't' && all[i + 1]?.text === '(';
    const before = all[i - 1]?.text;
    if (!isCall || (before === '.' && all[i - 2]?.text !== 'l10n')) return [];
    const [first, ...values] = callArguments(all, i + 1);
    const message = (first ?? [])
      .map((part) => (part.kind === 'string' ? stringValue(part) : part.text === '+' ? '' : undefined))
      .reduce((whole, part) => (whole === undefined || part === undefined ? undefined : whole + part), '');
    assert.ok(message, `${path}: the first argument of ${before ?? ''}t( is not a string literal`);
    return [{ path, message, values: values.length }];
  });
}

/** The tokens of each argument of the call whose parenthesis is at `open`. */
function callArguments(all: readonly Token[], open: number): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of all.slice(open)) {
    const change = nesting(token);
    if (change < 0) depth--;
    if (depth === 0 && change < 0) break;
    if (depth === 1 && token.text === ',' && token.kind === 'mark') found.push([]);
    else if (depth > 0) found.at(-1)?.push(token);
    if (change > 0) depth++;
  }
  return found.filter((argument) => argument.length > 0);
}

/** 1 for an opening bracket, -1 for a closing one. */
function nesting({ kind, text }: Token): number {
  if (kind === 'mark') return '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
  if (kind !== 'template') return 0;
  return text.startsWith('`') ? Number(text.endsWith('${')) : -Number(!text.endsWith('${'));
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\d+)\}/gu)].map((match) => match[1] ?? ''))].toSorted();
}

/** As in `display/toasts.ts`. */
const noticeColumns = 171;

describe('the messages of the extension', () => {
  const messageCalls = [...tokens].flatMap(([path, all]) => messageCallsIn(path, all));
  const japanese = readJson('l10n/bundle.l10n.ja.json') as Texts;

  it('are found in the source', () => assert.ok(messageCalls.length > 60, `${messageCalls.length}`));

  it('have a value for each placeholder', () => {
    const wrong = messageCalls.filter(
      ({ message, values }) =>
        placeholders(message).join() !== Array.from({ length: values }, (_, i) => i).join(),
    );
    assert.deepEqual(wrong, []);
  });

  it('are exactly those in the Japanese bundle', () => {
    assertSame(
      Object.keys(japanese),
      messageCalls.map(({ message }) => message),
    );
  });

  it('have the same placeholders in Japanese', () => {
    const wrong = Object.entries(japanese).filter(
      ([message, text]) => placeholders(text).join() !== placeholders(message).join() || text.trim() === '',
    );
    assert.deepEqual(wrong, []);
  });

  it('of notices that nobody asked for have at most three lines', () => {
    const notices = messageCalls.filter(({ path }) => path === 'src/host/notices.ts');
    assert.ok(notices.length > 10);
    const long = notices
      .flatMap(({ message }) => [message, japanese[message] ?? ''])
      .filter((text) => sentencesWithin(noticeColumns, text).rest.length > 0);
    assert.deepEqual(long, []);
  });

  it('are only in calls that the search recognizes', () => {
    const others = [...tokens].flatMap(([path, all]) =>
      all.flatMap(({ text }, i) => {
        if (text !== 'l10n') return [];
        const around = all.slice(i - 4, i + 4).map((token) => token.text);
        return /l10n\.t\($|^t=vscode\.l10n\.t;$/u.test(around.join(''))
          ? []
          : [`${path}: ${around.join(' ')}`];
      }),
    );
    assert.deepEqual(others, []);
  });
});

const messagesIn = (source: string) =>
  messageCallsIn('x.ts', tokensOf(source)).map(({ message, values }) => `${message}/${values}`);

describe('the search for messages', () => {
  it('finds calls in any notation', () => {
    assert.deepEqual(messagesIn("t('a')"), ['a/0']);
    assert.deepEqual(messagesIn("vscode.l10n.t(\n  'a {0}',\n  b.c(1, 2),\n)"), ['a {0}/1']);
    assert.deepEqual(messagesIn('t("it’s \\"{0}\\" {1}", [a, b], { c, d })'), ['it’s "{0}" {1}/2']);
    assert.deepEqual(messagesIn("t('a ' +\n 'b')"), ['a b/0']);
    assert.deepEqual(messagesIn("`${t('a', `${b}, c`)} ${t('d')}`"), ['a/1', 'd/0']);
    assert.deepEqual(messagesIn("c ? t('a') : t('b', t('c'))"), ['a/0', 'b/1', 'c/0']);
  });

  it('finds nothing else', () => {
    assert.deepEqual(
      messagesIn("// t('a')\n/* t('b') */ const c = \"t('d')\"; e.t('f'); test('g'); h(t, 'i'); /t('j')/u;"),
      [],
    );
  });

  it('fails if a message is not a string literal', () => {
    for (const call of ['t(a)', 't(`a`)', 't(a + "b")', 't({ message: "a" })']) {
      assert.throws(() => messagesIn(call), assert.AssertionError);
    }
  });

  it('covers every locale', () => {
    assert.deepEqual(readdirSync(join(projectRoot, 'l10n')), ['bundle.l10n.ja.json']);
  });
});

/** Other words for a term, which would look like another thing, and the term: that of VS Code, or else that of AWS. */
const terms: readonly (readonly [other: RegExp, term: string])[] = [
  [/ステータスバー/u, 'ステータス バー'],
  // The picker's pins are ピン留め.
  [/(?<!キー )バインド/u, '固定'],
  [/コンテナー/u, 'コンテナ'],
  [/(?<!アクセス)許可セット/u, 'アクセス許可セット'],
  [/長期(?:的な|の)アクセスキー/u, '長期アクセスキー'],
  [/クレデンシャル/u, '認証情報'],
  [/(?:フォルダ|ブラウザ|ユーザ|エディタ)(?!ー)/u, 'フォルダー、ブラウザー、ユーザー、エディター'],
];

const letter = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー々]';
const latin = '[A-Za-z0-9]';
/** A value may begin and end with any letter, so it is treated as a Latin word. */
const value = '\\{\\d+\\}';

/** Where a Japanese letter touches a Latin one or a value. */
function touching(text: string): readonly string[] {
  const beside = new RegExp(`${letter}(?:${latin}|${value})|(?:${latin}|${value})${letter}`, 'gu');
  return text.match(beside) ?? [];
}

/** The text without the values that are whole sentences, which end with a mark of their own. */
function withoutSentences(message: string, text: string): string {
  const [...sentences] = message.matchAll(/(?:^|\. )(\{\d+\}) [A-Z]/gu);
  return sentences.reduce((rest, [, sentence = '']) => rest.replaceAll(sentence, ''), text);
}

describe('the Japanese texts', () => {
  for (const file of ['package.nls.ja.json', 'l10n/bundle.l10n.ja.json', 'README.ja.md'])
    it(`in ${file} have one term for each thing`, () => {
      const lines = readFileSync(join(projectRoot, file), 'utf8').split('\n');
      const wrong = lines.flatMap((line) =>
        terms.flatMap(([other, term]) => (other.test(line) ? `${term}: ${line.trim()}` : [])),
      );
      assert.deepEqual(wrong, []);
    });

  it('have a space, as in VS Code, or a mark between a Japanese letter and a Latin one or a value', () => {
    const messages = readJson('l10n/bundle.l10n.ja.json') as Texts;
    const texts = [
      ...Object.entries(messages).map(([message, text]) => withoutSentences(message, text)),
      ...Object.values(readJson('package.nls.ja.json') as Texts),
      ...readText('README.ja.md').split('\n'),
    ];
    assert.deepEqual(
      texts.filter((text) => touching(text).length > 0),
      [],
    );
  });

  it('are searched for such places on both sides', () => {
    assert.deepEqual(touching('先に{0} を、{1}が CLI を、次にCLI、AWSを「{2}」 ({3})'), [
      'に{0}',
      '{1}が',
      'にC',
      'Sを',
    ]);
    assert.equal(withoutSentences('Done. {0} You can {1}', '完了。{0}また {1}'), '完了。また {1}');
  });
});
