// Prints the file in its argument unchanged, so that a test controls the output of each run.
import { readFileSync } from 'node:fs';

process.stdout.write(readFileSync(process.argv[2]));
