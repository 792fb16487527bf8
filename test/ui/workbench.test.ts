import { ok } from 'node:assert/strict';
import { useStage } from './useStage.ts';

describe('VS Code with the packaged extension', () => {
  const stage = useStage({ env: { GREETING: 'good morning' } });

  it('runs a command in a terminal that has the home folder and variables of the stage', async () => {
    const window = await stage().openWindow();
    const terminal = await window.newTerminal();
    // Every shell reads this the same way.
    await terminal.run(`node -p "os.homedir() + ' says ' + process.env.GREETING"`);
    const text = await terminal.waitFor(/ says good morning$/m);
    ok(text.includes(`${stage().home} says`), text);
  });

  it('lists its commands in the palette', async () => {
    const window = await stage().openWindow();
    await window.findCommand('Rolecall: Switch AWS Profile…');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });
});
