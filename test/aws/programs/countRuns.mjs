// Notes in `<file>.runs` that it was run, and prints the file named by its argument, as it stands.
import { appendFileSync, readFileSync } from 'node:fs';

appendFileSync(`${process.argv[2]}.runs`, '.');
process.stdout.write(readFileSync(process.argv[2]));
