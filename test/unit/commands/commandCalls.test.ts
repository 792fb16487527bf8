import assert from 'node:assert/strict';
import type { Terminal } from 'vscode';
import { type CommandId, commandIds } from '../../../src/base/contributions.ts';
import { Cancelled } from '../../../src/base/failure.ts';
import { createAttempt } from '../../../src/commands/attempt.ts';
import type { CommandContext } from '../../../src/commands/context.ts';
import { type Target, targetName } from '../../../src/profiles/profiles.ts';
import { noGuard } from '../../../src/session/consent/guardRules.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { ProductionConsent } from '../../../src/session/consent/productionConsent.ts';
import { OwnRows } from '../../../src/views/tree/ownRows.ts';
import type { TreeNode } from '../../../src/views/tree/treeNodes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { readSources } from '../../typescriptTokens.ts';
import { read } from '../display/shownTexts.ts';

const { createCommands } = await import('../../../src/commands/commands.ts');
const { rowOfCall } = await import('../../../src/commands/commandCalls.ts');
const { TreeContents } = await import('../../../src/views/tree/treeContents.ts');

const config = `\
[profile dev]
region = eu-west-1
[profile prod-admin]
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;
const ids = Object.values(commandIds);
const [ownTerminal, otherTerminal] = ['prod-admin', 'bash'].map(
  (name) => ({ name, creationOptions: {}, state: {} }) as unknown as Terminal,
);
const ofTerminal: Target = { kind: 'profile', name: 'prod-admin' };

describe('the argument of a command', () => {
  let rows: readonly TreeNode[];
  let ownRows: OwnRows;
  let isTreeRow: CommandContext['isTreeRow'];
  let asked: string[];
  let isAgreed: boolean;
  let isRead: boolean;
  let inUse: ActiveState;
  let tree: InstanceType<typeof TreeContents>;

  beforeEach(async () => {
    [asked, isAgreed, isRead] = [[], true, false];
    inUse = { kind: 'none' };
    const { profiles } = read({ config, credentials: '', environment: {} });
    const sources = {
      store: { ready: async () => ({ profiles }) },
      signIns: () => new Map(),
      ambient: { value: undefined },
      alibaba: { rows: undefined },
      active: {
        get state() {
          return inUse;
        },
      },
    };
    tree = new TreeContents(
      sources as never,
      () => {},
      () => ({ groupBy: 'source', filter: '' }),
    );
    rows = await tree.childrenOf(undefined);
    ownRows = new OwnRows();
    isTreeRow = (value): value is TreeNode => tree.has(value) || ownRows.has(value);
  });

  const call = (id: CommandId, argument: unknown): Promise<TreeNode | undefined> =>
    rowOfCall(id, argument, {
      store: { ready: async () => void (isRead = true) } as never,
      isTreeRow,
      active: { state: inUse } as never,
      terminalTargets: { targetOf: (terminal) => (terminal === ownTerminal ? ofTerminal : undefined) },
      confirmOutside: async (target: Target) => {
        assert.ok(isRead, 'the account is known only after the files are read');
        asked.push(targetName(target));
        if (!isAgreed) throw new Cancelled();
      },
    });

  it('is the row itself if the user runs a command on a row', async () => {
    assert.equal(rows.length, 3);
    for (const row of rows) for (const id of ids) assert.equal(await call(id, row), row);
    assert.deepEqual(asked, []);
  });

  it('is the profile or role of the row that shows what is in use', async () => {
    const profile = { kind: 'profile', name: 'dev' } as const;
    inUse = { kind: 'waiting', target: profile, failure: { code: 'forgotten', profile: 'dev' } };
    const [row] = await tree.childrenOf(undefined);
    assert.equal(row?.kind, 'inUse');
    assert.deepEqual(await call('rolecall.renameProfile', row), profile);
    assert.deepEqual(asked, []);
  });

  it('is the row that Rolecall has put into a command of its own, and no copy of it', async () => {
    const row = { kind: 'profile', name: 'prod-admin' } as const;
    const own = ownRows.add(row);
    assert.equal(await call('rolecall.useProfile', own), own);
    assert.equal(await call('rolecall.bindProfile', own), own);
    assert.deepEqual(asked, []);
    for (const copy of [row, { ...own }, JSON.parse(JSON.stringify(own)) as unknown]) {
      assert.deepEqual(await call('rolecall.useProfile', copy), row);
      assert.deepEqual(asked.splice(0), ['prod-admin']);
      assert.equal(await call('rolecall.bindProfile', copy), undefined);
    }
  });

  it('is the row that a link of a hover stands for, and no text that others could write', async () => {
    const row = { kind: 'profile', name: 'prod-admin' } as const;
    const link = ownRows.addLink(row);
    assert.deepEqual(await call('rolecall.useProfile', ownRows.resolve(link)), row);
    assert.deepEqual(asked, []);
    assert.match(link, /^[\da-f-]{36}$/u);
    for (const other of [`${link}0`, '', 'prod-admin', row.name])
      assert.equal(await call('rolecall.useProfile', ownRows.resolve(other)), undefined);
    assert.equal(ownRows.resolve(row), row);
    // A window that is open for months has a few links at a time.
    for (let i = 0; i < 300; i++) ownRows.addLink(row);
    assert.equal(ownRows.resolve(link), link);
  });

  it('from outside is used only to show something, or to use a profile after a question', async () => {
    const profile = { kind: 'profile', name: 'prod-admin' };
    const used: string[] = [];
    for (const id of ids) {
      asked = [];
      const row = await call(id, profile);
      if (row) used.push(`${id}: ${asked.length > 0 ? 'asks' : 'shows'}`);
    }
    assert.deepEqual(used.toSorted(), [
      'rolecall.explainProfile: shows',
      'rolecall.newTerminal: asks',
      'rolecall.revealInFile: shows',
      'rolecall.useProfile: asks',
    ]);
  });

  it('from outside does not lead to more access than the user chose for what is in use', async () => {
    const target: Target = { kind: 'profile', name: 'dev', access: { managed: ['readOnly'] } };
    inUse = { kind: 'waiting', target, failure: { code: 'forgotten', profile: 'dev' } };
    for (const id of ['rolecall.useProfile', 'rolecall.newTerminal'] as const)
      for (const argument of [
        { kind: 'profile', name: 'dev' },
        { ...target, access: { managed: [] } },
      ])
        assert.deepEqual(await call(id, argument), { kind: 'inUse', target });
  });

  it('from outside leads nowhere if the user declines', async () => {
    isAgreed = false;
    for (const id of ['rolecall.useProfile', 'rolecall.newTerminal'] as const)
      await assert.rejects(call(id, { kind: 'profile', name: 'prod-admin' }), Cancelled);
  });

  it('from outside has to name a profile or a sign-in, or the command asks which one', async () => {
    const others: readonly unknown[] = [
      undefined,
      null,
      'prod-admin',
      7,
      [],
      {},
      { kind: 'profile' },
      { kind: 'profile', name: '' },
      { kind: 'profile', name: ['prod-admin'] },
      { kind: 'role', roleArn: 'arn:aws:iam::777788889999:role/Administrator', sourceProfile: 'dev' },
      { kind: 'environment' },
      { kind: 'assignment', signIn: 'corp', accountId: '777788889999', roleName: 'Administrator' },
      { kind: 'accounts', signIn: 'corp' },
    ];
    for (const argument of others)
      for (const id of ids) assert.equal(await call(id, argument), undefined, JSON.stringify(argument));
    assert.deepEqual(asked, []);
  });

  it('is what the terminal has in whose menu the user opens the console, and in no other command', async () => {
    fakeVscode.window.terminals = [ownTerminal, otherTerminal] as never;
    for (const id of ids)
      assert.deepEqual(
        await call(id, ownTerminal),
        id === 'rolecall.openConsole' ? { kind: 'inUse', target: ofTerminal } : undefined,
      );
    for (const argument of [
      otherTerminal,
      { ...ownTerminal },
      { kind: 'inUse', target: ofTerminal },
      ofTerminal,
    ])
      assert.equal(await call('rolecall.openConsole', argument), undefined);
    assert.deepEqual(asked, []);
  });

  it('does not become a row by looking like one', async () => {
    for (const row of rows) assert.equal(await call('rolecall.bindProfile', { ...row }), undefined);
  });

  it('does not go through VS Code if the user chose it in a picker or notification', () => {
    for (const [path, source] of readSources('src'))
      assert.doesNotMatch(source, /executeCommand\(\s*commandIds\.\w+\s*,/u, path);
  });
});

describe('a command that something else runs with a production profile', () => {
  const prod = { kind: 'profile', name: 'prod-admin' };
  let asked: number;
  let isAgreed: boolean;
  let did: string[];
  let run: (id: CommandId, argument: unknown) => Promise<unknown>;

  beforeEach(() => {
    [asked, isAgreed, did] = [0, false, []];
    const { planOf } = read({ config, credentials: '', environment: {} });
    const consent = new ProductionConsent({
      isNeeded: () => false,
      ready: () => Promise.resolve(),
      guardOf: () => noGuard,
      now: Date.now,
      isProduction: (target) => targetName(target).startsWith('prod'),
      ask: async () => {
        asked++;
        return isAgreed;
      },
    });
    const commands = createCommands({
      store: { ready: async () => undefined, onDidChange: () => {} },
      active: {
        state: { kind: 'none' },
        onDidChange: () => {},
        use: async (target: Target) => void did.push(`use ${targetName(target)}`),
      },
      terminals: { open: async (target: Target) => void did.push(`open ${targetName(target)}`) },
      views: {
        planOf,
        production: { of: () => undefined },
        previous: { target: prod },
        bound: { target: prod },
      },
      attempt: createAttempt(() => assert.fail(), { warn: assert.fail, error: assert.fail } as never),
      ownTerminals: { ready: () => Promise.resolve(), has: () => false },
      isTreeRow: () => false,
      confirmOutside: (target: Target) => consent.confirmOutside(target),
    } as never);
    run = async (id, argument) => commands.run(id, argument);
  });

  for (const [id, expected] of [
    ['rolecall.useProfile', 'use'],
    ['rolecall.newTerminal', 'open'],
  ] as const) {
    it(`does nothing if the user declines (${id})`, async () => {
      for (const _ of [1, 2]) await run(id, prod);
      assert.deepEqual([asked, did], [2, []]);
    });

    it(`does what it is asked if the user agrees, or for another profile (${id})`, async () => {
      await run(id, { kind: 'profile', name: 'dev' });
      isAgreed = true;
      for (const _ of [1, 2]) await run(id, prod);
      const [dev, production] = [`${expected} dev`, `${expected} prod-admin`];
      assert.deepEqual([asked, did], [2, [dev, production, production]]);
    });
  }

  for (const id of ['rolecall.switchToPrevious', 'rolecall.backToBound'] as const) {
    it(`asks although the command has no argument (${id})`, async () => {
      await run(id, undefined);
      assert.deepEqual([asked, did], [1, []]);
      isAgreed = true;
      await run(id, undefined);
      assert.deepEqual([asked, did], [2, ['use prod-admin']]);
    });
  }
});
