import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { callerArn } from '../aws/stsClient.ts';
import { eventually } from '../eventually.ts';
import { type Gotten, OtherExtension } from './otherExtension.ts';
import { writeReaderAws } from './readerHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const question = /Allow the extension “Other Tools” to use your AWS credentials\?/;

describe('another extension that wants credentials', function () {
  this.timeout(120_000);
  let aws: LocalAws;
  let person: BrowserContext;
  let window: Workbench;
  let rolecall: Rolecall;
  let other: OtherExtension;
  let runs = 0;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    other = await OtherExtension.create();
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    prepareHome: writeReaderAws,
    otherExtensions: [other.vsix],
  }));

  before(async () => {
    person = await stage().newPerson();
    window = await stage().openWindow({ person });
    rolecall = new Rolecall(window);
    await rolecall.status.waitFor({ timeout: 60_000 });
    await rolecall.choose('reader');
    await rolecall.statusSays(/^reader/);
  });

  after(async () => {
    await aws.close();
    await other.remove();
  });

  async function get(answer?: string): Promise<Gotten> {
    await window.runCommand('Other: Get Credentials');
    if (answer) await window.notifications.answer(question, answer);
    runs += 1;
    return eventually(() => other.gotten(runs), 20_000);
  }

  it('gets none when the person says “not now”, and does not nag', async () => {
    equal((await get('Not Now')).code, 'notAllowed');
    equal((await get()).code, 'notAllowed');
  });

  it('gets those of the profile in use once the person allows it, and does not ask again', async () => {
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.statusSays(/^reader/);
    await isReadOnly(await get('Allow'));
    await isReadOnly(await get());
  });

  it('hears of the profile in use, without a secret', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.statusSays(/^ci/);
    const { credentials, heard } = await get();
    match(credentials?.accessKeyId ?? '', /^AKIA/);
    deepEqual(heard.at(-1), { name: 'ci', region: 'us-east-1', hasSession: true });
    ok(credentials);
    doesNotMatch(JSON.stringify(heard), new RegExp(`${credentials.accessKeyId}|secret|token`, 'i'));
  });

  it('gets none any more once the person takes that back', async () => {
    await window.runCommand('Rolecall: Manage API Access…');
    await window.quickInput.row('Other Tools').waitFor();
    await window.quickInput.choose('Other Tools');
    await window.quickInput.accept();
    await window.notifications.waitFor(/No longer allowed to use your AWS credentials: Other Tools\./);
    equal((await get()).code, 'notAllowed');
  });

  async function isReadOnly({ credentials }: Gotten): Promise<void> {
    ok(credentials);
    match((await callerArn(aws, credentials)) ?? '', /assumed-role\/ReadOnly\//);
  }
});
