import type { Page } from 'playwright-core';

/** What VS Code measured of an extension's start, in whole milliseconds. */
export interface StartUpTimes {
  /** Reading its code, and waiting for what the extension host does meanwhile. */
  readonly load: number;
  /** Until `activate()` had returned. */
  readonly activate: number;
}

/** Opens the report of “Developer: Startup Performance”, and reads the extension's line of its table. */
export async function readStartUp(page: Page, id: string): Promise<StartUpTimes> {
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
  // An editor draws only the lines that there is room for.
  await page.setViewportSize({ width: 1280, height: 3000 });
  await page.keyboard.press('F1');
  const name = 'Developer: Startup Performance';
  await page.locator('.quick-input-widget input').first().fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row').getByText(name).first().waitFor();
  await page.keyboard.press('Enter');
  // Its row, and not its marks further down.
  const line = page.locator('.view-line').filter({ hasText: new RegExp(`^\\|\\s*${id}\\s`, 'u') });
  await line.waitFor({ timeout: 60_000 });
  return timesIn((await line.textContent()) ?? '');
}

/** `| rolecall.rolecall | false | 23 | 5 | 0 | onStartupFinished | rolecall.rolecall |` */
function timesIn(line: string): StartUpTimes {
  const [load = NaN, activate = NaN] = line.split('|').slice(3, 5).map(Number);
  if (Number.isNaN(load + activate)) throw new Error(`VS Code's report says of the start: ${line}`);
  return { load, activate };
}
