import { equal } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { type IdentityCenter, startIdentityCenter } from '../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../aws/identityCenter/sampleDirectory.ts';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');

describe('a person who signs in to IAM Identity Center', function () {
  this.timeout(90_000);
  let aws: LocalAws;
  let center: IdentityCenter;
  let person: BrowserContext;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    center = await startIdentityCenter(aws, sampleDirectory);
  });

  const stage = useStage(() => ({
    env: {
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_ENDPOINT_URL_SSO: center.url,
      AWS_ENDPOINT_URL_SSO_OIDC: center.url,
    },
    prepareHome: writeSampleAws,
  }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    person = await stage().newPerson();
    window = await stage().openWindow({ person });
    rolecall = new Rolecall(window);
  });

  after(async () => {
    await center.close();
    await aws.close();
  });

  it('compares the code, says yes in the page, and has the role', async () => {
    await rolecall.choose('sandbox');
    const opened = person.waitForEvent('page', { timeout: 30_000 });
    await window.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Open' }).first().click();
    const page = await opened;
    const toast = await window.notifications.waitFor(/the code in the browser must be/);
    const [code = '?'] = /[A-Z]{4}-[A-Z]{4}/u.exec((await toast.textContent()) ?? '') ?? [];
    await page.getByText(code).waitFor();
    await page.getByRole('button', { name: 'Allow access' }).click();
    await page.getByText('Request approved').waitFor();
    await page.close();
    await rolecall.statusSays(/^sandbox (1h|59m)$/u);
  });

  it('has it in terminals, and the sign-in where the CLI looks for it', async () => {
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/AWSReservedSSO_Developer_\w+/u, 30_000);
    const file = 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json';
    await eventually(() => equal(existsSync(join(stage().home, '.aws', 'sso', 'cache', file)), true));
  });
});
