// Prints ten megabytes, which is more than anybody should take in for a few keys.
process.stdout.write('x'.repeat(10_000_000));
