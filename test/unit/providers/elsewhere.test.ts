import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { TextDocument } from 'vscode';
import { applyEdits } from '../../../src/config/edit.ts';
import { referringFiles } from '../../../src/language/elsewhere/referringFiles.ts';
import type { ElsewhereContext } from '../../../src/providers/elsewhere/elsewhereContext.ts';
import {
  type CodeAction,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type Location,
  type Position,
  problems,
  type Range,
  registered,
} from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { OpenFiles, offsetIn, positionIn, words } from './openFiles.ts';

const { registerElsewhere } = await import('../../../src/providers/elsewhere/registerElsewhere.ts');

const config = `[profile dev]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = maya
region = eu-west-1
[profile my team]
region = eu-west-1
[sso-session maya]
`;
const credentials = '[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
const awsFiles = 'aws-config';

interface Options {
  /** The config file, without a credentials file. */
  readonly config?: string;
  readonly failures?: readonly object[];
  readonly scheme?: string;
  readonly languageId?: string;
}

/** A file in an editor, with the mark `|`, beside the AWS files. */
class Opened {
  readonly path: string;
  readonly text: string;
  readonly offset: number;
  readonly awsFiles: OpenFiles;
  readonly document: TextDocument;
  readonly #registered: { dispose(): void };

  constructor(path: string, marked: string, options: Options = {}) {
    this.path = path;
    this.text = marked.replace('|', '');
    this.offset = Math.max(0, marked.indexOf('|'));
    this.awsFiles = new OpenFiles(options.config ?? config, options.config === undefined ? credentials : '');
    this.document = documentOf(path, this.text, options);
    fakeVscode.workspace.textDocuments = [this.document];
    registered.length = 0;
    this.#registered = registerElsewhere(this.#context(options.failures ?? []));
  }

  #context(failures: readonly object[]): ElsewhereContext {
    const { context, ownRows, storeState } = this.awsFiles;
    const state = { ...storeState, failures };
    const store = { ...context.store, state, ready: async () => state };
    const views = {
      ...context,
      store,
      production: { of: () => undefined },
      accountNames: { of: () => ({ id: '111122223333', name: 'Sandbox' }) },
      progressOf: async () => undefined,
      describeReason: () => 'No credentials',
      describe: () => 'It has no credentials.',
    };
    return { ...context, selector: awsFiles, store, ownRows, views } as unknown as ElsewhereContext;
  }

  /** What the first provider of this kind for the documents answers at the mark. */
  async ask(kind: string, method: string, ...more: readonly unknown[]): Promise<unknown> {
    const { provider } = registered.find((each) => each.kind === kind && each.selector !== awsFiles)!;
    const given = [this.document, positionIn(this.text, this.offset), ...more];
    return provider[method]!(...(given as never[]));
  }

  async completed(): Promise<CompletionList | undefined> {
    return (await this.ask('CompletionItem', 'provideCompletionItems')) as CompletionList | undefined;
  }

  /** The problems, once the user has paused. */
  async reported(): Promise<readonly Diagnostic[]> {
    mock.timers.tick(1000);
    await new Promise((resolve) => setImmediate(resolve));
    return problems.get('rolecall.references')?.get(this.path) ?? [];
  }

  fixes(range: Range): readonly CodeAction[] {
    const { provider } = registered.find(({ kind }) => kind === 'CodeActions')!;
    return provider['provideCodeActions']!(
      ...([this.document, range, { diagnostics: [] }] as never[]),
    ) as readonly CodeAction[];
  }

  /** The text after a fix. */
  after(fix: CodeAction): string {
    const edits = (fix.edit?.replaced ?? []).map(({ range: { start, end }, text }) => ({
      start: offsetIn(this.text, start),
      end: offsetIn(this.text, end),
      text,
    }));
    return applyEdits(this.text, edits);
  }

  close(): void {
    this.#registered.dispose();
    fakeVscode.workspace.textDocuments = [];
  }
}

function documentOf(path: string, text: string, { scheme = 'file', languageId = 'plaintext' }: Options) {
  const document = {
    uri: { ...fakeVscode.Uri.file(path), scheme, toString: () => `${scheme}://${path}` },
    languageId,
    version: 1,
    getText: (range?: Range) =>
      range ? text.slice(offsetIn(text, range.start), offsetIn(text, range.end)) : text,
    positionAt: (offset: number) => positionIn(text, offset),
    offsetAt: (position: Position) => offsetIn(text, position),
  };
  return document as unknown as TextDocument;
}

let opened: Opened | undefined;
function open(path: string, marked: string, options?: Options): Opened {
  opened?.close();
  return (opened = new Opened(path, marked, options));
}

function closeAfterEach(): void {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => {
    mock.timers.reset();
    opened?.close();
    opened = undefined;
    fakeVscode.settings.workspace = {};
    fakeVscode.settings.user = {};
    fakeVscode.workspace.workspaceFolders = [];
  });
}

