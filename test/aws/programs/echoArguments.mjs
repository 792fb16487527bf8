// Prints credentials whose session token is the list of arguments as JSON in base64url, to test how spaces and quotes
// are passed.
const keys = {
  AccessKeyId: 'ASIATESTECHO00000001',
  SecretAccessKey: 'secret-of-nobody------------------------',
};

const SessionToken = Buffer.from(JSON.stringify(process.argv.slice(2))).toString('base64url');
process.stdout.write(JSON.stringify({ Version: 1, ...keys, SessionToken }));
