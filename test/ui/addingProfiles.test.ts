import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { Questions } from './questions.ts';
import type { TreeView } from './treeView.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const phone = 'arn:aws:iam::111122223333:mfa/maya-phone';
const admin = 'arn:aws:iam::777788889999:role/Administrator';
const secret = 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY';

/** As it came about over the years: with line ends of Windows, tabs, comments, and none at the last line. */
const grown = [
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
const keys = `[maya]\naws_access_key_id=AKIAROLECALLEXAMPLE1\naws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`;

describe('a person who adds profiles to files that have grown', function () {
  this.timeout(60_000);
  // In a browser VS Code saves by itself unless told otherwise.
  const stage = useStage({
    settings: { 'files.autoSave': 'off' },
    prepareHome: async (home) => {
      await mkdir(join(home, '.aws'), { mode: 0o700 });
      await writeFile(join(home, '.aws', 'config'), grown, { mode: 0o600 });
      await writeFile(join(home, '.aws', 'credentials'), keys, { mode: 0o600 });
    },
  });
  let window: Workbench;
  let tree: TreeView;
  let questions: Questions;
  /** What the files hold, when all is as it should be. */
  let config = grown;
  let credentials = keys;

  before(async () => {
    window = await stage().openWindow();
    tree = window.tree('AWS Profiles');
    questions = new Questions(window);
    await window.showContainer('Rolecall');
    await tree.waitFor('maya');
  });

  const file = (name: string): Promise<string> => readFile(join(stage().home, '.aws', name), 'utf8');

  /** Begins to add a profile; nothing is written before the person says so. */
  async function begin(kind: string, name: string): Promise<void> {
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.choose(kind);
    await questions.answer(/Name of the profile/, name);
  }

  /** Says yes; what was in the files stays to the byte, and these lines come below it, written as the others are. */
  async function adds(
    name: string,
    lines: readonly string[],
    keyLines: readonly string[] = [],
  ): Promise<void> {
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await questions.confirm();
    await window.notifications.waitFor(`Profile “${name}” was added.`);
    config = below(config, '\r\n', lines);
    credentials = below(credentials, '\n', keyLines);
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
    await tree.waitFor(name);
    await window.notifications.close(`Profile “${name}” was added.`);
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env['ROLECALL_PICTURES'] ?? join('out', 'pictures');
    await window.screenshot(join(folder, `${name}.png`));
  }

  it('adds a permission set with a sign-in that is new, and sees what will change', async () => {
    await begin('IAM Identity Center', 'sandbox');
    await questions.refuse(/Name for the sign-in/, 'a b', /Use letters, digits/);
    await questions.answer(/./, 'corp');
    await questions.refuse(/Start URL/, 'corp.awsapps.com', /It should look like https:/);
    await questions.answer(/./, 'https://corp.awsapps.com/start');
    await questions.answer(/region of IAM Identity Center/, 'Frankfurt');
    await questions.refuse(/Account ID/, '1234', /It should look like 123456789012/);
    await window.quickInput.accept();
    await questions.answer(/It should look like/, '444455556666');
    await questions.answer(/permission set/, 'ReadOnly');
    await questions.say(/Choose a region/);
    await picture('region');
    await questions.accept(/Choose a region/);
    await eventually(async () => match(await window.editorText(), /\[profile sandbox\]/));
    await picture('adding');
    await adds('sandbox', [
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

  it('adds a role: the MFA device of its source is offered, whichever that is in the end', async () => {
    await begin('Assumes an IAM role', 'admin');
    await questions.refuse(/ARN of the role/, 'Administrator', /It should look like arn:aws:iam::/);
    await questions.answer(/./, admin);
    await questions.say(/Profile whose credentials/);
    await window.quickInput.choose('maya');
    await questions.say(/MFA device/);
    equal(await window.quickInput.value(), phone);
    await window.quickInput.pressButton('Back');
    await questions.say(/Profile whose credentials/);
    await window.quickInput.choose('Ec2InstanceMetadata');
    await questions.say(/MFA device/);
    equal(await window.quickInput.value(), '');
    await window.quickInput.pressButton('Back');
    await questions.say(/Profile whose credentials/);
    await window.quickInput.choose('maya');
    await questions.accept(/MFA device/, phone);
    await questions.refuse(/External ID/, 'x', /Use 2 to 1224 letters/);
    await questions.answer(/./, 'rolecall-demo');
    await questions.accept(/Choose a region/);
    await adds('admin', [
      '',
      '[profile admin]',
      `role_arn=${admin}`,
      'source_profile=maya',
      `mfa_serial=${phone}`,
      'external_id=rolecall-demo',
      'region=eu-west-1',
    ]);
  });

  it('adds access keys with an MFA device: the secret stays hidden on the way back to it', async () => {
    await begin('Access keys', 'ci');
    await questions.say(/Access key ID/);
    await window.quickInput.accept();
    await questions.say(/This is needed/);
    await questions.refuse(/./, 'maya', /It should look like AKIA/);
    await questions.refuse(/./, 'ASIAROLECALLEXAMPLE9', /Temporary keys need their session token/);
    await questions.answer(/./, 'AKIAROLECALLEXAMPLE9');
    await questions.refuse(/Secret access key/, `${secret} # of ci`, /An AWS file cannot hold this/);
    await questions.answer(/./, secret);
    await questions.refuse(/MFA device/, 'phone', /It should look like/);
    await window.quickInput.pressButton('Back');
    await questions.say(/Secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await questions.accept(/Secret access key/, secret);
    await questions.answer(/MFA device/, phone);
    await questions.answer(/Choose a region/, 'No region');
    await window.quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    ok(!(await window.page.locator('body').innerText()).includes(secret));
    await adds(
      'ci',
      ['', '[profile ci]', `mfa_serial=${phone}`],
      ['', '[ci]', 'aws_access_key_id=AKIAROLECALLEXAMPLE9', `aws_secret_access_key=${secret}`],
    );
  });

  it('adds a program, word for word', async () => {
    await begin('Credential process', 'tool');
    await questions.refuse(/Command/, '/usr/bin/tool "maya b', /Close the quotes in it/);
    await questions.answer(/./, '/usr/bin/tool --user "maya b" --json');
    await questions.say(/Choose a region/);
    await window.quickInput.type('nowhere');
    await window.quickInput.row('This is not a valid region.').waitFor();
    await window.quickInput.type('tokyo');
    await window.quickInput.row('ap-northeast-1').waitFor();
    await window.quickInput.row('This is not a valid region.').waitFor({ state: 'detached' });
    await questions.answer(/Choose a region/, 'ap-southeast-9');
    await adds('tool', [
      '',
      '[profile tool]',
      'credential_process=/usr/bin/tool --user "maya b" --json',
      'region=ap-southeast-9',
    ]);
  });

  it('duplicates a profile and is led to the copy', async () => {
    await tree.chooseFromMenu(/^tool/, 'Duplicate Profile');
    await questions.say(/Name of the profile/);
    equal(await window.quickInput.value(), 'tool-copy');
    await questions.refuse(/Name of the profile/, 'ci', /There is a profile “ci” already/);
    await questions.answer(/./, 'tool-copy');
    await window.notifications.press(/“tool” was duplicated as “tool-copy”/, 'Reveal in File');
    await tree.waitFor('tool-copy');
    const written = await file('config');
    ok(written.startsWith(config));
    const line = written.split('\r\n').indexOf('[profile tool-copy]') + 1;
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
    config = written;
  });

  it('sees in the open editor what is written, and takes it back there', async () => {
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

  it('finds the change among those of a file that is not saved, and undoes it alone', async () => {
    await focusEditor();
    await window.page.keyboard.press('ControlOrMeta+End');
    await window.page.keyboard.insertText('# mine');
    await setRegion('tool-copy', 'us-west-2');
    await window.notifications.waitFor(/is now us-west-2\. It is not saved yet/);
    await eventually(async () => match(await window.editorText(), /region=us-west-2\s*\n# mine$/));
    await eventually(async () => {
      await focusEditor();
      if (/region=us-west-2/.test(await window.editorText()))
        await window.page.keyboard.press('ControlOrMeta+z');
      match(await window.editorText(), /region=ap-southeast-9\s*\n# mine$/);
    });
    equal(await file('config'), config);
  });

  it('cannot change two files of which one is not saved', async () => {
    await tree.chooseFromMenu(/^maya/, 'Rename Profile');
    await questions.answer(/Name of the profile/, 'maya.main');
    await questions.confirm();
    await window.notifications.waitFor(
      '~/.aws/config has unsaved changes in an editor. Save or revert them, and try again.',
    );
    deepEqual([await file('config'), await file('credentials')], [config, credentials]);
  });

  async function setRegion(name: string, region: string): Promise<void> {
    await tree.chooseFromMenu(new RegExp(`^${name}`), 'Set Region');
    await questions.answer(/Choose a region/, region);
  }

  async function focusEditor(): Promise<void> {
    await window.page.locator('.editor-instance .view-lines').last().click();
  }
});

function below(text: string, lineEnd: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const start = text.endsWith(lineEnd) ? text : text + lineEnd;
  return start + lines.map((line) => line + lineEnd).join('');
}
