// Complains as its argument says, and fails. What it prints besides is not to be believed.
process.stdout.write('{"Version": 1}');
process.stderr.write(`${process.argv[2]}\n`);
process.exitCode = 1;
