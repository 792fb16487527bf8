// Starts another process that holds on to its output, writes both process ids into the file named by its argument, and
// does not end; nor does it listen to a polite request to do so.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

process.on('SIGTERM', () => {});
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'inherit' });
writeFileSync(process.argv[2], `${process.pid} ${child.pid}`);
setTimeout(() => {}, 600_000);
