import assert from 'node:assert/strict';
import { commandIds } from '../../../src/base/contributions.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { readSources, tokensOf } from '../../typescriptTokens.ts';

const {
  createCompletionItem,
  createDocumentSymbol,
  createHover,
  createInlayHint,
  createLens,
  createLateLink,
  createPageLink,
  createRefusal,
  createWorkspaceSymbol,
  documentCompletion,
  SymbolNames,
} = await import('../../../src/display/editorTexts.ts');
const { Input } = await import('../../../src/display/inputBox.ts');
const { PlainMarkdown } = await import('../../../src/display/markdown.ts');
const { displayLine, displayLines, splitLine } = await import('../../../src/display/marks.ts');
const { openTerminal, terminalProfile } = await import('../../../src/display/namedTerminals.ts');
const { showProgress } = await import('../../../src/display/progressToast.ts');
const { displayButton, isSameRow, Picker, pickMany, pickOne } =
  await import('../../../src/display/quickPick.ts');
const { StatusItem } = await import('../../../src/display/statusItem.ts');
const { createFixCommand, createProblem, createQuickFix } = await import('../../../src/display/problems.ts');
const { askForFile, askWhereToSave, openDiffs, titledUri } = await import('../../../src/display/titles.ts');
const { registerTerminalLinks } = await import('../../../src/display/terminalLinks.ts');
const { askModally, showError, showInformation, showInStatusBar, showWarning, showWhile } =
  await import('../../../src/display/toasts.ts');
const { registerMcpServers, registerTool } = await import('../../../src/display/languageModels.ts');
const { addTooltip, createTreeItem, setTreeBadge, setTreeMessage, setTreeTitle } =
  await import('../../../src/display/treeItem.ts');

const classKind = fakeVscode.SymbolKind.Class as never;
const error = fakeVscode.DiagnosticSeverity.Error as never;

const odd = '[a](command:b) $(check) x\u202Ey\u200Bz\r\n\u2028\0 wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY';
const shownOdd = '[a]\u200B(command:b) $\u200B(check) x\\u{202E}y\\u{200B}z\\u{D}\\u{A}\\u{2028}\\u{0} …';

const button = { iconPath: new fakeVscode.ThemeIcon('x') as never, tooltip: odd };
const item = {
  label: odd,
  description: [odd, { icon: '', text: odd }],
  detail: { icon: 'x', text: odd },
  buttons: [button],
};

/** Shows the buttons, of which the fake presses the last. The caller gets its own object back. */
async function press(show: typeof showInformation): Promise<void> {
  const last = { title: odd };
  assert.equal(await show(odd, { title: odd }, last), last);
}

