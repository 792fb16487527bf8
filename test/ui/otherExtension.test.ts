import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { callerArn } from '../aws/sts/stsClient.ts';
import { eventually } from '../eventually.ts';
import { type ApiResult, OtherExtension } from './otherExtension.ts';
import { writeReaderAws } from './readerHome.ts';
import { Prompts } from './window/prompts.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

const question = /Allow the extension “Other Tools” to use your AWS credentials\?/;

describe('another extension that requests credentials', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let other: OtherExtension;
  let runs = 0;

  before(async () => {
    other = await OtherExtension.create();
  });

  const { aws, vscode } = useAws(() => ({ prepareHome: writeReaderAws, otherExtensions: [other.vsix] }));

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await rolecall.choose('reader');
    await rolecall.waitForStatus(/^reader/);
  });

  after(async () => other.remove());

  async function get(answer?: string): Promise<ApiResult> {
    await window.runCommand('Other: Get Credentials');
    if (answer) await window.notifications.answer(question, answer);
    runs += 1;
    return eventually(() => other.result(runs), 20_000);
  }

  it('gets none if the user presses Not Now, and does not ask again', async () => {
    equal((await get('Not Now')).code, 'notAllowed');
    equal((await get()).code, 'notAllowed');
  });

  it('gets those of the profile in use once the user allows it, and does not ask again', async () => {
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^reader/);
    await assertReadOnly(await get('Allow'));
    await assertReadOnly(await get());
  });

  it('is notified of the profile in use, without secrets', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    const { credentials, activeProfiles } = await get();
    match(credentials?.accessKeyId ?? '', /^AKIA/);
    deepEqual(activeProfiles.at(-1), { name: 'ci', region: 'us-east-1', access: 'full', hasSession: true });
    ok(credentials);
    doesNotMatch(JSON.stringify(activeProfiles), new RegExp(`${credentials.accessKeyId}|secret|token`, 'i'));
  });

  it('gets none after the user revokes access', async () => {
    await window.runCommand('Rolecall: Manage API Access…');
    await window.quickInput.row('Other Tools').waitFor();
    await window.quickInput.choose('Other Tools');
    await window.quickInput.accept();
    await window.notifications.waitFor(/Access to your AWS credentials was revoked for Other Tools\./);
    equal((await get()).code, 'notAllowed');
  });

  async function switchTo(profile: string, ...answers: readonly (readonly [RegExp, string])[]) {
    await window.runCommand('Other: Switch Profile');
    await new Prompts(window).answer(/Profile/u, profile);
    for (const [asked, button] of answers) await window.notifications.answer(asked, button);
    runs += 1;
    return eventually(() => other.result(runs), 20_000);
  }

  const toSwitch = /Switch the AWS Profile of This Window\?/u;

  it('switches the window by a tool for language models only if the user confirms it', async () => {
    await rolecall.waitForStatus(/^ci/);
    ok((await switchTo('reader', [toSwitch, 'Cancel'])).error);
    await rolecall.waitForStatus(/^ci/);
    const { answer = '' } = await switchTo('reader', [
      /profile:.*reader.*444455556666.*eu-central-1/su,
      'Yes',
    ]);
    await rolecall.waitForStatus(/^reader/);
    match(answer, /"profile": "reader"/u);
    match(answer, /read-only/u);
    match(answer, /assumed-role\/ReadOnly\/\S+-agent"/u);
  });

  it('does not use production if the user declines Rolecall’s own question', async () => {
    const { error = '' } = await switchTo(
      'prod-deploy',
      [toSwitch, 'Yes'],
      [/Use the production profile prod-deploy\?/u, 'Not Now'],
    );
    match(error, /did not agree/u);
    match((await switchTo('prod-deploy', [toSwitch, 'Yes'])).error ?? '', /Do not try again/u);
    await rolecall.waitForStatus(/^reader/);
  });

  async function assertReadOnly({ credentials }: ApiResult): Promise<void> {
    ok(credentials);
    match((await callerArn(aws(), credentials)) ?? '', /assumed-role\/ReadOnly\//);
  }
});
