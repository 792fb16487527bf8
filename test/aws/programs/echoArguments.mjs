// Prints credentials whose session token is the list of arguments, to test how spaces and quotes are passed.
const keys = {
  AccessKeyId: 'ASIATESTECHO00000001',
  SecretAccessKey: 'secret-of-nobody------------------------',
};

process.stdout.write(
  JSON.stringify({ Version: 1, ...keys, SessionToken: JSON.stringify(process.argv.slice(2)) }),
);
