import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import { plainText } from '../../base/plainText.ts';
import { seal, unseal } from '../../ipc/sealed.ts';
import { markersIn } from '../agents/agentMarkers.ts';
import { formatRequest } from './helperRequest.ts';
import { leaveTombstone, mirrorFiles, noteUse } from './tombstone.ts';

/**
 * The program that the mirror names as `credential_process`. It is a separate bundle, and VS Code's Node runs it for
 * each command that needs credentials. Therefore it only reads one file, sends one line, and prints one line.
 *
 * `credentials WINDOW TARGET` prints the credentials of a target, or why there are none. `--guard FOLDER MARK` turns
 * the window's mirror into a tombstone when its standard input ends, which also happens when the window is killed.
 */
const [first = '', second = '', third = ''] = process.argv.slice(2);

/** A window that is alive answers or disconnects earlier. */
const lateMs = deadlines.brokerMs + deadlines.fileMs;

if (first === '--guard') guard(second, third);
else printCredentials(join(dirname(__dirname), first), second);

function printCredentials(window: string, word: string): void {
  const { address, key } = readBroker(window) ?? windowIsGone(window);
  // The window finds out the name of the program that asks, and whether an AI agent runs it.
  const asked = { target: word, pid: process.ppid, markers: markersIn(process.env) };
  const request = seal(formatRequest(asked), key, 'credential_process');
  const socket = createConnection(address);
  let response = '';
  setTimeout(() => giveUp('VS Code did not respond in time.'), lateMs).unref();
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    response += chunk;
    if (response.length > maxSizes.lineLength) giveUp('VS Code sent a wrong answer.');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // No process is listening: the window was killed together with its guard.
    if (error.code === 'ECONNREFUSED') leaveTombstone(window);
    windowIsGone(window);
  });
  socket.on('close', () => {
    const answer = unseal(response.trimEnd(), key, request);
    if (answer === undefined) return windowIsGone(window);
    const { output, failure } = JSON.parse(answer) as { readonly output?: string; readonly failure?: string };
    if (output === undefined) return giveUp(failure ?? '');
    process.stdout.write(`${asciiJson(output)}\n`);
  });
  socket.write(`${request}\n`);
}

function readBroker(window: string): { readonly address: string; readonly key: Buffer } | undefined {
  try {
    const { address, key } = JSON.parse(readFileSync(join(window, mirrorFiles.broker), 'utf8')) as {
      readonly address: string;
      readonly key: string;
    };
    return { address, key: Buffer.from(key, 'base64') };
  } catch {
    return undefined;
  }
}

function windowIsGone(window: string): never {
  noteUse(window);
  return giveUp('Rolecall is not running in this window. Open a new terminal.');
}

/** `reason` may quote AWS or a program, and tools print it in the user's terminal. */
function giveUp(reason: string): never {
  process.stderr.write(`Rolecall: ${plainText(reason)}\n`);
  process.exit(1);
}

/** The same JSON, with every character escaped that a terminal might interpret. */
function asciiJson(json: string): string {
  return json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function guard(folder: string, mark: string): void {
  process.stdin.resume().on('end', () => {
    if (readFileSync(join(folder, mirrorFiles.broker), 'utf8').includes(mark)) leaveTombstone(folder);
  });
}
