import { ok } from 'node:assert/strict';
import { useVscode } from './window/useVscode.ts';

describe('VS Code with the packaged extension', () => {
  const vscode = useVscode({ env: { GREETING: 'good morning' } });

  it('runs a command in a terminal that has the home folder and variables of the server', async () => {
    const window = await vscode().openWindow();
    const terminal = await window.newTerminal();
    // This line means the same in every shell.
    await terminal.run(`node -p "os.homedir() + ' says ' + process.env.GREETING"`);
    const text = await terminal.waitFor(/ says good morning$/m);
    ok(text.includes(`${vscode().home} says`), text);
  });

  it('lists its commands in the palette', async () => {
    const window = await vscode().openWindow();
    await window.findCommand('Rolecall: Switch AWS Profile…');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });
});
