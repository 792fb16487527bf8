import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import { ConsoleMemory } from '../../../../src/commands/console/consoleMemory.ts';
import type { Destination } from '../../../../src/plan/console/destination.ts';
import type { LinkWish } from '../../../../src/delivery/console/consoleLinks.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import type { TreeNode } from '../../../../src/views/tree/treeNodes.ts';
import { type Given, resourceViews } from '../../../fakes/resourceViews.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { consoleTarget } = await import('../../../../src/commands/console/consoleTarget.ts');
const { copyConsoleLink } = await import('../../../../src/commands/console/copyConsoleLink.ts');
const { openConsole, openConsoleHome } = await import('../../../../src/commands/console/openConsole.ts');

const profile = (name: string): Target => ({ kind: 'profile', name });
const account: TreeNode = { kind: 'account', signIn: 'corp', accountId: '444444444444' };
const role = (roleName: string): Target => ({
  kind: 'assignment',
  signIn: 'corp',
  accountId: '444444444444',
  roleName,
});

interface Stage extends Given {
  readonly isSecret?: boolean;
  readonly forbids?: boolean;
  readonly showsOneAccount?: boolean;
  /** Whether a file that limits the access has still to be read. */
  readonly isUnread?: boolean;
  readonly terminal?: Target;
}

/** The text that is typed in the picker. */
let typed = '';

/** A picker in which the user presses Enter at once. */
function acceptingPicker() {
  const listeners: { accept?: () => void; hide?: () => void } = {};
  const pick = {
    items: [] as readonly { readonly kind?: unknown }[],
    get selectedItems() {
      return pick.items.filter(({ kind }) => kind === undefined).slice(0, 1);
    },
    value: typed,
    activeItems: [],
    onDidAccept: (accept: () => void) => (listeners.accept = accept),
    onDidHide: (hide: () => void) => (listeners.hide = hide),
    onDidChangeValue() {},
    onDidTriggerButton() {},
    onDidTriggerItemButton() {},
    show: () => void setTimeout(() => listeners.accept?.(), 5),
    hide: () => listeners.hide?.(),
    dispose() {},
  };
  return pick;
}

