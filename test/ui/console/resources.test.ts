import { equal, match } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { sampleCredentials } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const reader = (name: string): string =>
  `[profile ${name}]\nrole_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = maya\nregion = eu-central-1\n`;
const config = `${reader('reader')}\n${reader('other-reader')}`;
const queue = 'arn:aws:sqs:eu-central-1:444455556666:jobs';
const bucket = 'arn:aws:s3:::rolecall-development';

/** Moves the pointer to a text, so that VS Code makes it a link, and follows that. */
async function follow(page: Page, text: Locator, tooltip: string): Promise<void> {
  // VS Code has spaces there that do not break.
  const hasText = new RegExp(tooltip.replaceAll(' ', String.raw`\s`), 'u');
  await eventually(async () => {
    await page.mouse.move(0, 0);
    const box = await text.boundingBox();
    await page.mouse.move(box!.x + 120, box!.y + box!.height / 2, { steps: 3 });
    const hover = page.locator('.workbench-hover:visible, .monaco-hover:visible', { hasText });
    await hover.first().waitFor({ timeout: 3000 });
  }, 20_000);
  await page.keyboard.down('ControlOrMeta');
  await page.mouse.down();
  await page.mouse.up();
  await page.keyboard.up('ControlOrMeta');
}

describe('resources by ARN', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let context: BrowserContext;

  const { vscode, calls } = useAws({
    prepareHome: async (home) => {
      await mkdir(join(home, '.aws'), { mode: 0o700 });
      await writeFile(join(home, '.aws', 'config'), config, { mode: 0o600 });
      await writeFile(join(home, '.aws', 'credentials'), sampleCredentials, { mode: 0o600 });
    },
    prepareWorkspace: (workspace) => writeFile(join(workspace, 'main.tf'), `queue = "${queue}"\n`),
  });

  before(async () => {
    context = await vscode().newContextWithClipboard();
    window = await vscode().openWindow({ context });
    rolecall = new Rolecall(window);
  });

  /** The page that `open` opens shows the resource, to someone with the role. Its link works for 15 minutes. */
  async function opens(arn: string, open: () => Promise<unknown>): Promise<void> {
    const opened = context.waitForEvent('page', { timeout: 30_000 });
    await open();
    const page = await opened;
    await page.locator('#destination').waitFor({ timeout: 30_000 });
    const destination = await page.locator('#destination').textContent();
    equal(destination, `https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(arn)}`);
    match((await page.locator('#identity').textContent()) ?? '', /:assumed-role\/ReadOnly\//u);
    await page.close();
  }

  it('open from a link in a file, with a profile of the account that the user chooses', async () => {
    await window.page.locator('.explorer-viewlet .monaco-list-row', { hasText: 'main.tf' }).dblclick();
    const link = window.page.locator('.detected-link', { hasText: 'arn:aws:sqs' });
    await opens(queue, async () => {
      await follow(window.page, link, 'with one of 2 profiles of account 444455556666');
      await window.quickInput.choose('other-reader');
    });
    equal(calls('AssumeRole'), 1);
  });

  it('open from a link in a file with what the window uses, without a question', async () => {
    await rolecall.choose('reader');
    await rolecall.waitForStatus(/^reader (1h|59m)$/u);
    const link = window.page.locator('.detected-link', { hasText: 'arn:aws:sqs' });
    await opens(queue, () => follow(window.page, link, 'Open in the AWS console with reader · 444455556666'));
  });

  it('open from a link in a terminal', async () => {
    const terminal = await window.newTerminal();
    await terminal.run(`clear; echo 'created ${queue}.'`);
    await terminal.waitFor(/^created arn/mu);
    const row = terminal.element.locator('.xterm-rows > div', { hasText: /^created.arn/u });
    await opens(queue, () => follow(window.page, row.first(), 'Open in the AWS console with reader'));
  });

  it('open by the command, with the ARN at the cursor', async () => {
    await opens(queue, () => window.runCommand('Rolecall: Open Resource by ARN…'));
    await window.runCommand('View: Close All Editors');
  });

  it('open by the command, with the ARN that was copied', async () => {
    // A page that is not in front cannot read the clipboard.
    await window.page.bringToFront();
    await window.clipboard('writeText', `"${bucket}",`);
    await window.runCommand('Rolecall: Open Resource by ARN…');
    await eventually(async () => equal(await window.quickInput.value(), bucket));
    await window.quickInput.type('arn:aws:s3:::*');
    await window.quickInput.accept();
    await window.quickInput.widget.getByText(/Enter an ARN like/u).waitFor();
    await window.quickInput.type(bucket);
    await opens(bucket, () => window.quickInput.accept());
  });
});
