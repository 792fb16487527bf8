// Writes its process id into the file named by its argument, asks for something, and then prints nothing and does not
// end. A test that loses sight of it leaves it running for ten minutes at most.
import { writeFileSync } from 'node:fs';

writeFileSync(process.argv[2], String(process.pid));
process.stderr.write('touch your key\n');
setTimeout(() => {}, 600_000);
