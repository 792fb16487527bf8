import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { writeReaderAws } from './readerHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

describe('the audit trail of terminals', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { vscode } = useAws(() => ({
    prepareHome: writeReaderAws,
    // Terminals get keys, which the trail calls `given`.
    settings: { 'rolecall.agents.access': 'same' },
  }));

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await vscode().server.changeSettings({ 'rolecall.audit': true });
  });

  interface Line {
    readonly event: string;
    readonly profile?: string;
    readonly recipient: { readonly kind: string };
  }
  const terminals = (): readonly string[] => {
    const trail = 'User/globalStorage/rolecall.rolecall/audit/audit.jsonl';
    return readFileSync(join(vscode().home, '..', 'data', 'data', trail), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ recipient }) => recipient.kind === 'terminal')
      .map(({ event, profile }) => `${event} ${profile ?? ''}`);
  };

  it('has nothing new after a reload, although another profile is in use, and then what is true', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    await window.runCommand('Terminal: Create New Terminal');
    await window.terminal.waitUntilReady();
    await eventually(() => deepEqual(terminals(), ['given ci']), 20_000);
    // VS Code relaunches a terminal in which nobody has typed when its variables change.
    await window.terminal.run('echo typed');
    await window.terminal.waitFor(/typed\s*\n/);
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader/);
    // VS Code saves the state of a window after a moment.
    await sleep(2000);
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^reader/);
    await window.terminal.waitUntilReady();
    await sleep(4000);
    deepEqual(terminals(), ['given ci']);
    await window.runCommand('Terminal: Relaunch Active Terminal');
    const relaunched = ['given ci', 'closed ci', 'given reader'];
    await eventually(() => deepEqual(terminals(), relaunched), 20_000);
    await window.runCommand('Terminal: Kill the Active Terminal Instance');
    await eventually(() => deepEqual(terminals(), [...relaunched, 'closed reader']), 20_000);
  });
});
