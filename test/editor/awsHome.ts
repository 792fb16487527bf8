import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { aliceKey, mfaRole, phone, plainRole } from '../aws/testWorld.ts';

/** `~/.aws` in the home folder of this VS Code. */
const folder = join(homedir(), '.aws');

export const config = `\
[profile alice]
region = eu-west-1

[profile plain]
role_arn = ${plainRole}
source_profile = alice
role_session_name = editor-test
region = ap-northeast-1

[profile guarded]
role_arn = ${mfaRole}
source_profile = alice
mfa_serial = ${phone.serialNumber}

[profile astray]
role_arn = ${plainRole}
source_profile = nobody
`;

export const credentials = `\
[alice]
aws_access_key_id = ${aliceKey.accessKeyId}
aws_secret_access_key = ${aliceKey.secretAccessKey}
`;

/** Replaces a file atomically, as editors do: it writes a new file and renames it. */
export function writeAwsFile(name: 'config' | 'credentials', text: string | Uint8Array): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  rmSync(path, { recursive: true, force: true });
  renameSync(`${path}.new`, path);
}

export function removeAwsFolder(): void {
  rmSync(folder, { recursive: true, force: true });
}
