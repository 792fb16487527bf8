import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeAtomically } from '../../base/atomicFile.ts';
import { readText } from '../../base/boundedFile.ts';
import { isWindows } from '../../base/platform.ts';
import { quotedForTools, windowsVariables } from './quoting.ts';

/**
 * Writes the helper next to the mirrors, with a small script that starts it with VS Code's own Node. Returns a command
 * line that all tools understand. Both files stay when the window closes, so that a program that still uses them gets
 * an explanation. The folder is named after a digest of their content, so each version has its own.
 */
export async function writeHelper(liveFolder: string, helperBundle: string, node: string): Promise<string> {
  const program = await readText(helperBundle);
  const starter = isWindows ? cmdStarter(node) : shStarter(node);
  const digest = createHash('sha256').update(program).update(starter).digest('hex').slice(0, 12);
  const folder = join(liveFolder, `helper-${digest}`);
  await writeIfDifferent(join(folder, 'helper.cjs'), program, 0o600);
  const path = join(folder, isWindows ? 'credentials.cmd' : 'credentials');
  await writeIfDifferent(path, starter, 0o700);
  return quotedForTools(path);
}

async function writeIfDifferent(path: string, text: string, mode: number): Promise<void> {
  const written = await readText(path).catch(() => undefined);
  if (written !== text) await writeAtomically(path, text, mode);
}

/** An update of VS Code may remove the version that a program was started with. */
const nodeIsGone = 'Rolecall: VS Code was updated or removed. Open a new terminal.';

/** `NODE_OPTIONS` may request a debugger, for example, which must not affect the helper. */
function shStarter(node: string): string {
  return `#!/bin/sh
# Gives AWS's tools the credentials that Rolecall for VS Code has.
unset NODE_OPTIONS
if [ ! -x ${shQuoted(node)} ]; then
  echo '${nodeIsGone}' >&2
  exit 1
fi
ELECTRON_RUN_AS_NODE=1 exec ${shQuoted(node)} "\${0%/*}/helper.cjs" "$@"
`;
}

function cmdStarter(node: string): string {
  const program = windowsVariables(node, process.env);
  const lines = [
    '@echo off',
    "rem Gives AWS's tools the credentials that Rolecall for VS Code has.",
    'setlocal',
    'set NODE_OPTIONS=',
    'set ELECTRON_RUN_AS_NODE=1',
    `if not exist "${program}" (`,
    `  echo ${nodeIsGone} 1>&2`,
    '  exit /b 1',
    ')',
    `"${program}" "%~dp0helper.cjs" %*`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function shQuoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
