import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../vscode/install/browser.ts';
import { type NpmVscode, npmVscode } from '../../vscode/install/npmVscode.ts';
import { current } from '../../vscode/install/releases.ts';
import { createSandbox } from '../../vscode/sandbox.ts';
import { startServer, type VscodeServer } from '../../vscode/server.ts';
import { writeEmptyExtension } from '../bundles.ts';
import type { Company } from '../company.ts';
import { compare, type Goal, type Group, type Row } from '../rows.ts';
import { closePicker, pickers, type Side, timeUntilShown, writeBareExtension } from './lists.ts';
import { readStartUp } from './startUpReport.ts';
import { writeAwsFiles } from './windows.ts';

const windows = 10;
/** The bench reports them; only sizes fail it. */
const goals = { startUp: { more: 15 }, picker: { ms: 60 } } as const;
const profiles = 500;

/** An extension with a VS Code to itself, so that none waits for another's start. */
interface Contestant {
  readonly id: string;
  readonly picker?: Side;
  readonly address: string;
  readonly times: Record<Taken, number[]>;
  close(): Promise<void>;
}

type Taken = 'load' | 'activate' | 'startUp' | 'picker';

/**
 * What VS Code's own report says of a start, and the first picker of a window: beside an extension that does nothing,
 * one that only lists as many items, and another build of Rolecall, if there is one.
 */
export async function benchStartUp(
  root: string,
  company: Company,
  vsix: string,
  otherVsix?: string,
): Promise<Group> {
  const vscode = await npmVscode(current, console.log);
  const contestants: Contestant[] = [];
  const enter = async (...args: readonly [id: string, from: Source, picker?: Side]): Promise<Contestant> => {
    const contestant = await startContestant(vscode, company, ...args);
    contestants.push(contestant);
    return contestant;
  };
  const browser = await openBrowser();
  try {
    const rolecall = await enter('rolecall.rolecall', vsix, 'rolecall');
    const empty = await enter('rolecall.nothing', (folder) => writeEmptyExtension(root, folder));
    const bare = await enter(
      'rolecall.bare',
      (to) => writeBareExtension(to, { profiles, accounts: 0 }, company),
      'bare',
    );
    const other = otherVsix && (await enter('rolecall.rolecall', otherVsix, 'rolecall'));
    // The first window of each finds less in the caches of the machine.
    for (let round = -1; round < windows; round++) {
      const inTurn = round % 2 === 0 ? contestants : contestants.toReversed();
      for (const contestant of inTurn) await measure(browser, contestant, round >= 0);
    }
    const row = (what: string, taken: Taken, peer: string, beside: Contestant, goal?: Goal): Row =>
      compare(what, rolecall.times[taken], peer, beside.times[taken], goal);
    const rows = (peer: string, beside: Contestant, goal?: Goal): Row[] => [
      row('load', 'load', peer, beside),
      row('activate()', 'activate', peer, beside),
      row('load and activate()', 'startUp', peer, beside, goal),
    ];
    const click = 'click to names in the picker, first';
    return {
      title: `Start of VS Code, ${windows} windows, ${profiles} profiles`,
      rows: [
        ...rows('extension that does nothing', empty, goals.startUp),
        row(click, 'picker', 'picker that only lists as many', bare, goals.picker),
        ...(other ? [...rows('the other build', other), row(click, 'picker', 'the other build', other)] : []),
      ],
    };
  } finally {
    await browser.close();
    for (const contestant of contestants) await contestant.close();
  }
}

/** A package, or what writes the extension into a folder. */
type Source = string | ((folder: string) => Promise<void>);

async function startContestant(
  vscode: NpmVscode,
  company: Company,
  id: string,
  from: Source,
  picker?: Side,
): Promise<Contestant> {
  const sandbox = await createSandbox();
  const { home, data, workspace } = sandbox;
  await writeAwsFiles(home, company);
  if (typeof from === 'function') await from(join(data, 'extensions', `${id}-0.1.0`));
  const vsixes = typeof from === 'string' ? [from] : [];
  const server: VscodeServer = await startServer({ vscode, data, home, vsixes });
  return {
    id,
    ...(picker ? { picker } : {}),
    address: server.address({ folder: workspace }),
    times: { load: [], activate: [], startUp: [], picker: [] },
    close: async () => {
      await server.stop();
      await sandbox.remove();
    },
  };
}

/** In a person's browser of its own: nothing is remembered from the window before. */
async function measure(browser: Browser, contestant: Contestant, counts: boolean): Promise<void> {
  const { id, picker, address, times } = contestant;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript({ path: join(import.meta.dirname, 'inPage.js') });
  const page = await context.newPage();
  await page.goto(address, { timeout: 60_000 });
  const shown = picker && (await timeOfFirstPicker(page, picker));
  const { load, activate } = await readStartUp(page, id);
  await context.close();
  if (!counts) return;
  times.load.push(load);
  times.activate.push(activate);
  times.startUp.push(load + activate);
  if (shown !== undefined) times.picker.push(shown);
}

async function timeOfFirstPicker(page: Page, side: Side): Promise<number> {
  await page.locator(pickers[side].opener).first().waitFor({ timeout: 60_000 });
  await sleep(1000); // until the profiles are known
  const ms = await timeUntilShown(page, pickers[side]);
  await closePicker(page);
  return ms;
}
