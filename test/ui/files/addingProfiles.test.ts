import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { Prompts } from '../window/prompts.ts';
import type { TreeView } from '../window/treeView.ts';
import { useVscode } from '../window/useVscode.ts';
import type { Workbench } from '../window/workbench.ts';

const phone = 'arn:aws:iam::111122223333:mfa/maya-phone';
const admin = 'arn:aws:iam::777788889999:role/Administrator';
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
  const vscode = useVscode({
    settings: { 'files.autoSave': 'off' },
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
  async function startAdding(kind: string, name: string): Promise<void> {
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.choose(kind);
    await prompts.answer(/Profile name/, name);
  }

  /** Confirms the change. These lines must follow the previous content, which must not change by a byte. */
  async function confirmAdding(
    name: string,
    lines: readonly string[],
    keyLines: readonly string[] = [],
  ): Promise<void> {
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await prompts.confirm();
    await window.notifications.waitFor(`Profile “${name}” was added.`);
    config = appended(config, '\r\n', lines);
    credentials = appended(credentials, '\n', keyLines);
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await tree.waitFor(name);
    await window.notifications.close(`Profile “${name}” was added.`);
  }

  it('adds a permission set with a new sign-in, after a preview', async () => {
    await startAdding('IAM Identity Center', 'sandbox');
    await prompts.typeInvalid(/Name for the sign-in/, 'a b', /Use only letters, digits/);
    await prompts.answer(/./, 'corp');
    await prompts.typeInvalid(/Start URL/, 'corp.awsapps.com', /Enter a value like https:/);
    await prompts.answer(/./, 'https://corp.awsapps.com/start');
    await prompts.answer(/region of IAM Identity Center/, 'Frankfurt');
    await prompts.typeInvalid(/Account ID/, '1234', /Enter a value like 123456789012/);
    await window.quickInput.accept();
    await prompts.answer(/Enter a value like/, '444455556666');
    await prompts.answer(/Permission set/, 'ReadOnly');
    await prompts.waitFor(/Choose or type a region/);
    await window.picture('region');
    await prompts.accept(/Choose or type a region/);
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
    await startAdding('Assumes an IAM role', 'admin');
    await prompts.typeInvalid(/Role ARN/, 'Administrator', /Enter a value like arn:aws:iam::/);
    await prompts.answer(/./, admin);
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('maya');
    await prompts.waitFor(/MFA device/);
    equal(await window.quickInput.value(), phone);
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('Ec2InstanceMetadata');
    await prompts.waitFor(/MFA device/);
    equal(await window.quickInput.value(), '');
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Choose the source profile/);
    await window.quickInput.choose('maya');
    await prompts.accept(/MFA device/, phone);
    await prompts.typeInvalid(/External ID/, 'x', /Use 2 to 1224 characters/);
    await prompts.answer(/./, 'rolecall-demo');
    await prompts.accept(/Choose or type a region/);
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

  it('adds access keys with an MFA device, and hides the secret also after going back', async () => {
    await startAdding('Access keys', 'ci');
    await prompts.waitFor(/Access key ID/);
    await window.quickInput.accept();
    await prompts.waitFor(/This value is required/);
    await prompts.typeInvalid(/./, 'maya', /Enter a value like AKIA/);
    await prompts.typeInvalid(/./, 'ASIAROLECALLEXAMPLE9', /Temporary keys need a session token/);
    await prompts.answer(/./, 'AKIAROLECALLEXAMPLE9');
    await prompts.typeInvalid(
      /Secret access key/,
      `${secret} # of ci`,
      /This value cannot be stored in an AWS file/,
    );
    await prompts.answer(/./, secret);
    await prompts.typeInvalid(/MFA device/, 'phone', /Enter a value like/);
    await window.quickInput.pressButton('Back');
    await prompts.waitFor(/Secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await prompts.accept(/Secret access key/, secret);
    await prompts.answer(/MFA device/, phone);
    await prompts.answer(/Choose or type a region/, 'No region');
    await window.quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    ok(!(await window.page.locator('body').innerText()).includes(secret));
    await confirmAdding(
      'ci',
      ['', '[profile ci]', `mfa_serial=${phone}`],
      ['', '[ci]', 'aws_access_key_id=AKIAROLECALLEXAMPLE9', `aws_secret_access_key=${secret}`],
    );
  });

  it('adds a credential process exactly as typed', async () => {
    await startAdding('Credential process', 'tool');
    await prompts.typeInvalid(/Command/, '/usr/bin/tool "maya b', /This is not a valid command line/);
    await prompts.answer(/./, '/usr/bin/tool --user "maya b" --json');
    await prompts.waitFor(/Choose or type a region/);
    await window.quickInput.type('nowhere');
    await window.quickInput.row('This is not a valid region.').waitFor();
    await window.quickInput.type('tokyo');
    await window.quickInput.row('ap-northeast-1').waitFor();
    await window.quickInput.row('This is not a valid region.').waitFor({ state: 'detached' });
    await prompts.answer(/Choose or type a region/, 'ap-southeast-9');
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
    await eventually(async () => match(await window.editorText(), /region=us-west-2/));
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

  async function setRegion(name: string, region: string): Promise<void> {
    await tree.chooseFromMenu(new RegExp(`^${name}`), 'Set Region');
    await prompts.answer(/Choose or type a region/, region);
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
