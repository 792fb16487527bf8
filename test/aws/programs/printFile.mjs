// Prints the file named by its argument, as it stands: what a `credential_process` says is then up to the test, run by run.
import { readFileSync } from 'node:fs';

process.stdout.write(readFileSync(process.argv[2]));
