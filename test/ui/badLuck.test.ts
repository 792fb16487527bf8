import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { currentCode } from '../aws/mfa.ts';
import { mayaPhone, sampleConfig, sampleCredentials, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const [, mayaKey = '', mayaSecret = ''] =
  /aws_access_key_id = (.+)\naws_secret_access_key = (.+)\n/.exec(sampleCredentials) ?? [];
const wrongSecret = 'h8TnMkQxv3RrolecallXwrongXnotXasecret1234';
const secrets = [mayaSecret, wrongSecret];

const config = `${sampleConfig}
[profile by-keys]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = keys

[profile typo]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = typo-keys

[profile hen]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = egg

[profile egg]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = hen
`;

const credentials = `${sampleCredentials}
[keys]
aws_access_key_id = ${mayaKey}
aws_secret_access_key = ${mayaSecret}

[typo-keys]
aws_access_key_id = ${mayaKey}
aws_secret_access_key = ${wrongSecret}
`;

describe("a person's bad luck", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;
  /** All that was to be seen and might quote what it should not. */
  const shown: string[] = [];

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    prepareHome: async (home) => {
      await writeSampleAws(home);
      await writeFile(join(home, '.aws', 'credentials'), credentials);
      await writeFile(join(home, '.aws', 'config'), utf16(config));
    },
  }));

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    await rolecall.status.waitFor({ timeout: 60_000 });
  });

  after(async () => aws.close());

  const configPath = (): string => join(stage().home, '.aws', 'config');
  const calls = (action: string): number =>
    aws.requests.filter((request) => request.action === action).length;

  /** What the toast says that has these words in it. */
  const toast = async (...words: readonly string[]): Promise<string> => {
    const message = await eventually(async () => {
      const messages = await window.notifications.messages();
      const found = messages.find((text) => words.every((word) => text.includes(word)));
      if (found === undefined) throw new Error(`No toast says ${words.join(', ')}: ${messages.join('\n')}`);
      return found;
    }, 15_000);
    shown.push(message);
    return message;
  };

  /** The window is left with what it had, and has said one thing only. */
  const stayedWithCi = async (message: string): Promise<void> => {
    await rolecall.statusSays(/^ci$/);
    deepEqual(await window.notifications.messages(), [message]);
    await window.notifications.close(message);
  };

  const troubles: readonly [string, () => Promise<void>, string][] = [
    ['is UTF-16', () => writeFile(configPath(), utf16(config)), '~/.aws/config is not UTF-8 text'],
    ['is a folder', () => mkdir(configPath()), '~/.aws/config is a folder, not a file.'],
    [
      'is no text',
      () => writeFile(configPath(), new Uint8Array([1, 0, 2, 0])),
      '~/.aws/config is not a text file.',
    ],
  ];

  for (const [name, write, sentence] of troubles) {
    it(`is told when the config file ${name}`, async () => {
      await rm(configPath(), { recursive: true });
      await write();
      await rolecall.openPicker(sentence);
      await window.quickInput.cancel();
      await rolecall.statusSays(/^No AWS profile$/);
      await rolecall.statusWarns(true);
      const explanation = await rolecall.explanation();
      ok(explanation.includes(sentence), explanation);
      shown.push(explanation);
    });
  }

  it('can use what the other file holds, still', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.statusSays(/^ci$/);
    match(await rolecall.explanation(), /is not a text file/);
  });

  it('has the profiles as soon as the file is good again', async () => {
    await writeFile(configPath(), config);
    await rolecall.openPicker('by-keys');
    equal(await window.quickInput.row('is not a text file').count(), 0);
    await window.quickInput.cancel();
    const explanation = await rolecall.explanation();
    ok(!explanation.includes('is not a text file'), explanation);
  });

  it('is told of a header that is half written, is led to it, and keeps the profile above it', async () => {
    await writeFile(configPath(), `${config}\n[profile half\nregion = x\n\n[lost]\nregion = y\n`);
    const lines = config.split('\n');
    const broken = `~/.aws/config, line ${lines.length + 1}: a header that does not end in “]”`;
    const hint = `~/.aws/config, line ${lines.length + 4}: [lost] is no profile in this file.`;
    await eventually(async () => {
      const explanation = await rolecall.explanation();
      ok(explanation.includes(broken) && !explanation.includes(hint), explanation);
    }, 20_000);
    await window.showContainer('Rolecall');
    const tree = window.tree('AWS Profiles');
    const message = await tree.message();
    ok(message.includes(broken) && message.includes(hint), message);
    await rolecall.openPicker(broken);
    await window.quickInput.choose(broken);
    await window.statusBarItem(new RegExp(`^Ln ${lines.length + 1}, Col 1$`)).waitFor();
    await rolecall.openPicker('dev');
    await window.quickInput.type('lost');
    await window.quickInput.choose(hint);
    await window.statusBarItem(new RegExp(`^Ln ${lines.length + 4}, Col 1$`)).waitFor();
    await writeFile(configPath(), config);
    await eventually(async () => equal(await tree.message(), ''));
    const explanation = await rolecall.explanation();
    ok(!explanation.includes(broken), explanation);
    await window.showContainer('Explorer');
  });

  it('reads why a profile cannot work, and is led to it', async () => {
    await rolecall.openPicker('dev');
    const laptop = await rolecall.found('old-laptop', 'old-laptop');
    match(laptop.detail, /source_profile “missing-one” does not exist/);
    const hen = await rolecall.found('hen', 'hen');
    match(hen.detail, /hen → egg → hen/);
    shown.push(laptop.detail, hen.detail);
    await window.quickInput.choose('hen');
    const line = config.split('\n').indexOf('[profile hen]') + 1;
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
    await rolecall.statusSays(/^ci$/);
  });

  it('is told that a secret does not belong to its key, and is led to the file', async () => {
    await rolecall.choose('typo');
    const message = await toast(
      '“typo”',
      `the secret access key does not belong to the access key ${mayaKey}`,
    );
    await rolecall.statusSays(/^ci$/);
    deepEqual(await window.notifications.buttons(message), ['Open Credentials File', 'Try Again']);
    await window.notifications.press(message, 'Open Credentials File');
    await window.page.locator('.tab.active', { hasText: 'credentials' }).waitFor();
  });

  it('is told that a key is inactive', async () => {
    aws.iam.setKeyStatus(mayaKey, 'Inactive');
    await rolecall.choose('by-keys');
    const message = await toast('“by-keys”', mayaKey, 'inactive');
    deepEqual(await window.notifications.buttons(message), ['Open Credentials File', 'Try Again']);
    await stayedWithCi(message);
  });

  it('does not spend a code on keys that AWS refuses', async () => {
    aws.faults.next({ kind: 'delay', milliseconds: 1500, action: 'GetCallerIdentity' });
    await rolecall.choose('prod-admin');
    await rolecall.boxSays(/maya-phone/);
    await window.quickInput.type(currentCode(mayaPhone, aws.clock));
    await window.quickInput.accept();
    const message = await toast('“maya”', mayaKey, 'inactive');
    await window.quickInput.waitUntilClosed();
    equal(calls('GetSessionToken'), 0);
    await stayedWithCi(message);
    aws.iam.setKeyStatus(mayaKey, 'Active');
  });

  it('is told that AWS has trouble of its own', async () => {
    aws.faults.next({ kind: 'status', status: 500, action: 'AssumeRole', times: 3 });
    await rolecall.choose('by-keys');
    await stayedWithCi(await toast('“by-keys”', 'HTTP 500'));
  });

  it('is told that AWS is throttling', async () => {
    aws.faults.next({ kind: 'throttle', action: 'AssumeRole', times: 3 });
    await rolecall.choose('by-keys');
    await stayedWithCi(await toast('“by-keys”', 'throttling'));
  });

  it('is asked for the next code when AWS gave no answer to the first', async () => {
    aws.faults.next({ kind: 'throttle', action: 'GetSessionToken' });
    await rolecall.choose('prod-admin');
    await rolecall.boxSays(/maya-phone/);
    await window.quickInput.type(currentCode(mayaPhone, aws.clock));
    await window.quickInput.accept();
    await rolecall.boxSays(/AWS did not answer \(Throttling\)\. The next one appears in \d+ s\./);
    shown.push(await window.quickInput.message());
    equal(calls('GetSessionToken'), 1);
    await window.quickInput.cancel();
    await rolecall.statusSays(/^ci$/);
  });

  it('changes their mind while AWS is slow', async () => {
    const before = calls('AssumeRole');
    aws.faults.next({ kind: 'delay', milliseconds: 8000, action: 'AssumeRole' });
    await rolecall.choose('by-keys');
    await rolecall.statusSays(/^by-keys$/);
    match(await rolecall.explanation(), /Getting credentials for by-keys.*Until then, ci stays in use\./su);
    await rolecall.choose('Cancel switching to by-keys');
    await rolecall.statusSays(/^ci$/);
    // The answer comes, and nobody minds.
    await eventually(() => equal(calls('AssumeRole'), before + 1));
    await rolecall.openPicker('Stop using ci');
    await window.quickInput.cancel();
    await rolecall.statusSays(/^ci$/);
    deepEqual(await window.notifications.messages(), []);
  });

  it('is told which host cannot be reached', async () => {
    const { host, port } = new URL(aws.url);
    await aws.close();
    await rolecall.choose('by-keys');
    await stayedWithCi(await toast('“by-keys”', host, 'cannot be reached'));
    aws = await startLocalAws({ world: sampleWorld, port: Number(port) });
    await rolecall.choose('by-keys');
    await rolecall.statusSays(/^by-keys (1h|59m)$/);
  });

  it('sees a warning when the profile in use breaks, until it is mended', async () => {
    await writeFile(configPath(), config.replace('source_profile = keys', 'source_profile = gone'));
    await rolecall.statusWarns(true);
    await rolecall.statusSays(/^by-keys$/);
    const explanation = await rolecall.explanation();
    match(explanation, /“by-keys”: source_profile “gone” does not exist/);
    shown.push(explanation);
    await writeFile(configPath(), config);
    await rolecall.statusSays(/^by-keys (1h|59m)$/);
    await rolecall.statusWarns(false);
  });

  it('never sees a secret in a message or in a log', () => {
    ok(shown.length > 10);
    const everything = shown.join('\n') + stage().server.logs();
    for (const secret of secrets) ok(secret && !everything.includes(secret));
  });
});

function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}
