import type { Locator } from 'playwright-core';

/** Fails unless VS Code leaves the element alone for `ms` milliseconds: one that it replaces ignores the mouse. */
export async function atRest(locator: Locator, ms = 300): Promise<void> {
  const before = await locator.elementHandle({ timeout: 2000 });
  await locator.page().waitForTimeout(ms);
  const after = await locator.elementHandle({ timeout: 2000 });
  if (!(await before?.evaluate((element, other) => element === other, after)))
    throw new Error('VS Code replaced the element');
}
