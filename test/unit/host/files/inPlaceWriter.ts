import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// A program that writes a file in place, as the AWS CLI, editors, and a shell's `>` do: it empties or removes the file,
// and writes its parts with a pause before each. It adds a profile of its own. Prints a line after it has emptied the
// file, and one when it is done.
const [path = '', pauseMs = '', parts = '1', how = 'truncate'] = process.argv.slice(2);

const before = readFileSync(path, 'utf8');
const text = Buffer.from(`${before}[profile theirs-本番]\nregion = us-east-1\n`);
if (how === 'remove') rmSync(path);
const file = how === 'remove' ? undefined : openSync(path, 'w');
if (file !== undefined) fsyncSync(file);
process.stdout.write('emptied\n');
await sleep(Number(pauseMs));
const opened = file ?? openSync(path, 'w');
// The first part ends in the middle, the second one with all that was there before, the third one within a character.
const allEnds = [text.length >> 1, Buffer.byteLength(before), text.lastIndexOf('本') + 1];
const ends = allEnds.slice(0, Number(parts) - 1);
let at = 0;
for (const end of [...ends, text.length]) {
  if (at > 0) await sleep(Number(pauseMs));
  writeSync(opened, text, at, end - at);
  at = end;
}
closeSync(opened);
process.stdout.write('done\n');
