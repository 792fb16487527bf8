import assert from 'node:assert/strict';
import { extensionErrors, mayComeFrom } from './vscode/extensionErrors.ts';

const time = '2026-11-27 01:37:23.570';
const own = `${time} [error] Error: spilt\n\tat open (/e/rolecall.rolecall-0.1.0/dist/shared-X.js:1:2)\n    at next (/vscode/out/x.js:1:1)`;
const foreign = `${time} [error] Error: spilt\n    at open (/vscode/extensions/git/dist/main.js:1:2)`;
const frameless = `${time} [error] Error: ENOENT: no such file or directory, open '/gone'`;
const info = `${time} [info] Error: spilt`;

/** Tests the errors that are found among these log entries of an extension host. */
function testErrors(
  what: string,
  entries: readonly string[],
  errors: readonly string[],
  log = 'remoteexthost.log',
): void {
  it(what, () => {
    const logs = `out of line\n\n── a/remoteagent.log\n${frameless}\n\n── a/exthost1/${log}\n${entries.join('\n')}\n`;
    assert.deepEqual(extensionErrors(logs, 'rolecall.rolecall-'), errors);
  });
}

describe('the errors in the logs of VS Code', () => {
  testErrors('do not include info entries', [info], []);
  testErrors('include errors with a frame of the extension', [info, own, foreign, info], [own]);
  testErrors(
    'include errors without a frame',
    [frameless, foreign, `${time} [error] a text`],
    [frameless, `${time} [error] a text`],
  );
  const nodes = `${time} [error] Error: ENOENT\n\tat async open (node:internal/fs/promises:1345:25)`;
  testErrors('include errors with only frames of Node', [nodes, info], [nodes]);
  testErrors(
    'do not include known errors of VS Code',
    [
      `${time} [error] No tree item with id '1/profile maya +' found.`,
      `${time} [error] Actual command not found, wanted to execute rolecall.useProfile /28 __vsc17 undefined`,
      `${time} [error] Error: EEXIST: file already exists, open '/d/workspaceStorage/-e61289d/vscode.lock'`,
      `${time} [error] No bundle location found for extension vscode.git-base`,
      `${time} [error] Activating extension rolecall.rolecall failed due to an error:`,
      `${time} [error] Error: getaddrinfo ENOTFOUND mobile.events.data.microsoft.com\n    at x (node:dns:123:26)`,
    ],
    [],
  );
  testErrors('do not include errors in the logs of other extensions', [frameless], [], 'Git.log');

  it('may come from any bundle in the folder', () => {
    for (const name of ['extension', 'aws', 'engine', 'shared-ABC'])
      assert.ok(mayComeFrom(`Error\n    at x (/home/me/dist/${name}.js:1:1)`, '/home/me/dist/'));
    assert.ok(!mayComeFrom('Error\n    at x (/other/dist/extension.js:1:1)', '/home/me/dist/'));
    assert.ok(mayComeFrom('', '/home/me/dist/'));
  });
});
