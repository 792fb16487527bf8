import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentCode } from '../aws/iam/mfa.ts';
import { mayaPhone, sampleConfig, sampleCredentials } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

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

const notText = new Uint8Array([1, 0, 2, 0]);

describe('when something fails', function () {
  this.timeout(60_000);
  let window: Workbench;
  let rolecall: Rolecall;
  /** All texts shown so far, none of which may contain a secret. */
  const shownTexts: string[] = [];

  const { aws, vscode, calls, codes, whileDown } = useAws({
    prepareHome: async (home) => {
      await writeSampleAws(home);
      await writeFile(join(home, '.aws', 'credentials'), credentials);
      await writeFile(join(home, '.aws', 'config'), notText);
    },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  const configPath = (): string => join(vscode().home, '.aws', 'config');

  /** Waits for the toast that contains all these texts, and returns its message. */
  const toast = async (...texts: readonly string[]): Promise<string> => {
    const message = await eventually(async () => {
      const messages = await window.notifications.messages();
      const found = messages.find((each) => texts.every((text) => each.includes(text)));
      if (found === undefined)
        throw new Error(`No toast contains ${texts.join(', ')}: ${messages.join('\n')}`);
      return found;
    }, 15_000);
    shownTexts.push(message);
    return message;
  };

  /** Asserts that the window still uses `ci` and shows only this message. */
  const assertStillUsesCi = async (message: string): Promise<void> => {
    await rolecall.waitForStatus(/^ci$/);
    deepEqual(await window.notifications.messages(), [message]);
    await window.notifications.close(message);
  };

  const troubles: readonly [string, () => Promise<void>, string][] = [
    ['is a folder', () => mkdir(configPath()), '~/.aws/config is a folder, not a file.'],
    ['is not a text file', () => writeFile(configPath(), notText), '~/.aws/config is not a text file.'],
  ];

  for (const [name, write, sentence] of troubles) {
    it(`reports a config file that ${name}`, async () => {
      await rm(configPath(), { recursive: true });
      await write();
      await rolecall.openPicker(sentence);
      await window.quickInput.cancel();
      await rolecall.waitForStatus(/^No AWS profile$/);
      await rolecall.waitForStatusWarning(true);
      const tooltip = await rolecall.tooltip();
      ok(tooltip.includes(sentence), tooltip);
      shownTexts.push(tooltip);
    });
  }

  it('still offers the profiles of the other file', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    match(await rolecall.tooltip(), /is not a text file/);
  });

  it('shows the profiles as soon as the file is valid again', async () => {
    await writeFile(configPath(), config);
    await rolecall.openPicker('by-keys');
    equal(await window.quickInput.row('is not a text file').count(), 0);
    await window.quickInput.cancel();
    const tooltip = await rolecall.tooltip();
    ok(!tooltip.includes('is not a text file'), tooltip);
  });

  it('reports an incomplete section header, opens it, and keeps the profiles above it', async () => {
    await writeFile(configPath(), `${config}\n[profile half\nregion = x\n\n[lost]\nregion = y\n`);
    const lines = config.split('\n');
    const broken = `~/.aws/config, line ${lines.length + 1}: A section header must begin with “[” and end with “]”`;
    const hint = `~/.aws/config, line ${lines.length + 4}: [lost] is not a profile in this file.`;
    await eventually(async () => {
      const tooltip = await rolecall.tooltip();
      ok(tooltip.includes(broken) && !tooltip.includes(hint), tooltip);
    }, 20_000);
    await window.showContainer('Rolecall');
    const tree = window.tree('AWS Profiles');
    await eventually(async () => {
      const message = await tree.message();
      ok(message.includes(broken) && message.includes(hint), message);
    });
    await rolecall.openPicker(broken);
    await window.quickInput.choose(broken);
    await window.statusBarItem(new RegExp(`^Ln ${lines.length + 1}, Col 1$`)).waitFor();
    await rolecall.openPicker('dev');
    await window.quickInput.type('lost');
    await window.quickInput.choose(hint);
    await window.statusBarItem(new RegExp(`^Ln ${lines.length + 4}, Col 1$`)).waitFor();
    await writeFile(configPath(), config);
    await eventually(async () => equal(await tree.message(), ''));
    const tooltip = await rolecall.tooltip();
    ok(!tooltip.includes(broken), tooltip);
    await window.showContainer('Explorer');
  });

  it('shows why a profile cannot be used, and opens it', async () => {
    await rolecall.openPicker('dev');
    const laptop = await rolecall.findRow('old-laptop', 'old-laptop');
    match(laptop.detail, /source_profile “missing-one” does not exist/);
    const hen = await rolecall.findRow('hen', 'hen');
    match(hen.detail, /hen → egg → hen/);
    shownTexts.push(laptop.detail, hen.detail);
    await window.quickInput.choose('hen');
    const line = config.split('\n').indexOf('[profile hen]') + 1;
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
    await rolecall.waitForStatus(/^ci$/);
  });

  it('reports a secret access key that does not match, and opens the file', async () => {
    await rolecall.choose('typo');
    const message = await toast('“typo”', `The secret access key does not match the access key ${mayaKey}`);
    await rolecall.waitForStatus(/^ci$/);
    deepEqual(await window.notifications.buttons(message), ['Open Credentials File', 'Try Again']);
    await window.notifications.press(message, 'Open Credentials File');
    await window.page.locator('.tab.active', { hasText: 'credentials' }).waitFor();
  });

  it('reports an inactive access key', async () => {
    aws().iam.setKeyStatus(mayaKey, 'Inactive');
    await rolecall.choose('by-keys');
    const message = await toast('“by-keys”', mayaKey, 'inactive');
    deepEqual(await window.notifications.buttons(message), ['Open Credentials File', 'Try Again']);
    await assertStillUsesCi(message);
  });

  it('does not use up an MFA code for access keys that AWS rejects', async () => {
    aws().faults.next({ kind: 'delay', milliseconds: 1500, action: 'GetCallerIdentity' });
    await rolecall.choose('prod-admin');
    await rolecall.waitForPrompt(/maya-phone/);
    await window.quickInput.type(currentCode(mayaPhone, aws().clock));
    await window.quickInput.accept();
    const message = await toast('“maya”', mayaKey, 'inactive');
    await window.quickInput.waitUntilClosed();
    equal(codes(), 0);
    await assertStillUsesCi(message);
    aws().iam.setKeyStatus(mayaKey, 'Active');
  });

  it('reports an internal error of AWS', async () => {
    aws().faults.next({ kind: 'status', status: 500, action: 'AssumeRole', times: 3 });
    await rolecall.choose('by-keys');
    await assertStillUsesCi(await toast('“by-keys”', 'HTTP 500'));
  });

  it('reports that AWS is throttling', async () => {
    aws().faults.next({ kind: 'throttle', action: 'AssumeRole', times: 3 });
    await rolecall.choose('by-keys');
    await assertStillUsesCi(await toast('“by-keys”', 'throttling'));
  });

  it('asks for the next code when AWS did not respond to the first', async () => {
    aws().faults.next({ kind: 'throttle', action: 'GetSessionToken' });
    await rolecall.choose('prod-admin');
    await rolecall.waitForPrompt(/maya-phone/);
    await window.quickInput.type(currentCode(mayaPhone, aws().clock));
    await window.quickInput.accept();
    await rolecall.waitForPrompt(/AWS did not respond \(Throttling\)\. The next code appears in \d+ s\./);
    shownTexts.push(await window.quickInput.message());
    equal(codes(), 1);
    await window.quickInput.cancel();
    await rolecall.waitForStatus(/^ci$/);
  });

  it('cancels a switch while AWS is slow', async () => {
    const before = calls('AssumeRole');
    aws().faults.next({ kind: 'delay', milliseconds: 8000, action: 'AssumeRole' });
    await rolecall.choose('by-keys');
    await rolecall.waitForSwitching('by-keys');
    match(await rolecall.tooltip(), /Getting credentials for by-keys.*Until then, ci stays in use\./su);
    await rolecall.choose('Cancel switching to by-keys');
    await rolecall.waitForStatus(/^ci$/);
    // The response arrives later and has no effect.
    await eventually(() => equal(calls('AssumeRole'), before + 1));
    await rolecall.openPicker('Stop using ci');
    await window.quickInput.cancel();
    await rolecall.waitForStatus(/^ci$/);
    deepEqual(await window.notifications.messages(), []);
  });

  it('reports which host cannot be reached', async () => {
    const { host } = new URL(aws().url);
    await whileDown(async () => {
      await rolecall.choose('by-keys');
      await assertStillUsesCi(await toast('“by-keys”', host, 'cannot be reached'));
    });
    await rolecall.choose('by-keys');
    await rolecall.waitForStatus(/^by-keys (1h|59m)$/);
  });

  it('shows a warning when the profile in use becomes invalid, until it is corrected', async () => {
    await writeFile(configPath(), config.replace('source_profile = keys', 'source_profile = gone'));
    await rolecall.waitForStatusWarning(true);
    await rolecall.waitForStatus(/^by-keys$/);
    const tooltip = await rolecall.tooltip();
    match(tooltip, /“by-keys”: source_profile “gone” does not exist/);
    shownTexts.push(tooltip);
    await writeFile(configPath(), config);
    await rolecall.waitForStatus(/^by-keys (1h|59m)$/);
    await rolecall.waitForStatusWarning(false);
  });

  it('shows no secret in a message or in a log', () => {
    ok(shownTexts.length > 10);
    const texts = shownTexts.join('\n') + vscode().server.logs();
    for (const secret of secrets) ok(secret && !texts.includes(secret));
  });
});
