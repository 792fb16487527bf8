import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleCredentials } from '../aws/sample.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';

const [, mayasKeys = ''] = /^\[maya\]\n(.*?)(?=\[)/su.exec(sampleCredentials) ?? [];

/** Writes the sample `~/.aws` and adds the profile `reader`: a role that needs no MFA code. */
export async function writeReaderAws(home: string): Promise<void> {
  await writeSampleAws(home);
  const role = 'role_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = script\n';
  await appendFile(join(home, '.aws', 'config'), `\n[profile reader]\n${role}region = eu-central-1\n`);
  await appendFile(join(home, '.aws', 'credentials'), `\n[script]\n${mayasKeys}`);
}