/** The items as `label > inserted text`, and what they replace. */
function completes(path: string, marked: string, replaced: string | undefined, ...items: string[]): void {
  it(`offers ${JSON.stringify(items)} in ${path}: ${JSON.stringify(marked)}`, async () => {
    const list = await open(path, marked).completed();
    assert.deepEqual(
      list?.items.map(({ label, insertText }) => `${label.label} > ${String(insertText)}`),
      replaced === undefined ? undefined : items,
    );
    if (list && replaced !== undefined) assert.equal(words(list.items[0]?.range), replaced);
  });
}

function quiet(about: string, path: string, text: string, options?: Options): void {
  it(`are not reported ${about}`, async () => {
    assert.deepEqual(await open(path, text, options).reported(), []);
  });
}

function places(locations: readonly Location[]): readonly string[] {
  return locations.map(({ uri, range }) => `${uri.path} ${words(range)}`);
}

/** The file, the name in the header, and the name at the mark. */
async function definition(marked: string): Promise<readonly string[] | undefined> {
  const links = await open('/w/.env', marked).ask('Definition', 'provideDefinition');
  return (links as readonly Link[]).map(
    ({ targetUri, targetSelectionRange, originSelectionRange }) =>
      `${targetUri.path} ${words(targetSelectionRange)} from ${words(originSelectionRange)}`,
  );
}

interface Link {
  readonly targetUri: { readonly path: string };
  readonly targetSelectionRange: Range;
  readonly originSelectionRange: Range;
}

describe('completion of profile names in other files', () => {
  closeAfterEach();

  const all = ['dev > dev', 'my team > my team', 'maya > maya'];
  completes('/w/.vscode/settings.json', '{\n"rolecall.profile": "|"\n}', '2:21-2:21', ...all);
  completes('/w/a.code-workspace', '{ "settings": { "rolecall.profile": "d|ev" } }', '1:37-1:40', ...all);
  completes('/w/.env', 'AWS_PROFILE=|', '1:12-1:12', 'dev > dev', 'maya > maya');
  completes('/w/.envrc', 'export AWS_PROFILE="|"', '1:20-1:20', ...all);
  completes(
    '/w/main.tf',
    'provider "aws" {\n  profile = |\n}',
    '2:12-2:12',
    'dev > "dev"',
    'my team > "my team"',
    'maya > "maya"',
  );
  completes('/w/compose.yaml', '  - AWS_PROFILE=|', '1:16-1:16', 'dev > dev', 'maya > maya');
  completes('/w/.env', 'AWS_REGION=|', undefined);
  completes('/w/notes.txt', 'AWS_PROFILE=|', undefined);

  it('shows the account and the role, and what the profile does', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=|');
    const { items } = (await files.completed())!;
    assert.equal(items[0]?.label.description, 'Sandbox · Admin · via maya · eu-west-1');
    const { provider } = registered.find(({ kind }) => kind === 'CompletionItem')!;
    provider['resolveCompletionItem']!(items[0] as never);
    assert.match(items[0].documentation?.value ?? '', /dev.*Sandbox/su);
  });

  it('finds names by their letters if there are many', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => `[profile team-${i}]\n`).join('');
    const list = (await open('/w/.env', 'AWS_PROFILE=t99|', { config: many }).completed())!;
    assert.equal(list.isIncomplete, true);
    assert.equal(list.items.length, 28);
    const all200 = (await open('/w/.env', 'AWS_PROFILE=|', { config: many }).completed())!;
    assert.equal(all200.items.length, 200);
  });
});

describe('profile names in other files', () => {
  closeAfterEach();

  it('are explained', async () => {
    const hover = (await open('/w/.env', 'AWS_PROFILE=d|ev').ask('Hover', 'provideHover')) as Hover;
    assert.equal(words(hover.range), '1:12-1:15');
    assert.match(hover.contents.value, /dev.*Admin.*Use.*New Terminal.*Explain/su);
    assert.equal(await open('/w/.env', 'AWS_PROFILE=g|one').ask('Hover', 'provideHover'), undefined);
    assert.equal(await open('/w/.env', 'AWS_REGION=d|ev').ask('Hover', 'provideHover'), undefined);
  });

  it('lead to their sections', async () => {
    assert.deepEqual(await definition('AWS_PROFILE=d|ev'), ['/aws/config 1:9-1:12 from 1:12-1:15']);
    assert.deepEqual(await definition('AWS_PROFILE=may|a'), ['/aws/credentials 1:1-1:5 from 1:12-1:16']);
    assert.deepEqual(await definition('AWS_PROFILE=go|ne'), []);
  });

  it('are references of a profile, in open documents', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=ma|ya\nAWS_DEFAULT_PROFILE=maya\nAWS_PROFILE=dev\n');
    const found = (includeDeclaration: boolean) =>
      files.ask('Reference', 'provideReferences', { includeDeclaration }) as Promise<Location[]>;
    const own = ['/w/.env 1:12-1:16', '/w/.env 2:20-2:24'];
    assert.deepEqual(places(await found(false)), ['/aws/config 3:17-3:21', ...own]);
    assert.deepEqual(places(await found(true)), [
      '/aws/config 3:17-3:21',
      '/aws/credentials 1:1-1:5',
      ...own,
    ]);
    // VS Code asks this provider beside the one for names in the AWS files.
    const { provider } = registered.find(({ selector }) => selector === awsFiles)!;
    const inConfig = files.awsFiles.documentOf('config');
    const ask = (line: number, character: number) =>
      provider['provideReferences']!(...([inConfig, { line, character }] as never[])) as
        Location[] | undefined;
    assert.deepEqual(places(ask(2, 18) ?? []), own);
    assert.equal(ask(3, 2), undefined);
    // It has the name of the profile, but is no profile.
    assert.equal(ask(6, 14), undefined);
  });
});

