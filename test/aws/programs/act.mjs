// Does what the file named by its argument says, in JSON: what to print, what to complain of and how to end.
import { readFileSync } from 'node:fs';

const { output, complaint, exit } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(output);
process.stderr.write(complaint);
process.exitCode = exit;
