import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { seal, unseal } from '../../ipc/sealed.ts';

/**
 * The program that the mirror names as `credential_process`. A bundle of its own, run by VS Code's Node once for each
 * command that asks AWS anything: so it reads one file, says one line, prints one, and needs nothing else.
 *
 * `credentials WINDOW WORD` prints the credentials of a target. `--guard FOLDER MARK SOCKETS` removes the window's
 * folders once its standard input ends, which it does when the window is killed.
 */
const [first = '', second = '', third = '', fourth = ''] = process.argv.slice(2);

if (first === '--guard') guard(second, third, fourth);
else hand(join(dirname(__dirname), first), second);

function hand(window: string, word: string): void {
  const { address, key } = readBroker(window);
  const said = seal(word, key, 'credential_process');
  const socket = createConnection(address);
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody listens: the window was killed, and left this behind.
    if (error.code === 'ECONNREFUSED') remove(window);
    giveUp();
  });
  socket.on('close', () => {
    const answer = unseal(heard.trimEnd(), key, said);
    if (answer === undefined) giveUp();
    const { output, failure } = JSON.parse(answer) as { readonly output?: string; readonly failure?: string };
    if (output === undefined) giveUp(failure);
    process.stdout.write(`${output}\n`);
  });
  socket.write(`${said}\n`);
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
    // Somebody else removed it.
  }
}
