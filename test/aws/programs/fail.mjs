// Prints its argument to standard error and fails. Its standard output must be ignored.
process.stdout.write('{"Version": 1}');
process.stderr.write(`${process.argv[2]}\n`);
process.exitCode = 1;