/** Shows the odd text wherever an export of `display/` takes a text. Returns what the caller would show. */
const uses: Readonly<Record<string, () => unknown>> = {
  Input: () =>
    Object.assign(new Input(), {
      title: odd,
      prompt: odd,
      placeholder: odd,
      validationMessage: odd,
      buttons: [button],
    }),
  PlainMarkdown: () => new PlainMarkdown().text(odd).bold(odd).append(new PlainMarkdown().text(odd)).value,
  displayLine: () => [displayLine(odd), displayLine([odd, '', { icon: 'x', text: odd }])],
  splitLine: () => splitLine([odd, '', { icon: 'x', text: odd }]).words,
  displayLines: () => displayLines([odd, odd]).split('\n'),
  openTerminal: () => openTerminal({ name: odd }),
  terminalProfile: () => terminalProfile({ name: odd }),
  registerTerminalLinks: () => {
    const { registerTerminalLinkProvider } = fakeVscode.window;
    let provider: unknown;
    const register = (given: unknown): void => void (provider = given);
    Object.assign(fakeVscode.window, { registerTerminalLinkProvider: register });
    registerTerminalLinks({ find: () => [{ start: 0, end: 1, tooltip: odd }], open() {} });
    Object.assign(fakeVscode.window, { registerTerminalLinkProvider });
    return (provider as { provideTerminalLinks(line: object): unknown }).provideTerminalLinks({});
  },
  showProgress: () => showProgress(odd, new AbortController(), async (report) => report(odd)),
  Picker: () =>
    Object.assign(new Picker(), { title: odd, placeholder: odd, buttons: [button], items: [item] }) && [],
  pickOne: async () => assert.equal(await pickOne([item], { title: odd, placeholder: odd }), item),
  pickMany: async () => assert.deepEqual(await pickMany([item], { title: odd, placeholder: odd }), [item]),
  displayButton: () => displayButton(button),
  StatusItem: () => {
    const text = [{ icon: 'x', text: odd }];
    const status = new StatusItem({ id: 'id', name: odd, command: 'command', priority: 1 });
    status.show({ text, tooltip: [odd], background: undefined, ariaLabel: odd });
  },
  openDiffs: async () => {
    await openDiffs(odd, [{} as never]);
    await openDiffs(odd, [{} as never, {} as never]);
  },
  askForFile: () => void askForFile({ title: odd }),
  askWhereToSave: () => void askWhereToSave({ title: odd }),
  titledUri: () => titledUri('scheme', odd, ''),
  showInformation: () => press(showInformation),
  showWarning: () => press(showWarning),
  showError: () => press(showError),
  askModally: () => press((message, ...buttons) => askModally(message, [odd], ...buttons)),
  showInStatusBar: () => showInStatusBar('x', odd, 1),
  showWhile: () => showWhile(Promise.resolve(), odd),
  createTreeItem: () => {
    const row: unknown = { id: 'id', label: odd, description: [odd], ariaLabel: odd, collapsibleState: 0 };
    return createTreeItem(row as Parameters<typeof createTreeItem>[0]);
  },
  addTooltip: () => addTooltip({}, [odd]),
  setTreeBadge: () => {
    const view: { badge?: object } = {};
    setTreeBadge(view as never, odd);
    return { tooltip: (view.badge as { tooltip: string }).tooltip };
  },
  setTreeTitle: () => {
    const view = {};
    setTreeTitle(view as never, odd);
    return view;
  },
  SymbolNames: () => {
    const names = new SymbolNames();
    return [names.shown(odd), names.shown(odd)];
  },
  createCompletionItem: () => {
    const texts = { label: 'a', description: odd, insert: 'a', isSnippet: false, alsoFoundBy: undefined };
    const kind = fakeVscode.CompletionItemKind.Value as never;
    assert.equal(createCompletionItem({ ...texts, label: odd }, kind, {} as never), undefined);
    return createCompletionItem(texts, kind, {} as never);
  },
  documentCompletion: () => {
    const made = new fakeVscode.CompletionItem({ label: '', description: '' }, 0);
    documentCompletion(made as never, new PlainMarkdown().text(odd));
    return made.documentation;
  },
  createHover: () => createHover(new PlainMarkdown().text(odd), {} as never).contents,
  createDocumentSymbol: () => {
    const names = new SymbolNames();
    return createDocumentSymbol(names, { name: odd, detail: odd }, classKind, {} as never, {} as never);
  },
  createWorkspaceSymbol: () => createWorkspaceSymbol({ name: odd, container: odd }, classKind, {} as never),
  createLens: () => [
    createLens({} as never, odd).command?.title,
    createLens({} as never, odd, { command: 'x', arguments: [], tooltip: odd }).command?.tooltip,
  ],
  createInlayHint: () => createInlayHint({} as never, odd, odd),
  createLateLink: () => createLateLink({} as never, odd),
  createPageLink: () => createPageLink({} as never, {} as never, odd),
  createRefusal: () => createRefusal(odd).message,
  createProblem: () => {
    const code = { name: 'code', page: {} as never };
    const problem = createProblem({} as never, odd, error, code, [{ location: {} as never, text: odd }]);
    return [problem.message, ...(problem.relatedInformation ?? []).map(({ message }) => message)];
  },
  createFixCommand: () => createFixCommand(odd, [], 'command').title,
  createQuickFix: () => createQuickFix(odd, {} as never, [], true).title,
  registerTool: () => {
    const question = { title: odd, text: new PlainMarkdown().text(odd) };
    const tool = { prepare: () => ({ doing: odd, question }), invoke: () => Promise.resolve('') };
    return registeredBy('registerTool', () => registerTool('x', tool)).prepareInvocation?.({});
  },
  registerMcpServers: () => {
    const source = {
      onDidChange: () => ({ dispose() {} }),
      servers: () => [{ name: odd, command: ['x'], version: '' }],
      variables: () => Promise.reject(),
    };
    const register = () => registerMcpServers('x', source);
    return registeredBy('registerMcpServerDefinitionProvider', register).provideMcpServerDefinitions?.({});
  },
  setTreeMessage: () => {
    const view = {};
    setTreeMessage(view as never, [odd]);
    return view;
  },
};

/** They show no text of ours: dots, problems and fixes that others made, or one made before. Some make words. */
const withoutTexts = [
  'agentIn',
  'agentName',
  'createProblems',
  'createSecretCover',
  'registerFixOnSave',
  'registerQuickFixes',
  'runsAfter',
];

/** What VS Code gets when `register` calls the function of this name. */
function registeredBy(
  name: string,
  register: () => void,
): Readonly<Record<string, (given: object) => unknown>> {
  const before = fakeVscode.lm[name];
  let registered: unknown;
  fakeVscode.lm[name] = (_: string, given: unknown) => void (registered = given);
  register();
  fakeVscode.lm[name] = before;
  return registered as ReturnType<typeof registeredBy>;
}