describe('names in other files that no profile has', () => {
  closeAfterEach();

  const { Hint, Information } = fakeVscode.DiagnosticSeverity;

  it('are hints, as other people may have other profiles', async () => {
    const [problem, ...others] = await open(
      '/w/.env',
      'AWS_PROFILE=elsewhere\nAWS_DEFAULT_PROFILE=dev',
    ).reported();
    assert.equal(problem?.message, 'Your AWS files have no profile “elsewhere”.');
    assert.equal(problem.severity, Hint);
    assert.equal(words(problem.range), '1:12-1:21');
    assert.deepEqual(others, []);
  });

  it('are an information if they resemble the name of a profile, which a quick fix writes', async () => {
    const files = open('/w/main.tf', 'provider "aws" {\n  profile = "my tem"\n}');
    const [problem] = await files.reported();
    assert.equal(problem?.severity, Information);
    assert.equal(
      problem.message,
      'Your AWS files have no profile “my tem”. The most similar name is “my team”.',
    );
    const [fix, turnOff] = files.fixes(problem.range);
    assert.equal(fix?.title, 'Change to “my team”');
    assert.equal(fix.isPreferred, true);
    assert.equal(files.after(fix), 'provider "aws" {\n  profile = "my team"\n}');
    assert.equal(turnOff?.title, 'Do not check profile names outside of the AWS files');
  });

  it('have no quick fix that would need other quotes', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=my-tem');
    const [problem] = await files.reported();
    assert.match(problem!.message, /“my team”/u);
    assert.deepEqual(
      files.fixes(problem!.range).map(({ edit }) => edit?.replaced),
      [[]],
    );
  });

  it('can be left alone in a workspace', async () => {
    fakeVscode.workspace.workspaceFolders = [{}];
    const files = open('/w/.env', 'AWS_PROFILE=elsewhere');
    const [problem] = await files.reported();
    const [turnOff] = files.fixes(problem!.range);
    assert.equal(turnOff?.title, 'Do not check profile names in this workspace');
    assert.equal(files.after(turnOff), files.text);
    await fakeVscode.handlers.get(turnOff.command!.command)!();
    assert.deepEqual(fakeVscode.settings.workspace, { 'rolecall.editor.references': false });
    assert.deepEqual(fakeVscode.settings.user, {});
    fakeVscode.reports.configurationChanged.fire({
      affectsConfiguration: (name) => name === 'rolecall.editor.references',
    });
    assert.deepEqual(await files.reported(), []);
    assert.deepEqual(files.fixes(problem!.range), []);
    assert.equal(await files.completed(), undefined);
  });

  it('can be left alone everywhere if no workspace is open', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=elsewhere');
    await files.reported();
    await fakeVscode.handlers.get('_rolecall.turnReferencesOff')!();
    assert.deepEqual(fakeVscode.settings.user, { 'rolecall.editor.references': false });
  });

  it('are reported when nothing changes for a while', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=elsewhere');
    mock.timers.tick(300);
    fakeVscode.reports.documentChanged.fire({ document: files.document });
    mock.timers.tick(300);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(problems.get('rolecall.references')?.size, 0);
    assert.equal((await files.reported()).length, 1);
  });

  it('go with the document', async () => {
    const files = open('/w/.env', 'AWS_PROFILE=elsewhere');
    await files.reported();
    fakeVscode.reports.documentClosed.fire(files.document);
    assert.deepEqual(problems.get('rolecall.references')?.get(files.path), []);
  });

  const text = 'AWS_PROFILE=elsewhere';
  quiet('in a template', '/w/.env.example', text);
  quiet('beside other AWS files', '/w/.env', `AWS_CONFIG_FILE=./aws\n${text}`);
  quiet('if they are variables', '/w/.env', 'AWS_PROFILE=$TEAM');
  quiet('where the user has no profiles', '/w/.env', text, { config: '' });
  quiet('while a file cannot be read', '/w/.env', text, { failures: [{ code: 'fileUnreadable' }] });
  quiet('in an old version of a file', '/w/.env', text, { scheme: 'git' });
});

describe('the selector of other files', () => {
  closeAfterEach();

  it('has a pattern for each name, and the languages', () => {
    open('/w/.env', '');
    const { selector } = registered.find(({ kind }) => kind === 'Hover')!;
    const expected = referringFiles.flatMap(({ names, languages }) => [
      ...names.map((name) => ({ pattern: `**/${name}` })),
      ...languages.map((language) => ({ language })),
    ]);
    assert.deepEqual(selector, expected);
  });
});
