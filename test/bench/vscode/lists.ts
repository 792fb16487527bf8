import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { AccountFiles } from '../../../src/identityCenter/accountFiles.ts';
import { listingOf } from '../../../src/identityCenter/accounts.ts';
import { bigDirectory } from '../../unit/identityCenter/bigDirectory.ts';
import { openBrowser } from '../../vscode/install/browser.ts';
import { npmVscode } from '../../vscode/install/npmVscode.ts';
import { current } from '../../vscode/install/releases.ts';
import { createSandbox } from '../../vscode/sandbox.ts';
import { startServer } from '../../vscode/server.ts';
import { bundle } from '../bundles.ts';
import { type Company, createCompany } from '../company.ts';
import { compare, type Group } from '../rows.ts';
import type { BareItem } from './bareLists.ts';
import { writeAwsFiles } from './windows.ts';

const windows = 4;
const roundsPerWindow = 5;

export type Side = 'rolecall' | 'bare';

/** The elements of one side's list: what opens it, its rows, and the labels of the rows that the time ends with. */
export interface List {
  readonly opener: string;
  readonly rows: string;
  readonly first: RegExp;
}

const inPicker = '.quick-input-widget .quick-input-list .monaco-list-row';
export const pickers: Readonly<Record<Side, List>> = {
  rolecall: { opener: '.statusbar-item[id$="rolecall.status"] a', rows: inPicker, first: /^team-|^person-/ },
  bare: { opener: '.statusbar-item[id$="bare.pick"] a', rows: inPicker, first: /^bare-/ },
};
const inTree = '.sidebar .pane .monaco-list-row';
const trees: Readonly<Record<Side, List>> = {
  rolecall: { opener: '.activitybar [aria-label^="Rolecall"]', rows: inTree, first: /^corp|^person-/ },
  bare: { opener: '.activitybar [aria-label^="Bare"]', rows: inTree, first: /^bare-/ },
};

/** How much there is to list. Each account has four roles. */
export interface ListSizes {
  readonly profiles: number;
  readonly accounts: number;
}

/**
 * A picker with thousands of profiles and of roles without a profile, and a tree with the profiles. The peer is an
 * extension that only lists the same number of items.
 */
export async function benchLists(vsix: string, sizes: ListSizes): Promise<Group> {
  const taken: Record<string, Record<Side, number[]>> = {};
  await inWindows(vsix, sizes, async (page, i) => {
    const sides: readonly Side[] = i % 2 === 0 ? ['rolecall', 'bare'] : ['bare', 'rolecall'];
    const take = async (what: string, measure: (side: Side) => Promise<number>): Promise<void> => {
      const times = (taken[what] ??= { rolecall: [], bare: [] });
      for (const side of sides) times[side].push(await measure(side));
    };
    await take('first picker', (side) => timeOfPicker(page, side));
    for (let round = 0; round < roundsPerWindow; round++) {
      await take('picker', (side) => timeOfPicker(page, side));
      await take('letter', (side) => timeOfLetter(page, side, profileNames));
      await take('role', (side) => timeOfLetter(page, side, roleNames));
    }
    await take('tree', (side) => timeUntilShown(page, trees[side]));
  });
  const row = (what: string, name: string, peer: string, goal: number) =>
    compare(name, taken[what]!.rolecall, peer, taken[what]!.bare, { ratio: goal });
  const picker = 'picker that only lists as many';
  return {
    title: `VS Code, ${windows} windows, ${sizes.profiles} profiles, ${4 * sizes.accounts} roles`,
    rows: [
      row('first picker', 'click to names in the picker, first', picker, 1.5),
      row('picker', 'click to rows in the picker, later', picker, 1.5),
      row('letter', 'letters to the one profile that they leave', picker, 1.5),
      row('role', 'letters to the one role that they leave', picker, 1.5),
      row('tree', 'click to rows in the tree, first', 'tree that only lists as many', 1.5),
    ],
  };
}

async function timeOfPicker(page: Page, side: Side): Promise<number> {
  const ms = await timeUntilShown(page, pickers[side]);
  await closePicker(page);
  return ms;
}

