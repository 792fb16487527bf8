import assert from 'node:assert/strict';
import type { Location, Range } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { reports } from '../../fakes/vscode.ts';
import { OpenFiles, words } from './openFiles.ts';

const { registerNameProviders } = await import('../../../src/providers/nameProviders.ts');
const { registerStructureProviders } = await import('../../../src/providers/structureProviders.ts');
const { registerLensProvider } = await import('../../../src/providers/lensProvider.ts');
const { registerInlayProvider } = await import('../../../src/providers/inlayProvider.ts');
const { workspaceSymbols } = await import('../../../src/providers/workspaceSymbols.ts');

function open(config: string, credentials = ''): OpenFiles {
  const files = new OpenFiles(config, credentials);
  const { context } = files;
  registerNameProviders(context);
  registerStructureProviders(context);
  registerLensProvider(context);
  registerInlayProvider(context);
  return files;
}

interface Link {
  readonly targetUri: { readonly path: string };
  readonly targetRange: unknown;
  readonly targetSelectionRange: unknown;
  readonly originSelectionRange: unknown;
}

function referencesOf(files: OpenFiles, includeDeclaration: boolean): readonly string[] {
  const found = files.ask('Reference', 'provideReferences', { includeDeclaration });
  return (found as readonly Location[]).map(({ uri, range }) => `${uri.path} ${words(range)}`);
}

describe('the providers of names', () => {
  const config = '[profile ops]\r\nsource_profile = m|aya\r\n\r\n[profile maya]\r\nregion = x\r\n';
  const credentials = '# mine\n[maya]\naws_access_key_id = x\n';

  it('lead to the definitions in both files', () => {
    const links = open(config, credentials).ask('Definition', 'provideDefinition') as readonly Link[];
    assert.deepEqual(
      links.map((link) => [
        link.targetUri.path,
        words(link.targetRange),
        words(link.targetSelectionRange),
        words(link.originSelectionRange),
      ]),
      [
        ['/aws/config', '4:0-6:0', '4:9-4:13', '2:17-2:21'],
        ['/aws/credentials', '2:0-4:0', '2:1-2:5', '2:17-2:21'],
      ],
    );
  });

  it('lead to the references, with or without the definitions', () => {
    const files = open(config, credentials);
    assert.deepEqual(referencesOf(files, false), ['/aws/config 2:17-2:21']);
    assert.deepEqual(referencesOf(files, true), [
      '/aws/config 2:17-2:21',
      '/aws/config 4:9-4:13',
      '/aws/credentials 2:1-2:5',
    ]);
  });

  it('highlight what is in the same file', () => {
    const found = open(config, credentials).ask('DocumentHighlight', 'provideDocumentHighlights');
    assert.deepEqual(
      (found as readonly { readonly given: readonly unknown[] }[]).map(({ given: [range, kind] }) => [
        words(range),
        kind,
      ]),
      [
        ['2:17-2:21', fakeVscode.DocumentHighlightKind.Read],
        ['4:9-4:13', fakeVscode.DocumentHighlightKind.Write],
      ],
    );
  });

  it('link the name in a header with its references', () => {
    const files = open('[profile m|aya]\n[profile ops]\nsource_profile = maya\n');
    const { given } = files.ask('LinkedEditingRange', 'provideLinkedEditingRanges') as {
      readonly given: readonly unknown[];
    };
    assert.deepEqual((given[0] as readonly unknown[]).map(words), ['1:9-1:13', '3:17-3:21']);
    assert.equal(open(config).ask('LinkedEditingRange', 'provideLinkedEditingRanges'), undefined);
  });

  it('answer nothing where there is no name', () => {
    const files = open('[profile ops]\nreg|ion = x\n');
    assert.equal(files.ask('Definition', 'provideDefinition'), undefined);
    assert.equal(files.ask('Reference', 'provideReferences', { includeDeclaration: true }), undefined);
    assert.equal(files.ask('DocumentHighlight', 'provideDocumentHighlights'), undefined);
  });
});

interface Symbol {
  readonly given: readonly unknown[];
  readonly children: readonly Symbol[];
}

