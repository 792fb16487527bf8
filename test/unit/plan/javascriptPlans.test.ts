import { fromIni } from '@aws-sdk/credential-provider-ini';
import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { otherTools } from '../../../src/plan/notes/otherTools.ts';
import { identityCenterKeyOf, kindOf } from '../../../src/profiles/credentialKind.ts';

import type { Profile } from '../../../src/profiles/profiles.ts';
import { profilesOf } from './planText.ts';

const javascript = 'AWS SDK for JavaScript';
const program = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 's' });

const answer = (accessKeyId: string) => Promise.resolve({ accessKeyId, secretAccessKey: 's' });

/** What the real SDK takes, by the key that selects it. */
async function takenBySdk(config: string, credentials: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sdk-'));
  const [configFilepath, filepath] = [join(folder, 'config'), join(folder, 'credentials')];
  await Promise.all([writeFile(configFilepath, config), writeFile(filepath, credentials)]);
  const provide = fromIni({
    profile: 'dev',
    configFilepath,
    filepath,
    ignoreCache: true,
    roleAssumer: () => answer('role_arn'),
    roleAssumerWithWebIdentity: () => answer('web_identity_token_file'),
  });
  try {
    return (await provide()).accessKeyId;
  } catch (error) {
    // Its provider for Identity Center reads the files of the person who runs this test.
    return /sso|was not found/iu.test(String(error)) ? 'sso' : 'fails';
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the plan of the CLI and its note about this SDK say, in the same words; undefined if there is no plan. */
function predicted(profile: Profile): string | undefined {
  const taken = takenByCli(profile);
  if (taken === undefined) return undefined;
  const note = otherTools(profile, false).find(
    (each) => each.code === 'otherToolsDiffer' && each.tools.includes(javascript),
  );
  const key = note?.code === 'otherToolsDiffer' ? note.take : taken;
  if (key === 'aws_access_key_id') return 'AKIADEV';
  if (key === 'credential_process') return 'AKIAPROCESS';
  return key === identityCenterKeyOf(profile) ? 'sso' : key;
}

function takenByCli(profile: Profile): string | undefined {
  const kind = kindOf(profile);
  switch (kind.kind) {
    case 'none':
      return undefined;
    case 'role':
      return 'role_arn';
    case 'keys':
    case 'temporaryKeys':
      return 'aws_access_key_id';
    default:
      return kind.key;
  }
}

/** Whole sources only: the tools also differ in what they do with half of one. */
const sources = [
  ['role_arn = arn:aws:iam::222222222222:role/R', 'source_profile = base'],
  ['aws_access_key_id = AKIADEV', 'aws_secret_access_key = s'],
  ['sso_session = corp'],
  ['sso_start_url = https://corp.example', 'sso_region = eu-west-1'],
  ['sso_account_id = 111111111111', 'sso_role_name = Admin'],
  [`credential_process = echo '${program}'`],
  ['external_id = id'],
];

const base = '[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n';

describe('the notes about other tools', function () {
  this.slow(5000);
  this.timeout(60_000);

  it('say what the SDK for JavaScript takes', async () => {
    const files = fc.tuple(fc.subarray(sources), fc.constantFrom([], sources[1]!, sources[5]!));
    await fc.assert(
      fc.asyncProperty(files, async ([inConfig, inCredentials]) => {
        const config = `[profile dev]\n${inConfig.flat().join('\n')}\n${base}`;
        const credentials = inCredentials.length > 0 ? `[dev]\n${inCredentials.join('\n')}` : '';
        const profile = profilesOf({ config, credentials }).profiles.get('dev')!;
        const expected = predicted(profile);
        fc.pre(expected !== undefined);
        assert.equal(await takenBySdk(config, credentials), expected);
      }),
      { numRuns: 100 },
    );
  });
});