type Names = Readonly<Record<Side, string>>;
const profileNames: Names = { rolecall: 'team-777', bare: 'bare-team-777' };
const roleNames: Names = { rolecall: 'team-777 / ReadOnly', bare: 'bare-team-25777' };

async function timeOfLetter(page: Page, side: Side, names: Names): Promise<number> {
  await timeUntilShown(page, pickers[side]);
  await page.locator('.quick-input-widget .quick-input-progress.active').waitFor({ state: 'detached' });
  const ms = await inPage(page, 'type', inPicker, names[side]);
  await closePicker(page);
  return ms;
}

export async function closePicker(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

export function timeUntilShown(page: Page, { opener, rows, first }: List): Promise<number> {
  return inPage(page, 'click', opener, rows, first.source);
}

/** Runs a measurement of `inPage.js`. */
function inPage(page: Page, what: 'click' | 'type', ...args: readonly string[]): Promise<number> {
  return page.evaluate(`inPage.${what}(...${JSON.stringify(args)})`);
}

async function inWindows(
  vsix: string,
  { profiles, accounts }: ListSizes,
  measure: (page: Page, i: number) => Promise<void>,
): Promise<void> {
  const company = createCompany(profiles);
  const vscode = await npmVscode(current, console.log);
  const sandbox = await createSandbox();
  const { home, data, workspace } = sandbox;
  await writeAwsFiles(home, company);
  await writeRoles(data, accounts);
  const bare = join(data, 'extensions', 'rolecall.bare-0.1.0');
  await writeBareExtension(bare, { profiles, accounts }, company);
  const server = await startServer({ vscode, data, home, vsixes: [vsix] });
  const browser = await openBrowser();
  try {
    for (let i = 0; i < windows; i++) {
      const page = await openWindow(browser, server.address({ folder: workspace }));
      await measure(page, i);
      await page.context().close();
    }
  } catch (error) {
    console.log(server.logs().split('\n').slice(-100).join('\n'));
    throw error;
  } finally {
    await browser.close();
    await server.stop();
    await sandbox.remove();
  }
}

async function openWindow(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript({ path: join(import.meta.dirname, 'inPage.js') });
  const page = await context.newPage();
  await page.goto(address, { timeout: 60_000 });
  for (const { rolecall, bare } of [pickers, trees])
    for (const { opener } of [rolecall, bare])
      await page.locator(opener).first().waitFor({ timeout: 60_000 });
  await sleep(1000); // until the profiles are loaded
  return page;
}

/** The listing of a sign-in, as Rolecall stores it. */
async function writeRoles(data: string, count: number): Promise<void> {
  const storage = join(data, 'data', 'User', 'globalStorage', 'rolecall.rolecall', 'identityCenter');
  await mkdir(storage, { recursive: true });
  const { accounts } = bigDirectory(count).people[0]!;
  const roles = new Map(accounts.map(({ id, roles: names }) => [id, names]));
  await new AccountFiles(storage).write('corp', listingOf({ accounts, roles }, Date.now()));
}

export async function writeBareExtension(
  folder: string,
  { profiles, accounts }: ListSizes,
  { roles }: Company,
): Promise<void> {
  const items = Array.from({ length: profiles + 4 * accounts }, (_, i): BareItem => {
    const { roleArn, person } = roles[i % roles.length]!;
    return {
      label: `bare-team-${i}`,
      isInTree: i < profiles,
      description: `role via ${person.name} · ${roleArn.split(':')[4]} · us-east-1`,
    };
  });
  await mkdir(folder, { recursive: true });
  await bundle(['vscode/bareLists'], folder, []);
  await writeFile(join(folder, 'items.json'), JSON.stringify(items));
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'bare',
      publisher: 'rolecall',
      version: '0.1.0',
      engines: { vscode: '^1.105.0' },
      extensionKind: ['workspace'],
      main: './bareLists.js',
      activationEvents: ['onStartupFinished'],
      contributes: {
        viewsContainers: { activitybar: [{ id: 'bare', title: 'Bare', icon: 'icon.svg' }] },
        views: { bare: [{ id: 'bare.items', name: 'Items' }] },
      },
    }),
  );
}