describe('the providers of structure', () => {
  const { SymbolKind } = fakeVscode;

  it('outline sections and keys, without values', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    const files = open(`[profile $(flame) a]\naws_secret_access_key = ${secret}\n[sso-session corp]\n`);
    const symbols = files.askAll('DocumentSymbol', 'provideDocumentSymbols') as readonly Symbol[];
    assert.doesNotMatch(JSON.stringify(symbols), /wJalr/u);
    const [profile, session] = symbols;
    assert.deepEqual(profile!.given.slice(0, 3), ['$\u200B(flame) a', '', SymbolKind.Class]);
    assert.deepEqual(profile!.given.slice(3).map(words), ['1:0-2:64', '1:1-1:19']);
    assert.equal(profile!.children[0]!.given[0], 'aws_secret_access_key');
    assert.deepEqual(session!.given.slice(0, 3), ['corp', 'sso-session', SymbolKind.Interface]);
  });

  it('hide a secret that became the name of a section', () => {
    const files = open('[profile wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY]\n');
    const symbols = files.askAll('DocumentSymbol', 'provideDocumentSymbols') as readonly Symbol[];
    assert.doesNotMatch(JSON.stringify(symbols), /wJalr/u);
  });

  it('fold', () => {
    const files = open('# a\n# b\n[profile a]\nk = 1\n');
    const folds = files.askAll('FoldingRange', 'provideFoldingRanges') as readonly Symbol[];
    assert.deepEqual(
      folds.map(({ given }) => given),
      [
        [2, 3, undefined],
        [0, 1, fakeVscode.FoldingRangeKind.Comment],
      ],
    );
  });

  it('select step by step', () => {
    const files = open('[profile a]\nregion = x|\n');
    const positions = [new fakeVscode.Position(1, 10)];
    const [selection] = files.askAll('SelectionRange', 'provideSelectionRanges', positions) as [Symbol];
    const [range, parent] = selection.given as readonly [unknown, Symbol];
    assert.equal(words(range), '2:9-2:10');
    assert.equal(words(parent.given[0]), '2:0-2:10');
  });

  it('link to the pages of sign-ins', () => {
    const files = open('[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n');
    const [link] = files.askAll('DocumentLink', 'provideDocumentLinks') as readonly [Symbol];
    assert.equal(words(link.given[0]), '2:16-2:46');
    assert.deepEqual(link.given[1], { path: 'https://corp.awsapps.com/start' });
  });

  it('format the whole file or a range', () => {
    const files = open('[profile a]\nk=1\nl=2\n');
    interface Edit {
      readonly range: Range;
      readonly text: string;
    }
    const edits = (found: unknown) =>
      (found as readonly Edit[]).map(({ range, text }) => `${words(range)} ${text}`);
    assert.deepEqual(edits(files.askAll('DocumentFormattingEdit', 'provideDocumentFormattingEdits')), [
      '2:1-2:2  = ',
      '3:1-3:2  = ',
    ]);
    const range = new fakeVscode.Range(new fakeVscode.Position(2, 0), new fakeVscode.Position(3, 0));
    assert.deepEqual(
      edits(files.askAll('DocumentRangeFormattingEdit', 'provideDocumentRangeFormattingEdits', range)),
      ['3:1-3:2  = '],
    );
  });
});

interface Lens {
  readonly range: Range;
  readonly command: {
    readonly title: string;
    readonly command: string;
    readonly arguments?: readonly unknown[];
  };
}

function lensesOf(files: OpenFiles): readonly Lens[] {
  registerLensProvider(files.context);
  assert.ok(!('resolveCodeLens' in fakeVscode.providers.get('CodeLens')!), 'each has its command at once');
  return files.askAll('CodeLens', 'provideCodeLenses') as readonly Lens[];
}

function titles(files: OpenFiles): readonly string[] {
  return lensesOf(files).map(({ range, command: { title } }) => `${range.start.line + 1} ${title}`);
}

function linesFrom(line: number) {
  return new fakeVscode.Range(new fakeVscode.Position(line, 0), new fakeVscode.Position(line + 40, 0));
}

