import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { eventually } from '../../eventually.ts';
import { AlibabaCloudItem } from '../window/alibabaCloudItem.ts';
import type { Workbench } from '../window/workbench.ts';

/** One of several windows of VS Code on a PAI DSW instance. */
export class DswWindow {
  readonly workbench: Workbench;
  readonly item: AlibabaCloudItem;
  #lines = 0;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.item = new AlibabaCloudItem(workbench);
  }

  /** Chooses a row of the picker, and waits until the window uses that for an hour. */
  async use(row: string): Promise<void> {
    await this.workbench.runCommand('Rolecall: Use Alibaba Cloud Credentials…');
    await this.workbench.quickInput.choose(row);
    // What the status bar shows is the same for both rows of the instance.
    await eventually(async () => {
      const label = await this.item.label();
      ok(label.startsWith(`Alibaba Cloud: ${row}, `), label);
      match(label, /expires in (1 hour|5\d minutes)/);
    }, 30_000);
  }

  /** What a line prints in the visible terminal. */
  async printed(line: string): Promise<string> {
    const { terminal } = this.workbench;
    // What earlier lines have printed may still be there.
    const mark = `${++this.#lines}>`;
    await terminal.run(`echo "${mark}$(${line})"`);
    const printed = new RegExp(`^${mark}(\\S*)$`, 'm');
    return printed.exec(await terminal.waitFor(printed, 20_000))?.[1] ?? '';
  }

  /** The access key ID in the visible terminal; empty if it has none. */
  async key(): Promise<string> {
    return this.printed('echo $ALIBABA_CLOUD_ACCESS_KEY_ID');
  }

  /** The status with which the credentials URI in the visible terminal answers. */
  async uriStatus(): Promise<string> {
    return this.printed("curl -s -o /dev/null -w '%{http_code}' $ALIBABA_CLOUD_CREDENTIALS_URI");
  }

  /** Waits until the status bar tells screen readers this. */
  async waitForLabel(text: RegExp): Promise<string> {
    return eventually(async () => {
      const label = await this.item.label();
      match(label, text);
      return label;
    }, 30_000);
  }

  /** Checks that there is no message, not even in the list of notifications. */
  async hasNoMessage(): Promise<void> {
    deepEqual(await this.workbench.notifications.messages(), []);
    equal(await this.workbench.notifications.hasUnread(), false);
  }
}
