import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { Prompts } from '../window/prompts.ts';
import type { TreeView } from '../window/treeView.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const phone = 'arn:aws:iam::111122223333:mfa/maya-phone';
const admin = 'arn:aws:iam::777788889999:role/Administrator';
const mayaSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const secret = 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY';

/** A file edited by hand over the years: Windows line endings, tabs, comments, and no line ending at the end. */
const initialConfig = [
  '# Ask Ren before you change anything!',
  '[profile maya]',
  'region=eu-west-1 ; where we are',
  `mfa_serial\t= ${phone}`,
  '',
  '[profile  odd]\t# two spaces',
  '  region   =us-east-1  ',
  's3 =',
  '    max_concurrent_requests = 20',
  'output=json',
].join('\r\n');
const initialCredentials = `[maya]\naws_access_key_id=AKIAROLECALLEXAMPLE1\naws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`;

describe('adding profiles to existing files', function () {
  this.timeout(60_000);
  // In a browser, VS Code saves automatically by default.
  const { aws, vscode } = useAws({
    // The commands above the profiles push lines out of sight, which the tests read.
    settings: { 'files.autoSave': 'off', 'editor.codeLens': false },
    // IAM Identity Center cannot be reached.
    env: { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:9' },
    prepareHome: async (home) => {
      await mkdir(join(home, '.aws'), { mode: 0o700 });
      await writeFile(join(home, '.aws', 'config'), initialConfig, { mode: 0o600 });
      await writeFile(join(home, '.aws', 'credentials'), initialCredentials, { mode: 0o600 });
    },
  });
  let window: Workbench;
  let tree: TreeView;
  let prompts: Prompts;
  /** The expected content of the files. */
  let config = initialConfig;
  let credentials = initialCredentials;

  before(async () => {
    window = await vscode().openWindow();
    tree = window.tree('AWS Profiles');
    prompts = new Prompts(window);
    await window.showContainer('Rolecall');
    await tree.waitFor('maya');
  });

  const file = (name: string): Promise<string> => readFile(join(vscode().home, '.aws', name), 'utf8');

  /** Starts to add a profile. Nothing is written before the user confirms. */
  async function startAdding(kind: string | RegExp): Promise<void> {
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.choose(kind);
  }

  /** Confirms the change. These lines must follow the previous content, which must not change by a byte. */
  async function confirmAdding(
    name: string,
    lines: readonly string[],
    keyLines: readonly string[] = [],
  ): Promise<void> {
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await prompts.confirm();
    const added = new RegExp(`Profile “${name}” was added`);
    await window.notifications.waitFor(added);
    config = appended(config, '\r\n', lines);
    credentials = appended(credentials, '\n', keyLines);
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await tree.waitFor(name);
    await window.notifications.close(added);
  }

  it('adds a typed permission set with a new sign-in if the roles cannot be listed, after a preview', async () => {
    await window.runCommand('Rolecall: Add AWS Profile…');
    await prompts.waitFor(/Choose how the profile gets its credentials/);
    equal((await window.quickInput.rows())[0]?.label, 'IAM Identity Center');
    await window.quickInput.accept();
    await prompts.typeInvalid(/Start URL/, 'corp', /Enter a value like https:/);
    await prompts.answer(/./, 'corp.awsapps.com/start/#/?tab=accounts');
    await prompts.answer(/region of IAM Identity Center/, 'Frankfurt');
    await window.quickInput.row(/cannot be reached|could not be reached|refused/).waitFor();
    equal(await window.quickInput.title(), 'Add AWS Profile');
    await window.quickInput.choose('Type the account and the role…');
    await prompts.typeInvalid(/Account ID/, '1234', /Enter a value like 123456789012/);
    equal(await window.quickInput.title(), 'Add AWS Profile (5/9)');
    await window.quickInput.accept();
    await prompts.answer(/Enter a value like/, '444455556666');
    await prompts.answer(/Permission set/, 'ReadOnly');
    await prompts.waitFor(/Choose or type a region/);
    await window.picture('region');
    await prompts.accept(/Choose or type a region/);
    await prompts.waitFor(/Profile name/);
    equal(await window.quickInput.value(), '444455556666.ReadOnly');
    await prompts.answer(/Profile name/, 'sandbox');
    await eventually(async () => match(await window.editorText(), /\[profile sandbox\]/));
    await window.picture('adding');
    await confirmAdding('sandbox', [
      '',
      '[profile sandbox]',
      'sso_session=corp',
      'sso_account_id=444455556666',
      'sso_role_name=ReadOnly',
      'region=eu-west-1',
      '',
      '[sso-session corp]',
      'sso_start_url=https://corp.awsapps.com/start',
      'sso_region=eu-central-1',
      'sso_registration_scopes=sso:account:access',
    ]);
  });

  it('adds a role, and offers the MFA device of the chosen source profile', async () => {
    await startAdding('Assumes an IAM role');
    await prompts.typeInvalid(/Role ARN/, 'Administrator', /Enter a value like arn:aws:iam::/);
    await prompts.answer(/./, admin);
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('maya');
    await waitForDevices([`${phone} of the source profile`, 'No MFA device']);
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('Ec2InstanceMetadata');
    await waitForDevices(['No MFA device']);
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('maya');
    await prompts.accept(/MFA device/);
    await prompts.typeInvalid(/External ID/, 'x', /Use 2 to 1224 characters/);
    await prompts.answer(/./, 'rolecall-demo');
    await prompts.accept(/Choose or type a region/);
    await prompts.waitFor(/Profile name/);
    equal(await window.quickInput.value(), 'Administrator');
    equal(await window.quickInput.title(), 'Add AWS Profile (7/8)');
    await prompts.answer(/Profile name/, 'admin');
    await confirmAdding('admin', [
      '',
      '[profile admin]',
      `role_arn=${admin}`,
      'source_profile=maya',
      `mfa_serial=${phone}`,
      'external_id=rolecall-demo',
      'region=eu-west-1',
    ]);
  });

  it('keeps what was entered after Escape, except for secrets', async () => {
    await startAdding(/^Access keys/);
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE9');
    await prompts.waitFor(/Secret access key/);
    await prompts.typeInvalid(/./, secret.slice(0, 20), /A secret access key has 40 characters/);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    await window.runCommand('Rolecall: Add AWS Profile…');
    await prompts.waitFor(/Choose how the profile gets its credentials/);
    await window.quickInput.accept();
    await prompts.accept(/Access key ID/, 'AKIAROLECALLEXAMPLE9');
    await prompts.waitFor(/Secret access key/);
    equal(await window.quickInput.value(), '');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  it('checks access keys with AWS before it adds them, and hides a secret wherever it is typed', async () => {
    await startAdding(/^Access keys/);
    await prompts.waitFor(/Access key ID/);
    await window.quickInput.type('');
    await window.quickInput.accept();
    await prompts.waitFor(/This value is required/);
    await prompts.typeInvalid(/./, 'maya', /Enter a value like AKIA/);
    await prompts.typeInvalid(/./, 'ASIAROLECALLEXAMPLE9', /Temporary keys need a session token/);
    await prompts.typeInvalid(/./, secret, /This looks like a secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await prompts.answer(/./, 'AKIAROLECALLUNKNOWN1');
    await prompts.typeInvalid(
      /Secret access key/,
      `${secret} # of ci`,
      /This value cannot be stored in an AWS file/,
    );
    await prompts.answer(/./, secret);
    await prompts.waitFor(/AWS does not recognize the access key AKIAROLECALLUNKNOWN1/);
    await window.quickInput.pressButton('Back');
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE9');
    await prompts.answer(/Secret access key/, secret.replace('j', 'k'));
    await prompts.waitFor(/The secret access key does not match the access key AKIAROLECALLEXAMPLE9/);
    await prompts.answer(/./, secret);
    await waitForDevices(['No MFA device']);
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await prompts.accept(/Secret access key/, secret);
    await waitForDevices(['No MFA device']);
    await window.quickInput.type('phone-of-maya');
    await window.quickInput.row('Enter a value like arn:aws:iam::').waitFor();
    await window.quickInput.type(secret);
    await window.quickInput.row('This looks like a secret access key').waitFor();
    equal(await window.quickInput.value(), '');
    await prompts.answer(/MFA device/, phone);
    await prompts.answer(/Choose or type a region/, 'No region');
    await prompts.accept(/Profile name/, 'ci');
    await window.quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    ok(!(await window.page.locator('body').innerText()).includes(secret));
    await confirmAdding(
      'ci',
      ['', '[profile ci]', `mfa_serial=${phone}`],
      ['', '[ci]', 'aws_access_key_id=AKIAROLECALLEXAMPLE9', `aws_secret_access_key=${secret}`],
    );
  });

  it('adds a role with new access keys, whose MFA device it finds', async () => {
    await startAdding('Assumes an IAM role');
    await prompts.answer(/Role ARN/, 'arn:aws:iam::444455556666:role/Developer');
    await window.quickInput.choose('New access keys…');
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE1');
    await prompts.answer(/Secret access key/, mayaSecret);
    await prompts.waitFor(/Name for the profile with the access keys/);
    equal(await window.quickInput.value(), 'maya-2');
    await prompts.answer(/./, 'ada');
    await waitForDevices([`${phone} your device`, 'No MFA device']);
    await window.picture('mfa-devices');
    await prompts.accept(/MFA device/);
    await prompts.accept(/External ID/);
    await prompts.accept(/Choose or type a region/);
    await prompts.accept(/Profile name/, 'Developer');
    await confirmAdding(
      'Developer',
      [
        '',
        '[profile ada]',
        `mfa_serial=${phone}`,
        'region=eu-west-1',
        '',
        '[profile Developer]',
        'role_arn=arn:aws:iam::444455556666:role/Developer',
        'source_profile=ada',
        `mfa_serial=${phone}`,
        'region=eu-west-1',
      ],
      ['', '[ada]', 'aws_access_key_id=AKIAROLECALLEXAMPLE1', `aws_secret_access_key=${mayaSecret}`],
    );
  });

  it('adds access keys without a check if AWS cannot be reached and the user goes on', async () => {
    aws().faults.next({ kind: 'status', status: 503, times: Infinity });
    await startAdding(/^Access keys/);
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE9');
    await prompts.answer(/Secret access key/, secret);
    await prompts.waitFor(/The keys could not be checked: .* Press Enter again/);
    await window.quickInput.accept();
    await waitForDevices(['No MFA device']);
    aws().faults.clear();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  it('adds a credential process exactly as typed', async () => {
    await startAdding('Credential process');
    await prompts.typeInvalid(/Command/, '/usr/bin/tool "maya b', /This is not a valid command line/);
    await prompts.answer(/./, '/usr/bin/tool --user "maya b" --json');
    await prompts.waitFor(/Choose or type a region/);
    await window.quickInput.type('nowhere');
    await window.quickInput.row('This is not a valid region.').waitFor();
    await window.quickInput.type('tokyo');
    await window.quickInput.row('ap-northeast-1').waitFor();
    await window.quickInput.row('This is not a valid region.').waitFor({ state: 'detached' });
    await prompts.answer(/Choose or type a region/, 'ap-southeast-9');
    await prompts.answer(/Profile name/, 'tool');
    await confirmAdding('tool', [
      '',
      '[profile tool]',
      'credential_process=/usr/bin/tool --user "maya b" --json',
      'region=ap-southeast-9',
    ]);
  });

  it('duplicates a profile, and reveals the copy', async () => {
    await tree.chooseFromMenu(/^tool/, 'Duplicate Profile');
    await prompts.waitFor(/Profile name/);
    equal(await window.quickInput.value(), 'tool-copy');
    await prompts.typeInvalid(/Profile name/, 'ci', /A profile named “ci” already exists/);
    await prompts.answer(/./, 'tool-copy');
    await prompts.confirm();
    await window.notifications.press(/“tool” was duplicated as “tool-copy”/, 'Reveal in File');
    await tree.waitFor('tool-copy');
    const written = await file('config');
    ok(written.startsWith(config));
    const line = written.split('\r\n').indexOf('[profile tool-copy]') + 1;
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
    config = written;
  });

  it('shows a change in the open editor, where it can be undone', async () => {
    await setRegion('tool-copy', 'us-west-2');
    await window.notifications.waitFor('The region of profile “tool-copy” is now us-west-2.');
    await eventually(async () => {
      await focusEditor();
      await window.page.keyboard.press('ControlOrMeta+End');
      match(await window.editorText(), /region=us-west-2/);
    });
    match(await file('config'), /region=us-west-2\r\n$/);
    await eventually(async () => {
      await focusEditor();
      if (/region=us-west-2/.test(await window.editorText()))
        await window.page.keyboard.press('ControlOrMeta+z');
      match(await window.editorText(), /\[profile tool-copy\][^]*region=ap-southeast-9\s*$/);
    });
    await window.page.keyboard.press('ControlOrMeta+s');
    await eventually(async () => equal(await file('config'), config));
  });

  it('adds a change to an unsaved file, where it alone can be undone', async () => {
    await focusEditor();
    await window.page.keyboard.press('ControlOrMeta+End');
    await window.page.keyboard.insertText('# mine');
    await setRegion('tool-copy', 'us-west-2');
    await window.notifications.waitFor(/is now us-west-2\. The change is not saved yet/);
    await eventually(async () => match(await window.editorText(), /region=us-west-2\s*\n# mine$/));
    await eventually(async () => {
      await focusEditor();
      if (/region=us-west-2/.test(await window.editorText()))
        await window.page.keyboard.press('ControlOrMeta+z');
      match(await window.editorText(), /region=ap-southeast-9\s*\n# mine$/);
    });
    equal(await file('config'), config);
  });

  it('does not change two files if one has unsaved changes', async () => {
    await tree.chooseFromMenu(/^maya/, 'Rename Profile');
    await prompts.answer(/Profile name/, 'maya.main');
    await prompts.confirm();
    await window.notifications.waitFor(
      '~/.aws/config has unsaved changes in an editor. Save or revert them and try again.',
    );
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
  });

  /** Waits for the question about the MFA device, with these rows. */
  async function waitForDevices(rows: readonly string[]): Promise<void> {
    await prompts.waitFor(/MFA device/);
    await eventually(async () => {
      const shown = await window.quickInput.rows();
      deepEqual(
        shown.map(({ label, description }) => `${label} ${description}`.trim()),
        rows,
      );
    });
  }

  async function setRegion(name: string, region: string): Promise<void> {
    await tree.chooseFromMenu(new RegExp(`^${name}`), 'Set Region');
    await prompts.answer(/Choose or type a region/, region);
    await prompts.confirm();
  }

  async function focusEditor(): Promise<void> {
    await window.page.locator('.editor-instance .view-lines').last().click();
  }
});

function appended(text: string, lineEnd: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const start = text.endsWith(lineEnd) ? text : text + lineEnd;
  return start + lines.map((line) => line + lineEnd).join('');
}
