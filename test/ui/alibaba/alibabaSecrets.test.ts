import { deepEqual, match, ok } from 'node:assert/strict';
import { eventually } from '../../eventually.ts';
import type { Secret } from '../secretScan/needles.ts';
import { type Allowed, misplaced, placesOf } from '../secretScan/scan.ts';
import { placesIn, rolecallLog } from '../secretScan/useSecretScan.ts';
import { pageOpenedBy } from '../window/useIdentityCenter.ts';
import type { TreeView } from '../window/treeView.ts';
import { useDswInstance } from './useDswInstance.ts';

const role = 'Instance RAM role (credentials URI)';
const keys = /^(?:AccessKey secret|security token) /u;

/** Where secrets belong all the time. */
const always: readonly Allowed[] = [
  {
    place: /^home\/\.(?:aliyun\/config\.json|alibabacloud\/credentials)$/u,
    secret: /^(?:long-term secret|CloudSSO token|OAuth token) /u,
    why: 'the user’s own files',
  },
  { place: /\/\.alibabacloud\/credentials$/u, secret: keys, why: 'the file of the instance' },
  {
    place: /^(?:process|terminal) environ of /u,
    secret: /^path of the credentials URI /u,
    why: 'the instance sets this variable',
  },
];
const inTerminals: Allowed = {
  place: /^terminal environ of /u,
  secret: keys,
  why: 'the mode “environment” gives keys to terminals',
};

describe('the secrets of Alibaba Cloud', function () {
  this.timeout(90_000);
  const scene = useDswInstance({ files: { cli: 'sample', ini: 'sample' } });
  const served: Secret[] = [];
  let started = 0;
  let tree: TreeView;

  before(() => {
    started = Date.now();
    tree = scene().window.tree('AWS Profiles, Alibaba Cloud');
  });

  const secrets = (): readonly Secret[] => [
    ...scene()
      .stage.alibaba.issuedSecrets()
      .map(({ kind, text }, i) => ({ name: `${kind} ${i + 1}`, text })),
    ...served,
  ];

  async function assertHidden(...allowed: readonly Allowed[]): Promise<void> {
    const { home } = scene().vscode;
    const places = await placesIn(scene(), started);
    // Other tests on this machine use the same sample keys.
    const ours = places.filter(({ name }) => !/^(?:process|terminal|tmp)/u.test(name) || name.includes(home));
    const { longTerm = [], issued = [] } = Object.groupBy(secrets(), ({ name }) =>
      name.startsWith('long-term') ? 'longTerm' : 'issued',
    );
    deepEqual(misplaced(issued, places, [...always, ...allowed]), []);
    deepEqual(misplaced(longTerm, ours, [...always, ...allowed]), []);
  }

  async function use(row: RegExp | string, shown: RegExp): Promise<void> {
    await tree.pressAction(row, 'Use These Credentials');
    await scene().item.waitFor(shown);
  }

  it('are nowhere else after each kind of credentials was used and explained', async () => {
    const { window } = scene();
    await use(role, /^Instance/);
    await use('Instance RAM role (file)', /^Instance/);
    await use(/^partner/, /^partner/);
    await use(/^sso/, /^sso/);
    await use(/^oauth/, /^oauth/);
    await window.runCommand('Rolecall: Explain Alibaba Cloud Credentials');
    await eventually(async () => match(await window.editorText(), /Rolecall gets credentials for/), 20_000);
    await use(role, /^Instance/);
    ok(secrets().filter(({ name }) => keys.test(name)).length >= 8);
    await assertHidden();
  });

  it('are only in the environment of terminals', async () => {
    const { window, stage } = scene();
    const terminal = await window.newTerminal();
    await terminal.run('clear; node whoAmI.mjs');
    await terminal.waitFor(/assumed-role\/dsw-instance/u, 30_000);
    const name = 'security token';
    const token = { name, text: stage.alibaba.uri.session()?.securityToken ?? '' };
    const found = placesOf(token, await placesIn(scene(), started));
    ok(found.some((place) => inTerminals.place.test(place)));
    await assertHidden(inTerminals);
  });

  it('are nowhere else after a credentials URI was copied, and the console was opened', async () => {
    const { window, context } = scene();
    await window.runCommand('Rolecall: Copy Alibaba Cloud Credentials URI');
    const message = /A credentials URI .* was copied to the clipboard/u;
    await window.notifications.waitFor(message);
    const uri = await eventually(async () => {
      const text = await window.clipboard('readText');
      match(text, /^http:\/\/127\.0\.0\.1:\d+\/alibaba\/[\w-]{40}$/u);
      return text;
    });
    const answer = await fetch(uri);
    match(await answer.text(), /"Code":"Success"/u);
    served.push({ name: 'path of a served URI', text: uri.slice(-40) });
    await window.clipboard('writeText', '');
    await window.notifications.close(message);
    const page = await pageOpenedBy({ context }, async () => {
      await tree.pressAction(role, 'Open Alibaba Cloud Console');
      await window.quickInput.choose('China site');
      await window.notifications.answer(/open the external website\?/u, 'Open');
    });
    await page.getByText(/assumed-role\/dsw-instance/u).waitFor();
    await page.close();
    await assertHidden(inTerminals);
  });

  it('are nowhere after failures, and in the end', async () => {
    const { window, stage, item } = scene();
    stage.alibaba.uri.modify({ role: undefined });
    await window.runCommand('Rolecall: Renew Alibaba Cloud Session');
    await window.notifications.waitFor(/answered with status 404/u);
    await assertHidden(inTerminals);
    await window.runCommand('Rolecall: Stop Using Alibaba Cloud');
    await item.waitUntilGone();
    await window.killTerminals();
    await window.runCommand('Rolecall: Forget All Sessions');
    await eventually(() => assertHidden(), 20_000);
    const logs = (await placesIn(scene(), started)).filter(({ name }) => rolecallLog.test(name));
    ok(logs.some(({ content }) => content.length > 0));
  });
});
