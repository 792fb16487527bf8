// Writes its process id to the file in its argument, prints a prompt, and then neither prints anything nor exits. It
// exits after ten minutes if a test fails to kill it.
import { writeFileSync } from 'node:fs';

writeFileSync(process.argv[2], String(process.pid));
process.stderr.write('touch your key\n');
setTimeout(() => {}, 600_000);
