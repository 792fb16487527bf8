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

  async waitUntilGone(): Promise<void> {
    await this.element.waitFor({ state: 'hidden' });
  }
}
