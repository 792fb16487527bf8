// Starts a child process that inherits its output, writes both process ids to the file in its argument, and does not
// exit, not even on SIGTERM.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

process.on('SIGTERM', () => {});
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'inherit' });
writeFileSync(process.argv[2], `${process.pid} ${child.pid}`);
setTimeout(() => {}, 600_000);
