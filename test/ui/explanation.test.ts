import { doesNotMatch, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone, sampleCredentials } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

describe('Explain Profile', function () {
  this.timeout(60_000);
  let window: Workbench;

  const { aws, vscode } = useAws({ prepareHome: writeSampleAws });

  before(async () => {
    window = await vscode().openWindow();
    await window.showContainer('Rolecall');
  });

  async function waitForText(text: RegExp): Promise<void> {
    await eventually(async () => match(await window.editorText(), text), 30_000);
  }

  it('shows the steps of the profile in whose menu it was chosen', async () => {
    await window.tree('AWS Profiles').chooseFromMenu(/^dev\s*444455556666/, 'Explain Profile');
    await waitForText(/How Rolecall gets credentials for dev\n/);
    await waitForText(
      /1\. Use access key AKIA\w+ of profile maya\n.*2\. Start an MFA session with .*maya-phone.*\n/s,
    );
    await waitForText(/Rolecall asks you for an MFA code\.\n/);
    equal(aws().requests.length, 0, 'it sends no request to AWS');
    doesNotMatch(
      await window.editorText(),
      new RegExp(/aws_secret_access_key = (.+)/.exec(sampleCredentials)?.[1] ?? ''),
    );
    await window.picture('explanation');
  });

  it('shows which steps have been done since', async () => {
    const rolecall = new Rolecall(window);
    await rolecall.choose('dev');
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
    await waitForText(/1\. .*\n\s+Not needed now because step 3 is done\./);
    await waitForText(/2\. Start an MFA session .*\n.*\n\s+Done\. Valid for another (12h|11h 59m)\./);
    await waitForText(/3\. Assume .*\n.*\n\s+Done\. Valid for another (1h|59m)\./);
  });

  it('links to the files', async () => {
    const link = window.page.locator('.detected-link', { hasText: '.aws/config' }).first();
    await link.click({ modifiers: ['ControlOrMeta'] });
    await eventually(async () => match((await window.page.title()) ?? '', /config/));
    await window.page.keyboard.press('Control+W');
  });

  it('shows why a profile cannot be used when it is run from the command palette', async () => {
    await window.runCommand('Rolecall: Explain Profile');
    await window.quickInput.choose('old-laptop');
    await waitForText(/Why old-laptop cannot be used\n\nProfile “old-laptop”: source_profile “missing-one”/);
    await waitForText(/Defined in\n\n\s+old-laptop\s+~\/\.aws\/config:\d+/);
  });
});