describe('the commands for the console', () => {
  const { window } = fakeVscode;
  const before = { ...window };
  /** What happened, in its order. */
  let happened: string[];
  let messages: string[];
  let memory: ConsoleMemory;
  let stored: Map<string, unknown>;

  beforeEach(() => {
    [happened, messages, stored, typed] = [[], [], new Map(), ''];
    memory = memoryOf();
    const note = async (text: string, ...buttons: readonly (string | { readonly title: string })[]) => {
      messages.push(
        [text, ...buttons.map((each) => (typeof each === 'string' ? each : each.title))].join(' | '),
      );
    };
    Object.assign(window, {
      showInformationMessage: note,
      showWarningMessage: note,
      setStatusBarMessage: note,
    });
    Object.assign(window, { createQuickPick: acceptingPicker });
  });
  afterEach(() => {
    Object.assign(window, before);
    Reflect.deleteProperty(window, 'activeTerminal');
  });

  /** The memory after VS Code was started again. */
  function memoryOf(): ConsoleMemory {
    return new ConsoleMemory({
      get: (key: string, other?: unknown) => structuredClone(stored.get(key) ?? other) as never,
      update: async (key, value) => void stored.set(key, structuredClone(value)),
    });
  }

  function contextOf({
    isSecret = true,
    forbids = false,
    showsOneAccount = true,
    isUnread = false,
    terminal,
    ...given
  }: Stage) {
    const views = resourceViews(given);
    const { planOf } = views;
    const unread: Failure = { code: 'policyFileUnreadable', profile: '', path: '~/p.json', reason: 'unread' };
    if (isUnread) Object.assign(views, { planOf: (target: Target) => ({ target, failure: unread }) });
    const links = {
      routeOf: async () => {
        Object.assign(views, { planOf });
        return { kind: 'federation' };
      },
      linkFor: async (target: Target, { kind }: Destination, { into, isOutside }: LinkWish) => {
        happened.push(
          `${targetName(target)}: ${kind} for the ${into}${isOutside ? ', which the user did not choose' : ''}`,
        );
        return { url: 'https://signin.example.com/?SigninToken=secret', isSecret };
      },
    };
    const refused: Failure = { code: 'forbidden', action: 'copy' };
    return {
      views,
      active: views.active,
      store: views.store,
      terminalTargets: { targetOf: () => terminal },
      attempt: (_: string, action: (renew: boolean) => Promise<void>) => action(false),
      handOuts: {
        check() {
          if (forbids) throw new FailureError(refused);
        },
      },
      clipboard: {
        copy: async (text: string) => {
          happened.push(`copied ${text}`);
          return { sentence: 'Soon cleared.', clear: { title: 'Clear Clipboard', follow() {} } };
        },
      },
      console: {
        links: { get: async () => links },
        browser: { open: async () => void happened.push('opened'), showsOneAccount },
        memory,
      },
    } as never;
  }

  const targetFor = (stage: Stage, node?: TreeNode) => consoleTarget(contextOf(stage), node);
  const open = (stage: Stage, name: string) => openConsoleHome(contextOf(stage), { kind: 'profile', name });

  it('are about the row, else the terminal if it has its own profile, else what the window uses', async () => {
    const stage = { inUse: profile('dev'), terminal: profile('prod') };
    Object.assign(window, { activeTerminal: {} });
    assert.deepEqual(await targetFor(stage, { kind: 'profile', name: 'test' }), profile('test'));
    assert.deepEqual(await targetFor(stage), profile('prod'));
    assert.deepEqual(await targetFor({ inUse: profile('dev') }), profile('dev'));
    Reflect.deleteProperty(window, 'activeTerminal');
    assert.deepEqual(await targetFor(stage), profile('dev'));
  });

  it('keep the access that a terminal or a row has, whatever the window uses', async () => {
    const limited: Target = { ...profile('dev'), access: { managed: ['readOnly'] } };
    const stage = { inUse: limited };
    assert.deepEqual(await targetFor(stage, { kind: 'inUse', target: profile('dev') }), profile('dev'));
    assert.deepEqual(await targetFor(stage, { kind: 'profile', name: 'dev' }), limited);
  });

  it('choose the only role in the account of a row, or ask for one', async () => {
    assert.deepEqual(await targetFor({ roles: ['Reader'] }, account), role('Reader'));
    // The fake picker chooses the last row.
    assert.deepEqual(await targetFor({ roles: ['Reader', 'Admin'] }, account), role('Admin'));
    assert.equal(await targetFor({ roles: [] }, account), undefined);
    assert.deepEqual(messages, ['You have no role in 444444444444.']);
  });

  it('say nothing after they opened the console', async () => {
    await open({}, 'dev');
    assert.deepEqual(happened, ['dev: home for the browser', 'opened']);
    assert.deepEqual(messages, []);
  });

  it('open a resource of another account with what a link on its ARN would be opened with', async () => {
    for (const [id, name] of [
      ['111111111111', 'dev'],
      ['333333333333', 'prod'],
    ] as const) {
      typed = `arn:aws:sqs:eu-west-1:${id}:jobs`;
      for (const [command, into] of [
        [openConsole, 'browser'],
        [copyConsoleLink, 'clipboard'],
      ] as const) {
        happened = [];
        await command(contextOf({ inUse: profile('dev') }));
        const how = name === 'dev' ? '' : ', which the user did not choose';
        assert.equal(happened[0], `${name}: arn for the ${into}${how}`);
      }
    }
  });

  it('show the ways to a first profile if there is none', async () => {
    const { executeCommand } = fakeVscode.commands;
    const note = async (id: string): Promise<void> => {
      if (id.startsWith('rolecall.')) happened.push(id);
    };
    Object.assign(fakeVscode.commands, { executeCommand: note });
    try {
      await openConsole(contextOf({ config: '' }));
      await copyConsoleLink(contextOf({ config: '' }));
    } finally {
      Object.assign(fakeVscode.commands, { executeCommand });
    }
    assert.deepEqual(happened, ['rolecall.signInWithConsole', 'rolecall.signInWithConsole']);
  });

  it('wait until the files have been read that limit the access', async () => {
    await open({ isUnread: true }, 'dev');
    assert.deepEqual(happened, ['dev: home for the browser', 'opened']);
  });

  it('say once, also after a restart, what helps with a second account', async () => {
    for (const name of ['dev', 'dev', 'test', 'prod']) await open({}, name);
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /asks you to sign out first.* \| Sign the Browser Out First$/u);
    memory = memoryOf();
    for (const name of ['dev', 'test']) await open({}, name);
    assert.equal(messages.length, 1);
  });

  it('do not say that if the browser keeps accounts apart, or if the access portal signs it in', async () => {
    for (const name of ['dev', 'test']) await open({ showsOneAccount: false }, name);
    for (const name of ['dev', 'test']) await open({ isSecret: false }, name);
    assert.deepEqual(messages, []);
  });

  it('copy a link, and say how long it is valid, but not what it is', async () => {
    await copyConsoleLink(contextOf({ inUse: profile('dev') }));
    assert.deepEqual(happened.slice(0, 1), ['dev: home for the clipboard']);
    assert.match(happened[1] ?? '', /^copied https/u);
    assert.match(
      messages.join('\n'),
      /^The console link for dev was copied\. For 15 minutes, .* Soon cleared\. \| Clear/u,
    );
    assert.doesNotMatch(messages.join('\n'), /http|secret=/u);
  });

  it('copy a link without a secret in a way that leaves nothing to clear', async () => {
    await copyConsoleLink(contextOf({ inUse: profile('dev'), isSecret: false }));
    assert.deepEqual(happened, ['dev: home for the clipboard']);
    assert.match(await fakeVscode.env.clipboard.readText(), /^https/u);
    assert.match(messages.join('\n'), /which contains no secret/u);
    await fakeVscode.env.clipboard.writeText('');
  });

  it('copy nothing, and ask nothing, if the policy forbids copying', async () => {
    await assert.rejects(copyConsoleLink(contextOf({ inUse: profile('dev'), forbids: true })), FailureError);
    assert.deepEqual([happened, messages], [[], []]);
  });
});