describe('the lenses', () => {
  const config = '[profile a]\n[sso-session corp]\n[profile b]\n';
  const usual = ['1 Use', '1 New Terminal', '1 Explain', '3 Use', '3 New Terminal', '3 Explain'];
  const a = { kind: 'profile', name: 'a' } as const;

  it('are above each profile, and run commands for it as the choice of the user', () => {
    const files = open(config);
    assert.deepEqual(titles(files), usual);
    const calls = lensesOf(files).slice(0, 3);
    assert.deepEqual(
      calls.map(({ command: { command } }) => command),
      ['rolecall.useProfile', 'rolecall.newTerminal', 'rolecall.explainProfile'],
    );
    for (const { command } of calls) {
      assert.deepEqual(command.arguments, [a]);
      assert.ok(files.ownRows.has(command.arguments[0]));
    }
  });

  it('show the state of what is in use', () => {
    const files = open(config);
    const plan = { target: a, steps: [] };
    const session = { plan, credentials: { expiration: 58 * 60_000 } } as never;
    files.state = { kind: 'ready', target: a, session };
    const [state, ...others] = titles(files);
    assert.equal(state, '1 $(check)\u00A0in use, 58m left');
    assert.deepEqual(others, usual.slice(1));
    assert.equal(lensesOf(files)[0]!.command.command, '');
    const limited = { ...a, access: { managed: ['readOnly'] } };
    const scoped = {
      plan: { ...plan, access: limited.access },
      credentials: { expiration: 58 * 60_000 },
    } as never;
    files.state = { kind: 'ready', target: limited, session: scoped };
    assert.equal(titles(files)[0], '1 $(check)\u00A0read-only · in use, 58m left');
    files.state = { kind: 'ready', target: a, session, mustAsk: 'code' };
    assert.equal(titles(files)[0], '1 $(warning)\u00A0expires in 58m');
    files.state = { kind: 'waiting', target: a, failure: { code: 'needsPerson', profile: 'a' } };
    assert.equal(titles(files)[0], '1 $(shield)\u00A0needs a code');
    files.state = { kind: 'switching', target: a, from: { kind: 'none' } };
    assert.equal(titles(files)[0], '1 $(sync~spin)\u00A0getting credentials');
    files.state = {
      kind: 'waiting',
      target: { kind: 'environment' },
      failure: { code: 'forgotten', profile: '' },
    };
    assert.deepEqual(titles(files), usual);
  });

  it('are only near what is visible in a long file, and follow it', () => {
    const files = open(Array.from({ length: 3000 }, (_, i) => `[profile p${i}]\n`).join(''));
    const editor = { document: files.document, visibleRanges: [linesFrom(1000)] };
    Object.defineProperty(files, 'document', { value: editor.document });
    fakeVscode.window.visibleTextEditors = [editor];
    const lines = (): readonly number[] => lensesOf(files).map(({ range }) => range.start.line);
    const first = lines();
    assert.deepEqual([first[0], first.at(-1)], [500, 1540]);
    let changes = 0;
    const provider = fakeVscode.providers.get('CodeLens') as unknown as {
      onDidChangeCodeLenses: (listener: () => void) => void;
    };
    provider.onDidChangeCodeLenses(() => (changes += 1));
    const scrollTo = (line: number): void => {
      editor.visibleRanges = [linesFrom(line)];
      reports.editorScrolled.fire({ textEditor: editor });
    };
    scrollTo(1400);
    assert.equal(changes, 0, 'still near');
    scrollTo(1600);
    assert.equal(changes, 1);
    assert.equal(lines()[0], 1100);
    fakeVscode.window.visibleTextEditors = [];
  });

  it('are off by setting', () => {
    const files = open(config);
    files.lenses = false;
    assert.deepEqual(titles(files), []);
  });
});

describe('the hints', () => {
  const device = 'arn:aws:iam::123456789012:mfa/maya';
  const config = `[profile maya]\nmfa_serial = ${device}\n[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/Ops\nsource_profile = maya\n`;
  const credentials = '[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
  const range = { start: new fakeVscode.Position(0, 0), end: new fakeVscode.Position(5, 0) };

  it('show what is inherited', () => {
    const files = open(config, credentials);
    const [hint, ...others] = files.askAll('InlayHints', 'provideInlayHints', range) as readonly [
      Symbol & { readonly tooltip: string },
    ];
    assert.equal(others.length, 0);
    assert.deepEqual(hint.given, [new fakeVscode.Position(4, 21), `mfa_serial = ${device}`]);
    assert.equal(hint.tooltip, 'mfa_serial comes from profile maya.');
  });

  it('are off by setting', () => {
    const files = open(config, credentials);
    files.hints = false;
    registerInlayProvider(files.context);
    assert.deepEqual(files.askAll('InlayHints', 'provideInlayHints', range), []);
  });
});

describe('the symbols of the workspace', () => {
  it('are the sections of both files, whether they are open or not', async () => {
    const files = open('\n[profile prod]\n[sso-session prod]\n', '[dev]\n[prod]\n');
    const found = await workspaceSymbols(files.context.store, 'pr');
    const texts = (found as unknown as readonly Symbol[]).map(({ given: [name, kind, container, at] }) => {
      const { uri, range } = at as { uri: { path: string }; range: { line: number } };
      return [name, kind, container, `${uri.path}:${range.line + 1}`];
    });
    const { Class, Interface } = fakeVscode.SymbolKind;
    assert.deepEqual(texts, [
      ['prod', Class, 'AWS profile', '/aws/config:2'],
      ['prod', Class, 'AWS profile in the credentials file', '/aws/credentials:2'],
      ['prod', Interface, 'sso-session', '/aws/config:3'],
    ]);
  });
});
