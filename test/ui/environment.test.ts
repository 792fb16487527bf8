import { equal, match } from 'node:assert/strict';
import { sampleWorld } from '../aws/sample.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

const [key] = sampleWorld.accounts[0]?.users?.[0]?.keys ?? [];

describe('access keys in VS Code’s environment and no AWS files', function () {
  this.timeout(60_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws({
    env: { AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '', AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '' },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  it('are offered in the picker', async () => {
    await rolecall.openPicker('VS Code’s environment');
    const row = await rolecall.findRow('environment', 'VS Code’s environment');
    match(row.description, /environment variables/);
    await window.quickInput.choose('VS Code’s environment');
    await rolecall.waitForStatus(/^environment$/);
  });

  it('are the ones that Verify AWS Identity uses', async () => {
    await window.runCommand('Rolecall: Verify AWS Identity');
    await window.notifications.waitFor(/user\/maya/);
    equal(aws().requests.at(-1)?.accessKeyId, key?.accessKeyId);
  });
});
