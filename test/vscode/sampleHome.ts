import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleConfig, sampleCredentials } from '../aws/sample.ts';

/** Writes the sample `~/.aws` into a home folder, with the permissions that the AWS CLI sets. */
export async function writeSampleAws(home: string): Promise<void> {
  const folder = join(home, '.aws');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'config'), sampleConfig, { mode: 0o600 });
  await writeFile(join(folder, 'credentials'), sampleCredentials, { mode: 0o600 });
}
