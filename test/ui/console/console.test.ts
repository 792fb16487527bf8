import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import { sampleWorld } from '../../aws/sample.ts';
import { useLocalAws } from '../../vscode/useLocalAws.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeReaderAws } from '../readerHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { TreeView } from '../window/treeView.ts';
import { endpointsOf } from '../window/useAws.ts';
import { pageOpenedBy } from '../window/useIdentityCenter.ts';
import { useVscode } from '../window/useVscode.ts';
import type { Workbench } from '../window/workbench.ts';

const readerRole = /^arn:aws:sts::444455556666:assumed-role\/ReadOnly\//u;
const openCommand = 'Rolecall: Open AWS Console…';

describe('the AWS console', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let context: BrowserContext;
  let tree: TreeView;

  const { aws, vscode } = useLocalAws(
    () => ({ world: sampleWorld }),
    ({ aws: started }) => ({
      aws: started,
      vscode: useVscode(() => ({
        prepareWorkspace: fillPlayground,
        prepareHome: writeReaderAws,
        settings: { 'terminal.integrated.tabs.hideCondition': 'never' },
        env: { ...endpointsOf(started()), AWS_ENDPOINT_URL_SIGNIN: unproxied(started().url) },
      })),
    }),
  );

  before(async () => {
    context = await vscode().newContextWithClipboard();
    ({ window, rolecall } = await openRolecall(vscode(), { context }));
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
  });

  /** What the local AWS says on the page that `open` opens. Closes the page. */
  async function consoleOpenedBy(open: () => Promise<unknown>): Promise<ConsoleFacts> {
    const page = await pageOpenedBy({ context }, async () => {
      await open();
      // VS Code asks about each site that the user has not trusted.
      await window.notifications.answer(/open the external website\?/u, 'Open');
    });
    return factsOf(page);
  }

  async function waitForTitle(title: string): Promise<void> {
    await eventually(async () => equal(await window.quickInput.title(), title), 20_000);
  }

  it('opens the home page with Enter, in the region of the profile', async () => {
    await window.runCommand(openCommand);
    await waitForTitle('Open AWS Console');
    await window.quickInput.choose(/^reader/);
    await waitForTitle('Open AWS Console for reader');
    const home = await consoleOpenedBy(() => window.quickInput.accept());
    match(home.identity, readerRole);
    equal(home.destination, 'https://eu-central-1.console.aws.amazon.com/console/home?region=eu-central-1');
    equal(await window.notifications.toasts.count(), 0);
  });

  it('opens the home page with one click on the icon of a row, and asks where to with Alt', async () => {
    const home = await consoleOpenedBy(() => tree.pressAction(/^reader/, 'Open AWS Console'));
    match(home.identity, readerRole);
    match(home.destination, /\/console\/home\?region=eu-central-1$/u);
    await window.page.keyboard.down('Alt');
    await tree.pressAction(/^reader/, 'Open AWS Console…');
    await window.page.keyboard.up('Alt');
    await waitForTitle('Open AWS Console for reader');
    await window.quickInput.cancel();
  });

  it('finds a service by any word, and then shows it first', async () => {
    await tree.chooseFromMenu(/^reader/, openCommand.replace('Rolecall: ', ''));
    await waitForTitle('Open AWS Console for reader');
    await window.picture('console-destinations');
    await window.quickInput.type('ddb');
    await window.quickInput.focused('DynamoDB').waitFor();
    const service = await consoleOpenedBy(() => window.quickInput.accept());
    match(service.destination, /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/dynamodb/u);
    await tree.chooseFromMenu(/^reader/, openCommand.replace('Rolecall: ', ''));
    await waitForTitle('Open AWS Console for reader');
    deepEqual(
      (await window.quickInput.rows()).slice(0, 3).map(({ label }) => label),
      ['Console Home', 'DynamoDB', (await window.quickInput.rows())[2]?.label],
    );
    await window.quickInput.cancel();
  });

  it('opens a page that is pasted, with everything after its #', async () => {
    const url =
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:a$252Fb&c=d';
    await tree.chooseFromMenu(/^reader/, openCommand.replace('Rolecall: ', ''));
    await waitForTitle('Open AWS Console for reader');
    await window.quickInput.type(url.replace('us-east-1.console', '444455556666-abcd1234.us-east-1.console'));
    await window.quickInput.focused('Open this page').waitFor();
    const page = await consoleOpenedBy(() => window.quickInput.accept());
    equal(page.destination, url);
  });

  it('asks what a user without a role wants to be able to do, and remembers it', async () => {
    await tree.pressAction(/^ci/, 'Open AWS Console');
    deepEqual(await choicesOfUser(), ['As ci', 'Read-only']);
    const reader = await consoleOpenedBy(() => window.quickInput.choose('Read-only'));
    match(reader.identity, /^arn:aws:sts::111122223333:federated-user\//u);
    equal(policiesAsked(), 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    await tree.pressAction(/^ci/, 'Open AWS Console');
    deepEqual(await choicesOfUser(), ['Read-only', 'As ci']);
    await consoleOpenedBy(() => window.quickInput.choose('As ci'));
    equal(policiesAsked(), 'arn:aws:iam::aws:policy/AdministratorAccess');
  });

  async function choicesOfUser(): Promise<readonly string[]> {
    await window.quickInput.waitUntilOpen();
    await eventually(async () => match(await window.quickInput.placeholder(), /^What do you want/u));
    await window.quickInput.waitUntilFaded();
    return (await window.quickInput.rows()).map(({ label }) => label);
  }

  function policiesAsked(): string | undefined {
    const request = aws().requests.findLast(({ action }) => action === 'GetFederationToken');
    return request?.parameters['PolicyArns.member.1.arn'];
  }

  it('says once what helps if the browser does not show a second account', async () => {
    const hint = /If the AWS console asks you to sign out first/u;
    deepEqual(await window.notifications.buttons(hint), [
      'About Multi-Session Support',
      'Sign the Browser Out First',
    ]);
    await window.notifications.close(hint);
    await consoleOpenedBy(() => tree.pressAction(/^reader/, 'Open AWS Console'));
    equal(await window.notifications.toasts.count(), 0);
  });

  it('offers a role, or to go on, where AWS takes no MFA code', async () => {
    const refusal = /“maya”: AWS does not open the console for an MFA session/u;
    await tree.pressAction(/^maya\s*1111/, 'Open AWS Console');
    deepEqual(await window.notifications.buttons(refusal), ['Choose a Role…', 'Open Without MFA']);
    await window.notifications.press(refusal, 'Choose a Role…');
    await window.quickInput.row(/^reader/).waitFor();
    equal(await window.quickInput.row(/^ci/).count(), 0);
    const role = await consoleOpenedBy(() => window.quickInput.choose(/^reader/));
    match(role.identity, readerRole);
    await tree.pressAction(/^maya\s*1111/, 'Open AWS Console');
    await window.notifications.press(refusal, 'Open Without MFA');
    const user = await consoleOpenedBy(() => window.quickInput.choose('As maya'));
    match(user.identity, /^arn:aws:sts::111122223333:federated-user\//u);
    equal(aws().requests.filter(({ parameters }) => parameters['TokenCode'] !== undefined).length, 0);
  });

  it('copies a link that opens, and shows it nowhere', async () => {
    await tree.chooseFromMenu(/^reader/, 'Copy Console Link…');
    await waitForTitle('Open AWS Console for reader');
    await window.quickInput.accept();
    const message = /The console link for reader was copied\. For 15 minutes, whoever has it can open/u;
    const toast = await window.notifications.waitFor(message);
    doesNotMatch(await toast.innerText(), /https?:/u);
    const link = await window.clipboard('readText');
    const page = await context.newPage();
    await page.goto(link);
    match((await factsOf(page)).identity, readerRole);
    await window.notifications.press(message, 'Clear Clipboard');
    await eventually(async () => equal(await window.clipboard('readText'), ''));
  });

  it('copies a link of the access portal, which has no secret to clear', async () => {
    await tree.chooseFromMenu(/^sandbox/, 'Copy Console Link…');
    await waitForTitle('Open AWS Console for sandbox');
    await window.quickInput.accept();
    await eventually(async () =>
      match(
        await window.clipboard('readText'),
        /^https:\/\/example\.awsapps\.com\/start\/#\/console\?account_id=444455556666&role_name=Developer&/u,
      ),
    );
    await window.page.locator('.statusbar-item', { hasText: 'contains no secret' }).waitFor();
    equal(await window.notifications.toasts.count(), 0);
  });

  it('is opened for what a terminal of its own has, whatever the window uses', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    await window.terminalOpenedBy(() => tree.pressAction(/^reader/, 'New Terminal with AWS Profile'));
    await window.page.locator('.terminal-tabs-entry', { hasText: 'reader' }).click({ button: 'right' });
    const item = window.page.locator('.monaco-menu .action-label', { hasText: 'Open AWS Console…' });
    // The menu ignores clicks for a moment after it opens.
    await eventually(async () => {
      await item.click({ timeout: 1000 });
      await item.waitFor({ state: 'hidden', timeout: 1000 });
    });
    await waitForTitle('Open AWS Console for reader');
    await window.quickInput.type('another');
    await window.quickInput.focused('Another profile…').waitFor();
    await window.quickInput.accept();
    await waitForTitle('Open AWS Console');
    await window.quickInput.choose(/^ci/);
    await waitForTitle('Open AWS Console for ci');
    await window.quickInput.cancel();
    await window.runCommand(openCommand);
    await waitForTitle('Open AWS Console for reader');
    await window.quickInput.cancel();
    await window.killTerminals();
    await window.runCommand(openCommand);
    await waitForTitle('Open AWS Console for ci');
    await window.quickInput.cancel();
  });

  it('asks before it opens for a guarded production profile, and says what it is', async () => {
    await window.changeUserSettings({
      'rolecall.production': ['^reader$'],
      'rolecall.guard': [{ confirm: 'click' }],
      'workbench.colorTheme': 'Dark Modern',
    });
    await tree.waitFor(/^reader\s*production/u);
    await tree.chooseFromMenu(/^reader/, 'Open AWS Console…');
    await waitForTitle('Open AWS Console for reader (production)');
    await window.picture('console-destinations-dark');
    await window.quickInput.accept();
    const question = /Open the AWS console for the production profile reader\?/u;
    const before = context.pages().length;
    await window.notifications.answer(question, 'Not Now');
    equal(context.pages().length, before);
    const home = await consoleOpenedBy(async () => {
      await tree.pressAction(/^reader/, 'Open AWS Console');
      await window.notifications.answer(question, 'Open Console');
    });
    match(home.identity, readerRole);
    // The answer was for the console only.
    await rolecall.choose(/^reader/);
    await window.notifications.answer(/Use the production profile reader\?/u, 'Not Now');
  });

  it('logs no link', () => {
    const logs = vscode().server.logs();
    const secrets = aws().signin.issuedSecrets;
    ok(secrets.length > 0);
    for (const { text } of secrets) ok(!logs.includes(text));
    doesNotMatch(logs, /SigninToken=/u);
  });
});

/** VS Code opens addresses of this machine through its server, and decodes the `&` in their parameters. */
function unproxied(url: string): string {
  return url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
}

/** What a page of the local AWS says. Closes the page. */
async function factsOf(page: Page): Promise<ConsoleFacts> {
  const text = async (id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
  const facts = { identity: await text('identity'), destination: await text('destination') };
  await page.close();
  return facts;
}

interface ConsoleFacts {
  readonly identity: string;
  readonly destination: string;
}
