import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { Prompts } from '../window/prompts.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { TreeView } from '../window/treeView.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
/** That of Maya in the sample world. */
const mayaSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const role = 'arn:aws:iam::222222222222:role/Plain';

/** The format of the access portal. */
function copied(id: string): string {
  return `[444455556666_Admin]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=TOKEN${id}\n`;
}

describe('changing the AWS files', function () {
  this.timeout(60_000);
  // In a browser, VS Code saves automatically by default.
  // The commands above the profiles push lines out of sight, which the tests read.
  const { vscode } = useAws({ settings: { 'files.autoSave': 'off', 'editor.codeLens': false } });
  let window: Workbench;
  let tree: TreeView;
  let rolecall: Rolecall;
  let prompts: Prompts;

  before(async () => {
    const context = await vscode().newContextWithClipboard();
    ({ window, rolecall } = await openRolecall(vscode(), { context }));
    tree = window.tree('AWS Profiles');
    prompts = new Prompts(window);
    await window.showContainer('Rolecall');
  });

  const file = (name: string): Promise<string> => readFile(join(vscode().home, '.aws', name), 'utf8');

  it('adds a profile with access keys, and hides the secret in the prompt and in the preview', async () => {
    await tree.pressWelcomeLink('Add a Profile');
    await window.quickInput.choose(/^Access keys/);
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE1');
    await prompts.waitFor(/Secret access key/);
    equal(await window.quickInput.input.getAttribute('type'), 'password');
    await window.quickInput.type(mayaSecret);
    await window.quickInput.accept();
    await prompts.waitFor(/MFA device/);
    await window.quickInput.choose('No MFA device');
    // The region can be found by its name.
    await prompts.answer(/region/, 'Tokyo');
    await prompts.accept(/Profile name/, 'maya');
    await window.quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    const shown = await eventually(async () => {
      const text = await window.page.locator('.editor-instance, .multiDiffEntry').allInnerTexts();
      match(text.join('\n').replaceAll('\u00a0', ' '), /aws_access_key_id = AKIAROLECALLEXAMPLE1/);
      return text.join('\n').replaceAll('\u00a0', ' ');
    });
    doesNotMatch(shown, /wJalr/);
    match(shown, /aws_secret_access_key = •+$/m);
    await window.picture('preview');
    await prompts.confirm();
    await window.notifications.waitFor(
      'Profile “maya” was added, with the access key of arn:aws:iam::111122223333:user/maya.',
    );
    await tree.waitFor('maya');
    equal(await file('config'), '[profile maya]\nregion = ap-northeast-1\n');
    equal(
      await file('credentials'),
      `[maya]\naws_access_key_id = AKIAROLECALLEXAMPLE1\naws_secret_access_key = ${mayaSecret}\n`,
    );
    if (process.platform !== 'win32')
      equal((await stat(join(vscode().home, '.aws', 'credentials'))).mode & 0o777, 0o600);
    equal(
      await window.page.locator('.tab', { hasText: 'Add AWS Profile' }).count(),
      0,
      'the preview is gone',
    );
  });

  it('adds a role profile, validates the input, and keeps the answers when going back', async () => {
    await window.runCommand('Rolecall: Add AWS Profile…');
    const { quickInput } = window;
    await quickInput.row('Assumes an IAM role').waitFor();
    await quickInput.type('Assumes');
    await quickInput.accept();
    await prompts.answer(/Role ARN/, role);
    await quickInput.row('maya').waitFor();
    await quickInput.pressButton('Back');
    await eventually(async () => equal(await quickInput.value(), role));
    await quickInput.accept();
    await quickInput.choose('maya');
    await prompts.waitFor(/MFA device/);
    await quickInput.choose('No MFA device');
    await prompts.answer(/External ID/, '');
    await prompts.waitFor(/region/);
    await quickInput.accept();
    await prompts.waitFor(/Profile name/);
    equal(await quickInput.value(), 'Plain');
    await prompts.typeInvalid(/./, 'maya', /A profile named “maya” already exists/);
    await prompts.typeInvalid(/./, 'with space', /Use only letters, digits/);
    await prompts.answer(/./, 'dev');
    await prompts.confirm();
    await tree.waitFor('dev');
    equal(
      await file('config'),
      `[profile maya]\nregion = ap-northeast-1\n\n[profile dev]\nrole_arn = ${role}\nsource_profile = maya\nregion = ap-northeast-1\n`,
    );
  });

  it('undoes a change', async () => {
    await window.notifications.press('Profile “dev” was added.', 'Undo');
    await eventually(async () => equal(await file('config'), '[profile maya]\nregion = ap-northeast-1\n'));
    await eventually(async () => equal(await tree.row('dev').count(), 0));
  });

  it('changes nothing if the user cancels', async () => {
    const before = await file('config');
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.choose('Credential process');
    await prompts.answer(/Command/, '/usr/bin/tool --json');
    await prompts.answer(/region/, 'eu-west-1');
    await prompts.answer(/Profile name/, 'tool');
    await window.quickInput.row('Write to').waitFor();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    equal(await file('config'), before);
    await eventually(async () => equal(await window.page.locator('.tab').count(), 0));
  });

  /** By the palette: the first row of the tree, which is in use, has another menu. */
  async function renameMaya(): Promise<void> {
    await window.runCommand('Rolecall: Rename Profile…');
    await window.quickInput.choose('access keys');
  }

  it('renames a profile and all references to it', async () => {
    await writeFile(
      join(vscode().home, '.aws', 'config'),
      `# Company\n[profile maya]\nregion = ap-northeast-1\n\n[profile dev] # mine\nrole_arn=${role}\nsource_profile=maya\n`,
    );
    await tree.waitFor('dev');
    await rolecall.choose('access keys');
    await rolecall.waitForStatus(/^maya$/);
    await renameMaya();
    await prompts.answer(/Profile name/, 'maya.main');
    await prompts.confirm();
    await tree.waitFor('maya.main');
    equal(
      await file('config'),
      `# Company\n[profile maya.main]\nregion = ap-northeast-1\n\n[profile dev] # mine\nrole_arn=${role}\nsource_profile=maya.main\n`,
    );
    match(await file('credentials'), /^\[maya\.main\]\n/);
  });

  it('undoes the last change by a command, which says what it undoes', async () => {
    const renamed = await file('config');
    await window.runCommand('Rolecall: Undo Last Change to AWS Files…');
    await window.quickInput.row('Undo: Profile “maya” was renamed to “maya.main”.').waitFor();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    equal(await file('config'), renamed);
    await window.runCommand('Rolecall: Undo Last Change to AWS Files…');
    await prompts.confirm('Undo:');
    await window.notifications.waitFor('Undone: Profile “maya” was renamed to “maya.main”.');
    match(await file('config'), /^\[profile maya\]\n/m);
    await rolecall.waitForStatus(/^maya$/);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('shows a change in color and below the box, and shows it again when another program changes the file', async () => {
    await tree.waitFor(/^maya(?!\.)/);
    await renameMaya();
    await prompts.answer(/Profile name/, 'maya.main');
    await window.quickInput.row('Write to').waitFor();
    await eventually(async () => match(await window.editorText(), /source_profile=maya\.main/));
    const line = window.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: '[profile maya.main]' });
    const [box, first] = [await window.quickInput.widget.boundingBox(), await line.first().boundingBox()];
    ok(box && first && first.y >= box.y + box.height, JSON.stringify([box, first]));
    const colors = await line
      .first()
      .locator('span span')
      .evaluateAll((all) => all.map((each) => each.className));
    const [comment] = await window.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: '# Company' })
      .first()
      .locator('span span')
      .evaluateAll((all) => all.map((each) => each.className));
    ok(comment && !colors.includes(comment), `${colors.join()} ${comment}`);
    await writeFile(
      join(vscode().home, '.aws', 'config'),
      (await file('config')).replace('# Company', '# New company'),
    );
    await eventually(async () => match(await window.editorText(), /# New company/), 20_000);
    await prompts.confirm();
    await rolecall.waitForStatus(/^maya\.main$/);
    match(await file('config'), /^# New company\n\[profile maya\.main\]\n/);
  });

  it('keeps a renamed profile in use, and also after an undo', async () => {
    await rolecall.waitForStatus(/^maya\.main$/);
    await window.notifications.press(/renamed to “maya\.main”/, 'Undo');
    await rolecall.waitForStatus(/^maya$/);
    await tree.waitFor(/^maya(?!\.)/);
    await renameMaya();
    await prompts.answer(/Profile name/, 'maya.main');
    await prompts.confirm();
    await rolecall.waitForStatus(/^maya\.main$/);
    await window.runCommand('Rolecall: Stop Using AWS Profile');
  });

  it('changes an open file in its editor, and does not save the user’s unsaved changes', async () => {
    await window.runCommand('Rolecall: Open AWS Config File');
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.press('ControlOrMeta+Home');
    await window.page.keyboard.insertText('# typed\n');
    await window.runCommand('Rolecall: Set Region…');
    await window.quickInput.choose('role via maya.main');
    await prompts.answer(/region/, 'us-west-2');
    await prompts.confirm();
    await window.notifications.waitFor(/The change is not saved yet/);
    doesNotMatch(await file('config'), /typed|us-west-2/);
    await window.notifications.press(/The change is not saved yet/, 'Save');
    await eventually(async () =>
      match(await file('config'), /^# typed\n[^]*source_profile=maya\.main\nregion=us-west-2\n$/),
    );
    await window.runCommand('View: Close All Editors');
  });

  it('adds copied credentials to a new profile, or replaces the previous ones', async () => {
    const { quickInput } = window;
    const paste = async (id: string): Promise<void> => {
      await window.clipboard('writeText', copied(id));
      await window.runCommand('Rolecall: Add Profile from Copied Credentials…');
      await quickInput.row('444455556666_Admin').waitFor();
    };
    await paste('ASIAAAAAAAAAAAAAAAAA');
    await quickInput.accept();
    await prompts.answer(/region/, 'eu-central-1');
    await prompts.confirm();
    await tree.waitFor('444455556666_Admin');
    match(await file('credentials'), /\[444455556666_Admin\]\naws_access_key_id = ASIAAAAAAAAAAAAAAAAA\n/);
    await paste('ASIABBBBBBBBBBBBBBBB');
    // “replace the temporary keys” also contains the name.
    await quickInput.type('keys');
    await quickInput.focused('Use what you typed').waitFor();
    equal(await quickInput.row('replace the temporary keys').count(), 1);
    await quickInput.type('');
    await quickInput.focused('444455556666_Admin').waitFor();
    await quickInput.accept();
    await prompts.confirm();
    await eventually(async () =>
      match(await file('credentials'), /aws_session_token = TOKENASIABBBBBBBBBBBBBBBB\n/),
    );
    doesNotMatch(await file('credentials'), /AAAAAAAA/);
    await window.notifications.press(/“444455556666_Admin”/, 'Clear Clipboard');
    await eventually(async () => equal(await window.clipboard('readText'), ''));
  });

  it('reports that there are no credentials on the clipboard', async () => {
    await window.clipboard('writeText', 'hello');
    await window.runCommand('Rolecall: Add Profile from Copied Credentials…');
    await window.notifications.waitFor(/There are no AWS credentials on the clipboard/);
  });

  it('deletes a profile after showing which profiles depend on it', async () => {
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('access keys');
    await window.quickInput.row(/Profiles that depend on it: dev/).waitFor();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('role via maya.main');
    await prompts.confirm('Delete “');
    await eventually(async () => equal(await tree.row('dev').count(), 0));
    doesNotMatch(await file('config'), /dev/);
    ok((await file('config')).startsWith('# typed\n# New company\n[profile maya.main]\n'));
  });

  it('reports a read-only file', async () => {
    if (process.platform === 'win32') return;
    const path = join(vscode().home, '.aws', 'config');
    await chmod(path, 0o400);
    await window.runCommand('Rolecall: Delete Profile…');
    await window.quickInput.choose('maya.main');
    await prompts.confirm('Delete “');
    await window.notifications.waitFor(/~\/\.aws\/config is read-only/);
    await chmod(path, 0o600);
    match(await file('config'), /maya\.main/);
    match(await file('credentials'), /maya\.main/);
  });

  it('keeps a daily backup next to the file', async () => {
    const backup = join(vscode().home, '.aws', 'config.rolecall-backup');
    equal(await readFile(backup, 'utf8'), '[profile maya]\nregion = ap-northeast-1\n');
  });
});