/** Milliseconds. */
async function timeOf(pick: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await pick();
  fakeVscode.takeShownTexts();
  return performance.now() - started;
}

describe('the links of a tooltip', () => {
  it('run only commands of our own, and no text becomes one', () => {
    const { value } = new PlainMarkdown()
      .text('[a](command:rolecall.stopUsing)')
      .link('[x](command:b)', commandIds.renewSession)
      .append(new PlainMarkdown().link('Stop', commandIds.stopUsing));
    assert.deepEqual(value.isTrusted, {
      enabledCommands: [commandIds.renewSession, commandIds.stopUsing],
    });
    const links = [...value.value.matchAll(/\]\(command:([^)]*)\)/gu)].map(([, command]) => command);
    assert.deepEqual(links, [commandIds.renewSession, commandIds.stopUsing]);
  });

  it('contain at most a text that stands for a row, and lead to pages of AWS', () => {
    const { value } = new PlainMarkdown()
      .link('Use', commandIds.useProfile, 'a-1')
      .page('[x](y)', 'https://docs.aws.amazon.com/cli/latest/topic/s3-config.html');
    assert.deepEqual(
      [...value.value.matchAll(/\]\(([^)]*)\)/gu)].map(([, address]) => address),
      [
        `command:${commandIds.useProfile}?${encodeURIComponent('["a-1"]')}`,
        'https://docs.aws.amazon.com/cli/latest/topic/s3-config.html',
      ],
    );
    assert.deepEqual(value.isTrusted, { enabledCommands: [commandIds.useProfile] });
  });

  it('are not there without a link', () => {
    assert.equal(new PlainMarkdown().text('[a](command:b)').bold('x').icon('key').value.isTrusted, undefined);
  });
});

describe('the links of a notification about progress', () => {
  const { registerCommand } = fakeVscode.commands;
  afterEach(() => Object.assign(fakeVscode.commands, { registerCommand }));

  it('run only what they are for, while it is shown, and their texts are plain', async () => {
    const registered = new Map<string, () => void>();
    Object.assign(fakeVscode.commands, {
      registerCommand: (id: string, run: () => void) => {
        registered.set(id, run);
        return { dispose: () => registered.delete(id) };
      },
    });
    let runs = 0;
    fakeVscode.takeShownTexts();
    await new Promise<void>((resolve) => {
      showProgress('x', new AbortController(), async (report) => {
        report('Go on', [{ title: odd, follow: () => runs++ }]);
        const [id = '', run] = [...registered][0] ?? [];
        run?.();
        const texts = fakeVscode.takeShownTexts();
        assert.deepEqual(
          texts.filter((text) => text.startsWith('Go on')),
          [`Go on [${shownOdd}](command:${id})`],
        );
        report('Done');
        assert.equal(registered.size, 0);
        resolve();
      });
    });
    assert.equal(runs, 1);
  });
});

describe('the texts that VS Code shows', () => {
  for (const [name, use] of Object.entries(uses))
    it(`are plain in ${name}`, async () => {
      fakeVscode.takeShownTexts();
      fakeVscode.window.setStatusBarMessage(await use());
      const shown = fakeVscode.takeShownTexts().filter((text) => text.includes('command:b'));
      assert.ok(shown.length > 0);
      for (const text of shown) {
        const rest = text.replaceAll(/\$\((?:x|sync~spin)\) /gu, '').replaceAll(shownOdd, '');
        assert.match(rest, /^[ ·/∕]*$/u, text);
      }
    });

  it('are compared as they are shown', () => {
    assert.ok(isSameRow(item, { ...item }) && isSameRow(undefined, undefined));
    assert.ok(!isSameRow(item, { ...item, description: odd }) && !isSameRow(item, undefined));
  });

  it('are matched with the chosen items in time, even if there are thousands', async () => {
    const items = Array.from({ length: 60_000 }, (_, i) => ({ label: `${i}` }));
    const one = await timeOf(() => pickOne(items, {}));
    const many = await timeOf(() => pickMany(items, {}));
    assert.ok(many < 4 * one, `${many} ms, ${one} ms`);
  });

  it('come from exports that are all tested', () => {
    const exported = [...readSources('src/display')].flatMap(([, source]) =>
      tokensOf(source).flatMap(({ text }, i, tokens) => {
        const [kind = '', name] = [tokens[i + 1]?.text, tokens[i + 2]?.text];
        if (text !== 'export' || ['interface', 'type'].includes(kind)) return [];
        return (kind === 'async' ? tokens[i + 3]?.text : name) ?? '';
      }),
    );
    assert.deepEqual(
      exported.toSorted(),
      [
        ...Object.keys(uses),
        'fitsIntoToast',
        'hasMcpServers',
        'isSameRow',
        'openSettings',
        ...withoutTexts,
      ].toSorted(),
    );
  });
});
