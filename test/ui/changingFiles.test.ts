import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { Questions } from './questions.ts';
import { Rolecall } from './rolecall.ts';
import type { TreeView } from './treeView.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const role = 'arn:aws:iam::222222222222:role/Plain';

/** As the access portal offers it. */
function copied(id: string): string {
  return `[444455556666_Admin]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=TOKEN${id}\n`;
}

describe('changing the files through Rolecall', function () {
  this.timeout(60_000);
  // In a browser VS Code saves by itself unless told otherwise.
  const stage = useStage({ settings: { 'files.autoSave': 'off' } });
  let person: BrowserContext;
  let window: Workbench;
  let tree: TreeView;
  let rolecall: Rolecall;
  let questions: Questions;

  before(async () => {
    person = await stage().newPerson();
    await person.grantPermissions(['clipboard-read', 'clipboard-write']);
    window = await stage().openWindow({ person });
    tree = window.tree('AWS Profiles');
    rolecall = new Rolecall(window);
    questions = new Questions(window);
    await window.showContainer('Rolecall');
  });

  const file = (name: string): Promise<string> => readFile(join(stage().home, '.aws', name), 'utf8');

  async function picture(name: string): Promise<void> {
    const folder = process.env['ROLECALL_PICTURES'] ?? join('out', 'pictures');
    await window.screenshot(join(folder, `${name}.png`));
  }

  it('adds a profile with access keys: the secret is hidden as it is typed and in the preview', async () => {
    await tree.pressWelcomeLink('Add a Profile');
    await window.quickInput.choose('Access keys');
    await questions.answer(/Name of the profile/, 'maya');
    await questions.answer(/Access key ID/, 'AKIAIOSFODNN7EXAMPLE');
    await questions.say(/Secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await window.quickInput.type(secret);
    await window.quickInput.accept();
    await questions.answer(/MFA device/, '');
    // A region is found by its name, too.
    await questions.answer(/region/, 'Tokyo');
    await window.quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    const shown = await eventually(async () => {
      const text = await window.page.locator('.editor-instance, .multiDiffEntry').allInnerTexts();
      match(text.join('\n').replaceAll('\u00a0', ' '), /aws_access_key_id = AKIAIOSFODNN7EXAMPLE/);
      return text.join('\n').replaceAll('\u00a0', ' ');
    });
    doesNotMatch(shown, /wJalr/);
    match(shown, /aws_secret_access_key = •+ 1/);
    await picture('preview');
    await questions.confirm();
    await window.notifications.waitFor('Profile “maya” was added.');
    await tree.waitFor('maya');
    equal(await file('config'), '[profile maya]\nregion = ap-northeast-1\n');
    equal(
      await file('credentials'),
      `[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`,
    );
    if (process.platform !== 'win32')
      equal((await stat(join(stage().home, '.aws', 'credentials'))).mode & 0o777, 0o600);
    equal(
      await window.page.locator('.tab', { hasText: 'Add AWS Profile' }).count(),
      0,
      'the preview is gone',
    );
  });

  it('adds a role profile, says what is wrong as it is typed, and goes back without losing an answer', async () => {
    await window.runCommand('Rolecall: Add AWS Profile…');
    const { quickInput } = window;
    await quickInput.row('Assumes an IAM role').waitFor();
    await quickInput.type('Assumes');
    await quickInput.accept();
    await questions.say(/Name of the profile/);
    await quickInput.type('maya');
    await questions.say(/There is a profile “maya” already/);
    await quickInput.type('with space');
    await questions.say(/Use letters, digits/);
    await questions.answer(/./, 'dev');
    await questions.answer(/ARN of the role/, role);
    await quickInput.row('maya').waitFor();
    await quickInput.pressButton('Back');
    await eventually(async () => equal(await quickInput.value(), role));
    await quickInput.accept();
    await quickInput.choose('maya');
    await questions.answer(/MFA device/, '');
    await questions.answer(/External ID/, '');
    await questions.say(/region/);
    await quickInput.accept();
    await questions.confirm();
    await tree.waitFor('dev');
    equal(
      await file('config'),
      `[profile maya]\nregion = ap-northeast-1\n\n[profile dev]\nrole_arn = ${role}\nsource_profile = maya\nregion = ap-northeast-1\n`,
    );
  });

  it('undoes what was written', async () => {
    await window.notifications.press('Profile “dev” was added.', 'Undo');
    await eventually(async () => equal(await file('config'), '[profile maya]\nregion = ap-northeast-1\n'));
    await eventually(async () => equal(await tree.row('dev').count(), 0));
  });

  it('leaves everything alone when the person leaves', async () => {
    const before = await file('config');
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.choose('Credential process');
    await questions.answer(/Name of the profile/, 'tool');
    await questions.answer(/Command/, '/usr/bin/tool --json');
    await questions.answer(/region/, 'eu-west-1');
    await window.quickInput.row('Write to').waitFor();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    equal(await file('config'), before);
    await eventually(async () => equal(await window.page.locator('.tab').count(), 0));
  });

  it('renames a profile, and everything that names it', async () => {
    await writeFile(
      join(stage().home, '.aws', 'config'),
      `# Company\n[profile maya]\nregion = ap-northeast-1\n\n[profile dev] # mine\nrole_arn=${role}\nsource_profile=maya\n`,
    );
    await tree.waitFor('dev');
    await rolecall.choose('access keys');
    await rolecall.statusSays(/^maya$/);
    await tree.chooseFromMenu(/^maya/, 'Rename Profile');
    await questions.answer(/Name of the profile/, 'maya.main');
    await questions.confirm();
    await tree.waitFor('maya.main');
    equal(
      await file('config'),
      `# Company\n[profile maya.main]\nregion = ap-northeast-1\n\n[profile dev] # mine\nrole_arn=${role}\nsource_profile=maya.main\n`,
    );
    match(await file('credentials'), /^\[maya\.main\]\n/);
  });

  it('goes on under the new name, and under the old one when that is undone', async () => {
    await rolecall.statusSays(/^maya\.main$/);
    await window.notifications.press(/renamed to “maya\.main”/, 'Undo');
    await rolecall.statusSays(/^maya$/);
    await tree.waitFor(/^maya(?!\.)/);
    await tree.chooseFromMenu(/^maya/, 'Rename Profile');
    await questions.answer(/Name of the profile/, 'maya.main');
    await questions.confirm();
    await rolecall.statusSays(/^maya\.main$/);
    await window.runCommand('Rolecall: Stop Using AWS Profile');
  });

  it('changes an open file in its editor, and leaves unsaved work unsaved', async () => {
    await window.runCommand('Rolecall: Open AWS Config File');
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.press('ControlOrMeta+Home');
    await window.page.keyboard.insertText('# typed\n');
    await window.runCommand('Rolecall: Set Region…');
    await window.quickInput.choose('role via maya.main');
    await questions.answer(/region/, 'us-west-2');
    await window.notifications.waitFor(/It is not saved yet/);
    doesNotMatch(await file('config'), /typed|us-west-2/);
    await window.notifications.press(/It is not saved yet/, 'Save');
    await eventually(async () =>
      match(await file('config'), /^# typed\n[^]*source_profile=maya\.main\nregion=us-west-2\n$/),
    );
    await window.runCommand('View: Close All Editors');
  });

  it('takes copied credentials, into a new profile or over the last ones', async () => {
    const paste = async (id: string): Promise<void> => {
      await window.clipboard('writeText', copied(id));
      await window.runCommand('Rolecall: Add Profile from Copied Credentials…');
      await window.quickInput.row('444455556666_Admin').waitFor();
      await window.quickInput.accept();
    };
    await paste('ASIAAAAAAAAAAAAAAAAA');
    await questions.answer(/region/, 'eu-central-1');
    await questions.confirm();
    await tree.waitFor('444455556666_Admin');
    match(await file('credentials'), /\[444455556666_Admin\]\naws_access_key_id = ASIAAAAAAAAAAAAAAAAA\n/);
    await paste('ASIABBBBBBBBBBBBBBBB');
    await questions.confirm();
    await eventually(async () =>
      match(await file('credentials'), /aws_session_token = TOKENASIABBBBBBBBBBBBBBBB\n/),
    );
    doesNotMatch(await file('credentials'), /AAAAAAAA/);
    await window.notifications.press(/“444455556666_Admin”/, 'Clear Clipboard');
    await eventually(async () => equal(await window.clipboard('readText'), ''));
  });

  it('says that there is nothing to take in the clipboard', async () => {
    await window.clipboard('writeText', 'hello');
    await window.runCommand('Rolecall: Add Profile from Copied Credentials…');
    await window.notifications.waitFor(/There are no AWS credentials in the clipboard/);
  });

  it('deletes a profile after showing what goes', async () => {
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('access keys');
    await window.quickInput.row(/No longer works without it: dev/).waitFor();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('role via maya.main');
    await questions.confirm('Delete “');
    await eventually(async () => equal(await tree.row('dev').count(), 0));
    doesNotMatch(await file('config'), /dev/);
    ok((await file('config')).startsWith('# typed\n# Company\n[profile maya.main]\n'));
  });

  it('refuses a read-only file in one sentence', async () => {
    if (process.platform === 'win32') return;
    const path = join(stage().home, '.aws', 'config');
    await chmod(path, 0o400);
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('maya.main');
    await questions.confirm('Delete “');
    await window.notifications.waitFor(/~\/\.aws\/config is read-only/);
    await chmod(path, 0o600);
    match(await file('config'), /maya\.main/);
    match(await file('credentials'), /maya\.main/);
  });

  it('keeps the last version of a day beside the file', async () => {
    const backup = join(stage().home, '.aws', 'config.rolecall-backup');
    equal(await readFile(backup, 'utf8'), '[profile maya]\nregion = ap-northeast-1\n');
  });
});
