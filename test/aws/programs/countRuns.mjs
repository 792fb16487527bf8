// Appends its run to `<file>.runs` and prints the file in its argument unchanged.
import { appendFileSync, readFileSync } from 'node:fs';

appendFileSync(`${process.argv[2]}.runs`, '.');
process.stdout.write(readFileSync(process.argv[2]));
