import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RamSession } from '../../alibaba/ram/ramSessions.ts';
import { researchAccount, trainerRole } from '../../alibaba/sampleAlibaba.ts';
import { deletedKey } from '../../alibaba/sampleAlibabaHome.ts';
import { eventually } from '../../eventually.ts';
import { pageOpenedBy } from '../window/useIdentityCenter.ts';
import type { TreeView } from '../window/treeView.ts';
import { useDswInstance } from './useDswInstance.ts';

const role = 'Instance RAM role (credentials URI)';
const instanceArn = `acs:ram::${researchAccount}:assumed-role/dsw-instance/dsw-instance-1a2b`;

describe('the RAM role of a PAI DSW instance', function () {
  this.timeout(90_000);
  const scene = useDswInstance({ files: { cli: 'stale' } });
  let tree: TreeView;

  before(() => {
    tree = scene().window.tree('AWS Profiles, Alibaba Cloud');
  });

  const session = (): RamSession => {
    const found = scene().stage.alibaba.uri.session();
    if (!found) throw new Error('The instance has no role');
    return found;
  };

  async function alibabaRows(): Promise<readonly string[]> {
    const rows = await tree.rows();
    return rows.slice(rows.indexOf('Alibaba Cloud'));
  }

  async function waitForText(text: RegExp): Promise<void> {
    await eventually(async () => match(await scene().window.editorText(), text), 30_000);
  }

  /** What a line prints in a terminal, without the line itself. */
  async function printed(line: string, expected: RegExp): Promise<string> {
    const { window } = scene();
    await window.terminal.run(`clear; ${line}`);
    const text = await window.terminal.waitFor(expected, 30_000);
    return expected.exec(text)?.[0] ?? '';
  }

  it('is in the tree, below the profiles of AWS', async () => {
    await tree.waitFor('Alibaba Cloud');
    await eventually(async () =>
      deepEqual(await alibabaRows(), [
        'Alibaba Cloud',
        'SDKs use the CLI profile “default” here, not the instance’s role',
        role,
        'Instance RAM role (file)',
        'default AccessKey pair · cn-hangzhou',
      ]),
    );
    equal(scene().stage.alibaba.requests.length, 0, 'it sends no request');
    await scene().item.waitUntilGone();
  });

  it('is explained, with what wins over it in SDKs', async () => {
    const { window, stage } = scene();
    await (await tree.waitFor('SDKs use the CLI profile')).click();
    await waitForText(/^Tools do not use the instance’s RAM role\n/);
    await waitForText(/find the CLI profile “default” first:\n +- SDK for Node\.js\n/);
    await waitForText(/Set ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true in the environment/);
    await waitForText(/SDK for Node\.js.*\n(?:.*\n)+?.*: used, with the CLI profile “default”/);
    ok(!(await window.editorText()).includes(deletedKey.accessKeySecret));
    equal(stage.alibaba.requests.length, 0, 'it sends no request');
    await window.picture('alibaba-explanation');
    await window.runCommand('View: Close All Editors');
  });

  it('really loses to an old profile of the CLI', async () => {
    const { window } = scene();
    await window.newTerminal();
    await printed('node whoAmI.mjs', /failed: InvalidAccessKeyId\.NotFound/);
    await window.killTerminals();
  });

  it('is used from the picker, and shown in the status bar with the time left', async () => {
    const { window, rolecall, item } = scene();
    const { label } = await (async () => {
      await rolecall.openPicker('dev');
      return rolecall.findRow('instance role uri', role);
    })();
    await window.picture('alibaba-picker');
    await window.quickInput.choose(label);
    await item.waitFor(/^Instance.* · (1h|59m)$/);
    await rolecall.waitForStatus(/^No AWS profile$/);
    await eventually(async () =>
      match((await alibabaRows()).find((row) => row.startsWith(role)) ?? '', /in use · (1h|59m) left/),
    );
  });

  it('gives terminals the same credentials as the service and the file of the instance', async () => {
    const { window, stage } = scene();
    await window.newTerminal();
    const { accessKeyId } = session();
    equal(
      await printed('node whoAmI.mjs', /\d{16} acs:\S+ \S+/),
      `${researchAccount} ${instanceArn} default/env`,
    );
    const id = /^STS\.\S+/mu;
    equal(await printed('echo $ALIBABA_CLOUD_ACCESS_KEY_ID', id), accessKeyId);
    equal(await printed('echo $OSS_ACCESS_KEY_ID', id), accessKeyId);
    equal(await printed(idOf('curl -s $ALIBABA_CLOUD_CREDENTIALS_URI'), id), accessKeyId);
    equal(await printed(idOf('cat $ROLECALL_ALIBABA_CREDENTIALS_FILE'), id), accessKeyId);
    const inFile: { readonly AccessKeyId: string } = JSON.parse(
      await readFile(stage.credentialsFile, 'utf8'),
    );
    equal(inFile.AccessKeyId, accessKeyId);
  });

  it('is verified by Alibaba Cloud', async () => {
    const { window, stage } = scene();
    await window.runCommand('Rolecall: Verify Alibaba Cloud Identity');
    await window.notifications.waitFor(instanceArn);
    await window.notifications.close(instanceArn);
    const last = stage.alibaba.requests.findLast(({ action }) => action === 'GetCallerIdentity');
    deepEqual([last?.accessKeyId, last?.outcome], [session().accessKeyId, 'OK']);
  });

  it('is copied in the format of a credentials URI', async () => {
    const { window } = scene();
    await window.clipboard('writeText', '');
    await window.runCommand('Rolecall: Copy Alibaba Cloud Credentials As…');
    await window.quickInput.choose(/as a credentials URI answers/);
    const message = /including secrets, were copied to the clipboard\. They expire in (1h|5\dm)\./;
    await window.notifications.waitFor(message);
    const text = await eventually(async () => {
      const found = await window.clipboard('readText');
      notEqual(found, '');
      return found;
    });
    const { accessKeyId, accessKeySecret, securityToken, expiration } = session();
    deepEqual(JSON.parse(text), {
      Code: 'Success',
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
      Expiration: new Date(expiration).toISOString().replace('.000Z', 'Z'),
    });
    await window.notifications.close(message);
  });

  it('opens the console in the browser, signed in as the role', async () => {
    const { window, context } = scene();
    const page = await pageOpenedBy({ context }, async () => {
      await tree.pressAction(role, 'Open Alibaba Cloud Console');
      await window.quickInput.choose('China site');
      await window.notifications.answer(/open the external website\?/u, 'Open');
    });
    await page.getByText(instanceArn).waitFor();
    await page.close();
  });

  it('assumes another role by its ARN, for the terminals that are opened then', async () => {
    const { window, rolecall, item } = scene();
    await window.runCommand('Rolecall: Assume RAM Role…');
    await rolecall.waitForPrompt(/ARN of the RAM role/);
    await window.quickInput.type('arn:aws:iam::444455556666:role/ReadOnly');
    await window.quickInput.accept();
    await rolecall.waitForPrompt(/This is an ARN of AWS/);
    await window.quickInput.type(trainerRole);
    await window.quickInput.accept();
    await window.quickInput.choose(role);
    await window.quickInput.choose('Session name');
    await rolecall.waitForPrompt(/ActionTrail/);
    await window.quickInput.type('training run');
    await rolecall.waitForPrompt(/Use 2 to 64 characters/);
    await window.quickInput.type('training-run');
    await window.quickInput.accept();
    await window.quickInput.row('training-run').waitFor();
    await window.quickInput.accept();
    await item.waitFor(/^Trainer.* · (1h|59m)$/);
    await window.killTerminals();
    await window.newTerminal();
    const trainer = `${researchAccount} acs:ram::${researchAccount}:assumed-role/Trainer/training-run default/env`;
    equal(await printed('node whoAmI.mjs', /\d{16} acs:\S+ \S+/), trainer);
    await window.picture('alibaba-role');
  });

  it('is used again after a reload of the window', async () => {
    const { window, item } = scene();
    await tree.pressAction(role, 'Use These Credentials');
    await item.waitFor(/^Instance.* · (1h|5\dm)$/);
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    await item.waitFor(/^Instance.* · (1h|5\dm)$/);
  });

  it('is taken from new terminals when the user stops using it', async () => {
    const { window, item } = scene();
    await window.runCommand('Rolecall: Stop Using Alibaba Cloud');
    await item.waitUntilGone();
    await window.newTerminal();
    await printed(
      'echo "[$ALIBABA_CLOUD_ACCESS_KEY_ID$OSS_ACCESS_KEY_ID$ALIBABA_CLOUD_IGNORE_PROFILE]"',
      /^\[\]$/m,
    );
    await printed('node whoAmI.mjs', /failed: InvalidAccessKeyId\.NotFound/);
  });
});

/** A line for a terminal: prints the access key ID in what another line prints. */
function idOf(json: string): string {
  return `${json} | node -p 'JSON.parse(fs.readFileSync(0)).AccessKeyId'`;
}
