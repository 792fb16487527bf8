import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { ConsoleSignInState } from '../../../../src/credentials/login/consoleSignIns.ts';
import type { Listing } from '../../../../src/identityCenter/accounts.ts';
import { signInsOf } from '../../../../src/plan/identityCenterSource.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { accountOf } from '../../../../src/plan/planFacts.ts';
import { buildProfiles, type Target, targetName } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import type { Ambient } from '../../../../src/session/inUse/ambient.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { createPlanCache } from '../../../../src/session/planCache.ts';
import type { AlibabaView } from '../../../../src/views/alibabaRows.ts';
import type { TreeArrangement } from '../../../../src/views/tree/treeContents.ts';
import type { TreeNode } from '../../../../src/views/tree/treeNodes.ts';
import type { ViewSources } from '../../../../src/views/viewSources.ts';
import { eventually } from '../../../eventually.ts';
import { createCompany } from '../../../bench/company.ts';
import { alibabaWindow, dsw } from '../alibaba/alibabaWindow.ts';
import { noAlibaba } from '../../../fakes/noAlibaba.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { describeFailure, describeReason } = await import('../../../../src/host/messages/messages.ts');
const { TreeContents } = await import('../../../../src/views/tree/treeContents.ts');
const { createAlibabaRows } = await import('../../../../src/views/alibaba/createAlibabaRows.ts');
const { badgeOf } = await import('../../../../src/views/tree/treeBadge.ts');