describe('the memory of the console', () => {
  const stored = new Map<string, unknown>();
  const memory = () =>
    new ConsoleMemory({
      get: (key: string) => stored.get(key) as never,
      update: async (key, value) => void stored.set(key, value),
    });

  it('has the services, the last one first, and neither addresses nor resources', () => {
    for (const id of ['s3', 'lambda', 's3']) memory().noteDestination({ kind: 'service', id });
    memory().noteDestination({ kind: 'url', url: 'https://console.aws.amazon.com/s3/buckets/secret' });
    memory().noteDestination({ kind: 'arn', arn: 'arn:aws:s3:::secret' });
    assert.deepEqual(memory().services, ['s3', 'lambda']);
  });

  it('has the last answer for each profile', () => {
    assert.equal(memory().openedAs(profile('ci')), undefined);
    memory().noteOpenedAs(profile('ci'), 'readOnly');
    memory().noteOpenedAs(profile('dev'), 'user');
    memory().noteOpenedAs(profile('ci'), 'user');
    memory().noteOpenedAs(profile('dev'), 'readOnly');
    assert.deepEqual(
      ['ci', 'dev'].map((name) => memory().openedAs(profile(name))),
      ['user', 'readOnly'],
    );
  });

  it('may be of another version', () => {
    for (const wrong of [7, 'x', {}, [7], [['a']], null]) {
      for (const key of stored.keys()) stored.set(key, wrong);
      assert.deepEqual(memory().services, []);
      assert.equal(memory().openedAs(profile('ci')), undefined);
    }
  });
});
