// Prints ten megabytes, far more than any credentials need.
process.stdout.write('x'.repeat(10_000_000));
