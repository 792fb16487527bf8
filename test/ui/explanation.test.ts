import { doesNotMatch, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleCredentials, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

describe('a person who wants to know what a profile does', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Workbench;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({ env: { AWS_ENDPOINT_URL_STS: aws.url }, prepareHome: writeSampleAws }));

  before(async () => {
    window = await stage().openWindow();
    await window.showContainer('Rolecall');
  });

  after(async () => aws.close());

  const explanation = (): Promise<string> => window.editorText();

  async function explains(text: RegExp): Promise<void> {
    await eventually(async () => match(await explanation(), text), 30_000);
  }

  it('reads it step by step, from the menu of the profile', async () => {
    await window.tree('AWS Profiles').chooseFromMenu(/^dev\s*role/, 'Explain Profile');
    await explains(/What Rolecall does for dev\n/);
    await explains(/1\. Access key AKIA\w+ of profile maya\n.*2\. MFA session with .*maya-phone.*\n/s);
    await explains(/You will be asked for a code\.\n/);
    equal(aws.requests.length, 0, 'nothing is asked of AWS');
    doesNotMatch(
      await explanation(),
      new RegExp(/aws_secret_access_key = (.+)/.exec(sampleCredentials)?.[1] ?? ''),
    );
    await picture(window, 'explanation');
  });

  it('sees in it what has been done meanwhile', async () => {
    const rolecall = new Rolecall(window);
    await rolecall.choose('dev');
    await rolecall.typeCode(nextCode(mayaPhone, aws.clock));
    await rolecall.statusSays(/^dev (1h|59m)$/);
    await explains(/1\. .*\n\s+Not needed now: step 3 is done\./);
    await explains(/2\. MFA session .*\n.*\n\s+Done, and good for another (12h|11h 59m)\./);
    await explains(/3\. Assume .*\n.*\n\s+Done, and good for another (1h|59m)\./);
  });

  it('is led from it to the files', async () => {
    const link = window.page.locator('.detected-link', { hasText: '.aws/config' }).first();
    await link.click({ modifiers: ['ControlOrMeta'] });
    await eventually(async () => match((await window.page.title()) ?? '', /config/));
    await window.page.keyboard.press('Control+W');
  });

  it('reads why a profile cannot work, by the palette', async () => {
    await window.runCommand('Rolecall: Explain Profile…');
    await window.quickInput.choose('old-laptop');
    await explains(/Why old-laptop cannot be used\n\nProfile “old-laptop”: source_profile “missing-one”/);
    await explains(/In your files\n\n\s+old-laptop\s+~\/\.aws\/config:\d+/);
  });
});

async function picture(window: Workbench, name: string): Promise<void> {
  const folder = process.env['ROLECALL_PICTURES'] ?? join(import.meta.dirname, '..', '..', 'out', 'pictures');
  await window.screenshot(join(folder, `${name}.png`));
}
