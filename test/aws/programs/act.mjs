// Does what the JSON file in its argument specifies: what to print to standard output and standard error, and how to
// exit.
import { readFileSync } from 'node:fs';

const { output, complaint, exit } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(output);
process.stderr.write(complaint);
process.exitCode = exit;
