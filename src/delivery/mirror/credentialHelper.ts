import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { seal, unseal } from '../../ipc/sealed.ts';

/**
 * The program that the mirror names as `credential_process`. It is a separate bundle, and VS Code's Node runs it for
 * each command that needs credentials. Therefore it only reads one file, sends one line, and prints one line.
 *
 * `credentials WINDOW TARGET` prints the credentials of a target. `--guard FOLDER MARK SOCKETS` removes the window's
 * folders when its standard input ends, which also happens when the window is killed.
 */
const [first = '', second = '', third = '', fourth = ''] = process.argv.slice(2);

if (first === '--guard') guard(second, third, fourth);
else printCredentials(join(dirname(__dirname), first), second);

function printCredentials(window: string, word: string): void {
  const { address, key } = readBroker(window);
  const request = seal(word, key, 'credential_process');
  const socket = createConnection(address);
  let response = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (response += chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // No process is listening: the window was killed and left its mirror behind.
    if (error.code === 'ECONNREFUSED') remove(window);
    giveUp();
  });
  socket.on('close', () => {
    const answer = unseal(response.trimEnd(), key, request);
    if (answer === undefined) giveUp();
    const { output, failure } = JSON.parse(answer) as { readonly output?: string; readonly failure?: string };
    if (output === undefined) giveUp(failure);
    process.stdout.write(`${output}\n`);
  });
  socket.write(`${request}\n`);
}

function readBroker(window: string): { readonly address: string; readonly key: Buffer } {
  try {
    const { address, key } = JSON.parse(readFileSync(join(window, 'broker.json'), 'utf8')) as {
      readonly address: string;
      readonly key: string;
    };
    return { address, key: Buffer.from(key, 'base64') };
  } catch {
    return giveUp();
  }
}

function giveUp(reason = 'Rolecall is not running in this window. Open a new terminal.'): never {
  process.stderr.write(`Rolecall: ${reason}\n`);
  process.exit(1);
}

function guard(folder: string, mark: string, sockets: string): void {
  process.stdin.resume().on('end', () => {
    rmSync(sockets, { recursive: true, force: true });
    if (readFileSync(join(folder, 'broker.json'), 'utf8').includes(mark)) remove(folder);
  });
}

function remove(folder: string): void {
  try {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another process has removed it.
  }
}
