import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { aliceKey, mfaRole, phone, plainRole, testWorld } from '../aws/testWorld.ts';

/** The `~/.aws` of the home folder that this VS Code was started with. */
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

/** Replaces a file the way editors save: a new one takes its name. */
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

/** A local AWS that the extension and every program in this VS Code find by the environment. */
export function useLocalAws(): () => LocalAws {
  let aws: LocalAws | undefined;
  before(async () => {
    aws = await startLocalAws({ world: testWorld });
    process.env['AWS_ENDPOINT_URL_STS'] = aws.url;
  });
  after(async () => {
    delete process.env['AWS_ENDPOINT_URL_STS'];
    await aws?.close();
  });
  return () => {
    if (!aws) throw new Error('The local AWS runs only while tests do');
    return aws;
  };
}