const config = `\
[profile maya]
mfa_serial = arn:aws:iam::111122223333:mfa/maya-phone
region = eu-west-1
[profile prod-admin]
role_arn = arn:aws:iam::777788889999:role/admins/Administrator
source_profile = maya
region = us-west-2
[profile lost]
role_arn = arn:aws:iam::777788889999:role/Lost
source_profile = gone
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;
const credentials = `\
[maya]
aws_access_key_id = AKIAROLECALLEXAMPLE1
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
`;
const names: Readonly<Record<string, string>> = { '777788889999': 'Acme Live' };
const never = () => ({ dispose() {} });
const maya: Target = { kind: 'profile', name: 'maya' };
const minute = 60_000;

function accountIdOf(planned: Planned): string | undefined {
  return isPlan(planned) ? accountOf(planned) : undefined;
}

function ofId(id: string) {
  return { id, name: names[id], email: undefined };
}

function isProduction({ target }: Planned): boolean {
  return targetName(target).startsWith('prod');
}

/** The tree over these files, with a sign-in that has listed some accounts. */
function treeOf(
  files: { readonly config: string; readonly credentials: string },
  {
    state = { kind: 'none' },
    accounts = 0,
    groupBy = 'source',
    filter = '',
    ambient,
    alibaba = noAlibaba,
    console = { state: { kind: 'signedOut' }, changed: new Emitter<void>() },
  }: Partial<
    {
      readonly state: ActiveState;
      readonly ambient: { readonly name: string; readonly from: Ambient['from'] };
      readonly accounts: number;
      readonly alibaba: AlibabaView;
      readonly console: { state: ConsoleSignInState; readonly changed: Emitter<void> };
    } & TreeArrangement
  > = {},
) {
  const profiles = buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
  const planOf = createPlanCache(
    () => planTarget,
    () => profiles,
    () => ({ environment: {}, isOnInstance: false, sessionName: 'me', mfaSessionSeconds: 3600 }),
  );
  const listed = new Emitter<unknown>();
  const listing: Listing = {
    completedAt: 1,
    accounts: new Map(
      Array.from({ length: accounts }, (_, i) => {
        const id = String(100_000_000_000 + i);
        return [id, { id, name: `team-${i}`, email: '', roles: ['Admin', 'Billing', 'Dev', 'ReadOnly'] }];
      }),
    ),
  };
  const match = { by: 'profile', text: 'prod', pattern: 'prod' } as const;
  const sources = {
    active: { state, onDidChange: never },
    bound: { target: undefined, folders: [], onDidChange: never },
    store: { state: { profiles, failures: [], hints: [] }, ready: async () => ({ profiles }) },
    planOf,
    signIns: () => signInsOf(profiles, {}),
    portal: {
      get: async () => ({
        refresh: async () => {},
        signIns: { stateOf: () => ({ kind: 'signedOut' }), onDidChange: never },
        accounts: {
          known: async () => listing,
          loaded: () => listing,
          listAccounts: async () => listing,
          accountOf: (_: unknown, id: string) => listing.accounts.get(id),
          stepOf: () => undefined,
          onDidChange: listed.event,
          onDidStep: never,
        },
      }),
    },
    consoleSignIns: {
      get: async () => ({ stateOf: async () => console.state, onDidChange: console.changed.event }),
    },
    production: {
      of: (planned: Planned) => (isProduction(planned) ? match : undefined),
      ofAccount: () => undefined,
    },
    accountNames: {
      of: (planned: Planned) => {
        const id = accountIdOf(planned);
        return id === undefined ? undefined : ofId(id);
      },
      ofId,
    },
    ambient: {
      value: ambient && { planned: planOf({ kind: 'profile', name: ambient.name }), from: ambient.from },
      onDidChange: never,
    },
    alibaba,
    chosen: { recent: [] },
    identities: { of: () => undefined, onDidChange: never },
    describe: describeFailure,
    describeReason,
    now: () => 0,
  } as unknown as ViewSources;
  const redrawn: (TreeNode | undefined)[] = [];
  const tree = new TreeContents(
    sources,
    (node) => redrawn.push(node),
    () => ({ groupBy, filter }),
  );
  return { tree, sources, listed, redrawn };
}

type Tree = ReturnType<typeof treeOf>['tree'];

async function print(tree: Tree, node?: TreeNode): Promise<readonly string[]> {
  return (await tree.childrenOf(node)).map((each) => {
    const { label, description } = tree.itemOf(each);
    const name = typeof label === 'string' ? label : '';
    return description ? `${name} | ${String(description)}` : name;
  });
}

async function labelsOf(tree: Tree, node?: TreeNode): Promise<readonly (string | undefined)[]> {
  return (await print(tree, node)).map((row) => row.split(' | ')[0]);
}

function ready(target: Target, left: number, more: object = {}): ActiveState {
  const { tree: _, sources } = treeOf({ config, credentials });
  const session = { plan: sources.planOf(target), credentials: { expiration: left } };
  return { kind: 'ready', target, session, ...more } as never;
}

const waiting: ActiveState = {
  kind: 'waiting',
  target: maya,
  failure: { code: 'needsPerson', profile: 'maya' },
};

describe('the rows of the tree', () => {
  it('are the user’s own profiles, and then the sign-ins', async () => {
    const { tree } = treeOf({ config, credentials });
    const rows = await print(tree);
    assert.deepEqual(
      rows.map((row) => row.split(' ')[0]),
      ['maya', 'lost', 'corp'],
    );
    assert.equal(rows[0], 'maya | 111122223333 · access keys · eu-west-1');
  });

  it('name the account and the role, and mark production by an icon and a word', async () => {
    const { tree } = treeOf({ config, credentials });
    const [first] = await tree.childrenOf(undefined);
    const [admin] = await tree.childrenOf(first);
    const item = tree.itemOf(admin!);
    assert.equal(item.description, 'production · Acme Live · Administrator · us-west-2');
    assert.ok(item.iconPath instanceof fakeVscode.ThemeIcon && item.iconPath.id === 'flame');
    assert.equal(item.contextValue, 'profile isRole hasArn hasAccount hasAccess production');
    assert.equal(
      item.accessibilityInformation?.label,
      'prod-admin. production. Acme Live. Administrator. us-west-2',
    );
    assert.ok(!('tooltip' in item), 'made only when the mouse is over the row');
    const { tooltip } = tree.resolve(item, admin!);
    assert.match((tooltip as { value: string }).value, /production.*Acme Live \(777788889999\).*1\. /su);
  });

  it('say in words whether a console sign-in is valid, and offer to sign in when it has ended', async () => {
    const login = '[profile maya]\nlogin_session = arn:aws:iam::111122223333:user/maya\n';
    const role = '[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Dev\nsource_profile = maya\n';
    const files = { config: login + role, credentials: '' };
    const console = {
      state: { kind: 'signedIn', until: 900_000, isRenewed: true } as ConsoleSignInState,
      changed: new Emitter<void>(),
    };
    const { tree, redrawn } = treeOf(files, { console });
    const [row = assert.fail()] = await tree.childrenOf(undefined);
    const shown = () => {
      const { description, iconPath, contextValue } = tree.itemOf(row);
      return [description, (iconPath as { id: string }).id, contextValue];
    };
    assert.deepEqual(shown(), [
      '111122223333 · console sign-in',
      'sign-in',
      'profile isConsole hasAccount hasAccess',
    ]);
    await eventually(() => assert.equal(redrawn.length, 1));
    assert.equal(shown()[0], 'signed in · 111122223333 · console sign-in');
    const tooltip = (): string => (tree.resolve(tree.itemOf(row), row).tooltip as { value: string }).value;
    assert.match(tooltip(), /The keys last 15 minutes.*1\. Use the console sign-in of .*maya/su);
    console.state = { kind: 'expired' };
    console.changed.fire();
    await eventually(() => assert.equal(redrawn.length, 2));
    assert.deepEqual(shown(), [
      'sign-in expired · 111122223333 · console sign-in',
      'history',
      'profile isConsoleEnded hasAccount hasAccess',
    ]);
    assert.match(tooltip(), /The sign-in has ended\./u);
    const [dev = assert.fail()] = await tree.childrenOf(row);
    assert.equal(tree.itemOf(dev).contextValue, 'profile isRole hasArn hasAccount hasAccess');
  });

  it('offer to sign in with the console where a profile says nothing of credentials', async () => {
    const { tree } = treeOf({ config: '[profile new]\nregion = eu-west-1\n', credentials: '' });
    const [row] = await tree.childrenOf(undefined);
    assert.equal(tree.itemOf(row!).contextValue, 'unusableProfile lacksCredentials');
  });

  it('offer another source to a role whose source is missing', async () => {
    const { tree } = treeOf({ config, credentials });
    const [, lost] = await tree.childrenOf(undefined);
    const { contextValue, description } = tree.itemOf(lost!);
    assert.equal(contextValue, 'unusableProfile isRole');
    assert.match(String(description), /source_profile “gone” does not exist/u);
  });

  it('have what is in use at the top, with the time left', async () => {
    const { tree, sources } = treeOf({ config, credentials }, { state: ready(maya, 59 * minute) });
    const [row] = await tree.childrenOf(undefined);
    const item = tree.itemOf(row!);
    assert.equal(item.label, 'maya');
    assert.equal(item.description, 'in use · 59m left · 111122223333 · access keys · eu-west-1');
    assert.match(item.accessibilityInformation?.label ?? '', /^maya\. in use\. 59 minutes left\./u);
    assert.equal(item.contextValue, 'inUse isProfile isRenewable hasAccount hasAccess');
    assert.equal(badgeOf(sources), undefined);
  });

  it('say with which access something is in use, in the row of the profile, too', async () => {
    const limited: Target = { ...maya, access: { managed: ['readOnly'] } };
    const state: ActiveState = {
      kind: 'waiting',
      target: limited,
      failure: { code: 'needsPerson', profile: 'maya' },
    };
    const { tree } = treeOf({ config, credentials }, { state });
    const [inUse, own] = await tree.childrenOf(undefined);
    assert.match(String(tree.itemOf(inUse!).description), /^read-only · needs a code · /u);
    assert.match(String(tree.itemOf(own!).description), /^needs a code · read-only · /u);
    const { tooltip } = tree.resolve(tree.itemOf(inUse!), inUse!);
    assert.match(
      (tooltip as { value: string }).value,
      /eye.*maya.*read\\?-only.*Access: read\\?-only \\?\(your choice/su,
    );
  });

  it('say first that what is in use is production, because a narrow side bar cuts off the end', async () => {
    const target: Target = { kind: 'profile', name: 'prod-admin' };
    const { tree } = treeOf({ config, credentials }, { state: ready(target, 59 * minute) });
    const rows = (await print(tree)).map((row) => row.trim()).filter((row) => row.startsWith('prod-admin'));
    assert.match(rows[0] ?? '', /^prod-admin \| production · in use · 59m left · Acme Live · Administrator/u);
    const item = tree.itemOf((await tree.childrenOf(undefined))[0]!);
    assert.match(item.accessibilityInformation?.label ?? '', /^prod-admin\. production\. in use\./u);
  });

  it('have what terminals use at the top while nothing is chosen, to choose it', async () => {
    const { tree } = treeOf(
      { config, credentials },
      { ambient: { name: 'prod-admin', from: 'environment' } },
    );
    const [row] = await tree.childrenOf(undefined);
    const item = tree.itemOf(row!);
    assert.equal(item.label, 'prod-admin (environment)');
    assert.equal(item.description, 'production · used by terminals');
    assert.equal((item.iconPath as { id: string }).id, 'flame');
    assert.equal(item.command?.command, 'rolecall.useAmbient');
    const lost = treeOf({ config, credentials }, { ambient: { name: 'lost', from: 'settings' } }).tree;
    assert.match(
      (await print(lost))[0]!,
      /^lost \(settings\) \| used by terminals · .*“gone” does not exist/u,
    );
    const chosen = treeOf(
      { config, credentials },
      { state: ready(maya, minute), ambient: { name: 'lost', from: 'files' } },
    ).tree;
    assert.match((await print(chosen))[0]!, /^maya \| in use/u);
  });

  it('have the ways to a first profile below what is used while the files are empty', async () => {
    const files = { config: '', credentials: '' };
    const { tree } = treeOf(files, { ambient: { name: 'gone', from: 'environment' } });
    const rows = await tree.childrenOf(undefined);
    assert.deepEqual(
      rows.slice(1).map((row) => tree.itemOf(row).command?.command),
      ['signInWithConsole', 'signIn', 'addProfile', 'addCopiedCredentials', 'getStarted'].map(
        (id) => `rolecall.${id}`,
      ),
    );
    // VS Code then shows the welcome view.
    assert.deepEqual(await print(treeOf(files).tree), []);
  });

  describe('of Alibaba Cloud', () => {
    const alibaba: AlibabaView = { rows: createAlibabaRows(alibabaWindow(dsw)), onDidChange: never };
    const empty: AlibabaView = { rows: createAlibabaRows(alibabaWindow()), onDidChange: never };

    it('follow those of AWS', async () => {
      const { tree } = treeOf({ config, credentials }, { alibaba });
      assert.deepEqual(await labelsOf(tree), ['maya', 'lost', 'corp', 'Alibaba Cloud']);
      const root = (await tree.childrenOf(undefined)).at(-1)!;
      const item = tree.itemOf(root);
      assert.equal(item.collapsibleState, fakeVscode.TreeItemCollapsibleState.Expanded);
      assert.ok((await labelsOf(tree, root)).includes('Instance RAM role (credentials URI)'));
      const remark = (await tree.childrenOf(root))[0]!;
      assert.ok(tree.has(remark));
      assert.deepEqual(tree.itemOf(remark).command?.arguments, [remark]);
    });

    it('are the same objects when they are drawn again', async () => {
      const { tree } = treeOf({ config, credentials }, { alibaba });
      const root = (await tree.childrenOf(undefined)).at(-1)!;
      const [first] = await tree.childrenOf(root);
      assert.equal((await tree.childrenOf(root))[0], first);
      assert.equal(tree.alibabaRow(), root);
    });

    it('are shown in a window without AWS, before the ways to a first profile', async () => {
      const files = { config: '', credentials: '' };
      const rows = await labelsOf(treeOf(files, { alibaba }).tree);
      assert.deepEqual(rows.slice(0, 2), ['Alibaba Cloud', 'Sign in with AWS console…']);
      assert.deepEqual(await labelsOf(treeOf(files, { alibaba: empty }).tree), []);
    });

    it('are found among the others', async () => {
      const { tree } = treeOf({ config, credentials }, { alibaba, filter: 'ram role uri' });
      assert.deepEqual(await labelsOf(tree), ['Instance RAM role (credentials URI)']);
      assert.deepEqual(tree.remarks(), ['Filter “ram role uri”: 1 found.']);
      assert.equal(tree.alibabaRow(), undefined, 'the whole search is drawn again');
    });

    it('are drawn as a whole when the first one appears or the last one goes', async () => {
      const view = { ...empty };
      const { tree } = treeOf({ config, credentials }, { alibaba: view });
      await tree.childrenOf(undefined);
      Object.assign(view, alibaba);
      assert.equal(tree.alibabaRow(), undefined);
      await tree.childrenOf(undefined);
      assert.notEqual(tree.alibabaRow(), undefined);
      Object.assign(view, empty);
      assert.equal(tree.alibabaRow(), undefined);
      await tree.childrenOf(undefined);
      Object.assign(view, alibaba);
      assert.equal(tree.alibabaRow(), undefined, 'VS Code does not have that row any more');
    });
  });

  it('say there what is wanted of the user, and so does the badge', async () => {
    for (const [state, words, icon] of [
      [waiting, 'needs a code', 'shield'],
      [ready(maya, 4 * minute, { mustAsk: 'code' }), 'expires in 4m', 'warning'],
    ] as const) {
      const { tree, sources } = treeOf({ config, credentials }, { state });
      const [row] = await tree.childrenOf(undefined);
      const { description, iconPath } = tree.itemOf(row!);
      assert.ok(String(description).startsWith(`${words} · 111122223333`), String(description));
      assert.equal((iconPath as { id: string }).id, icon);
      assert.equal(badgeOf(sources), `maya: ${words}`);
    }
  });

  it('are grouped by account or by file', async () => {
    const byAccount = treeOf({ config, credentials }, { groupBy: 'account' }).tree;
    const rows = await print(byAccount);
    assert.deepEqual(rows.slice(0, 2), ['111122223333', 'Acme Live | 777788889999']);
    const [, live] = await byAccount.childrenOf(undefined);
    assert.equal(
      (await print(byAccount, live))[0],
      'prod-admin | production · Administrator · via maya · us-west-2',
    );
    const byFile = await print(treeOf({ config, credentials }, { groupBy: 'file' }).tree);
    assert.deepEqual(byFile.slice(0, 2), ['Config file', 'Both files']);
  });

  it('say why a sign-in has no accounts, and how many it has', async () => {
    const empty = treeOf({ config, credentials }).tree;
    const accounts: TreeNode = { kind: 'accounts', signIn: 'corp' };
    assert.deepEqual(await print(empty, accounts), ['No account is assigned to you']);
    const { tree } = treeOf({ config, credentials }, { accounts: 1204 });
    await tree.childrenOf(accounts);
    assert.equal(tree.itemOf(accounts).label, 'Accounts (1,204)');
  });

  it('are found by all words in any order, or say that nothing is', async () => {
    const found = treeOf({ config, credentials }, { filter: 'live maya', accounts: 3 }).tree;
    assert.deepEqual(await print(found), [
      'prod-admin | production · Acme Live · Administrator · via maya · us-west-2',
    ]);
    assert.deepEqual(found.remarks(), ['Filter “live maya”: 1 found.']);
    const roles = treeOf({ config, credentials }, { filter: 'read team-2', accounts: 3 }).tree;
    assert.equal((await print(roles))[0], 'ReadOnly | 100000000002 · eu-west-1');
    const nothing = treeOf({ config, credentials }, { filter: 'qqq', accounts: 3 }).tree;
    assert.deepEqual(await print(nothing), []);
    assert.match(nothing.remarks().join(''), /^No profile or role matches “qqq”/u);
  });

  it('are found again when more roles are listed', async () => {
    const { tree, listed, redrawn } = treeOf({ config, credentials }, { filter: 'read', accounts: 1 });
    await tree.childrenOf(undefined);
    // The portal is open.
    await new Promise(setImmediate);
    const before = redrawn.length;
    listed.fire({ name: 'corp' });
    assert.deepEqual(redrawn.slice(before), [undefined]);
  });

  it('are there for 10,000 profiles and 20,000 roles', async () => {
    const { tree } = treeOf(createCompany(10_000), { accounts: 5000 });
    const all = async (node?: TreeNode): Promise<number> => {
      const rows = await tree.childrenOf(node);
      for (const row of rows) tree.itemOf(row);
      return rows.length;
    };
    assert.equal(await all(), 201);
    assert.ok((await all({ kind: 'ssoSession', name: 'corp' })) > 2000);
    assert.equal(await all({ kind: 'accounts', signIn: 'corp' }), 5000);
  });
});
