import { equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import type { Workbench } from './workbench.ts';

/** For one attempt of several: VS Code replaces the element of the item each time it redraws the status bar. */
const perAttempt = { timeout: 2000 };

/** The status bar item that shows which credentials of Alibaba Cloud a window uses. */
export class AlibabaCloudItem {
  readonly element: Locator;

  constructor(window: Workbench) {
    this.element = window.statusBarItem('rolecall.alibaba');
  }

  /** Waits until the item has this text, and no switch is in progress. */
  async waitFor(text: RegExp): Promise<void> {
    await eventually(async () => {
      equal(await this.element.locator('.codicon-sync').count(), 0, 'A switch is in progress');
      match((await this.element.textContent(perAttempt))?.trim() ?? '', text);
    }, 30_000);
  }

  /** What the item tells screen readers: the credentials, the account, the time left, and what else to know. */
  async label(): Promise<string> {
    const labelled = this.element.locator('[aria-label]').first();
    return (await labelled.getAttribute('aria-label', perAttempt)) ?? '';
  }

  async waitUntilGone(): Promise<void> {
    await this.element.waitFor({ state: 'hidden' });
  }
}
