import assert from 'node:assert/strict';
import { FailureError } from '../../../../src/base/failure.ts';
import { createKeyOwners, type KeyOwners } from '../../../../src/credentials/run/userKeys.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import type { LocalAws } from '../../../aws/localAws.ts';
import { sampleWorld } from '../../../aws/sample.ts';
import type { World } from '../../../aws/world.ts';
import { useLocalAws } from '../../../vscode/useLocalAws.ts';
import { profilesOf } from '../../plan/planText.ts';

const phone = 'arn:aws:iam::111122223333:mfa/maya-phone';
const securityKey = 'arn:aws:iam::111122223333:u2f/user/maya/key-ABC';
const typed = {
  accessKeyId: 'AKIAROLECALLEXAMPLE1',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const config = `
  [profile maya]
  region = ap-northeast-1
  [profile dev]
  role_arn = arn:aws:iam::444455556666:role/Developer
  source_profile = maya
  [profile temporary]
  region = ap-northeast-1
  [profile server]
  endpoint_url = https://sts.example.com
  [profile machine]
  credential_source = Ec2InstanceMetadata
`;
const keyLines = `aws_access_key_id = ${typed.accessKeyId}\naws_secret_access_key = ${typed.secretAccessKey}`;
const credentials = `[maya]\n${keyLines}\n[temporary]\n${keyLines}\naws_session_token = t\n[server]\n${keyLines}`;
const profiles = profilesOf({ config, credentials });
const { signal } = new AbortController();

/** The sample world, in which maya also has a security key. */
function worldWithSecurityKey(): World {
  const text = JSON.stringify(sampleWorld);
  const device = JSON.stringify({
    serialNumber: securityKey,
    base32Seed: 'ROLECALLDEMOONLYNOTASECRETATALL2',
  });
  return JSON.parse(text.replaceAll('"devices":[', `"devices":[${device},`)) as World;
}

const ownersWith = (environment: Readonly<Record<string, string>>): KeyOwners => {
  const context = { environment, sessionName: 'me', mfaSessionSeconds: 3600 };
  return createKeyOwners({
    profiles: () => profiles,
    planOf: (target) => planTarget(profiles, target, context),
    environment,
    now: Date.now,
  });
};

const fails = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FailureError);
  assert.equal(error.failure.code, code);
  assert.ok(!JSON.stringify(error.failure).includes(typed.secretAccessKey));
  return true;
};

describe('the owner of access keys', () => {
  const aws: () => LocalAws = useLocalAws(
    () => ({ world: worldWithSecurityKey() }),
    (suite) => suite.aws,
  );
  const owners = (): KeyOwners => ownersWith({ AWS_ENDPOINT_URL: aws().url });

  it('is named by AWS', async () => {
    const { arn, account } = await owners().identify(typed, signal);
    assert.deepEqual([arn, account], ['arn:aws:iam::111122223333:user/maya', '111122223333']);
  });

  it('is not named if AWS does not know the key, or the secret is wrong', async () => {
    const unknown = { ...typed, accessKeyId: 'AKIAROLECALLUNKNOWN1' };
    await assert.rejects(owners().identify(unknown, signal), fails('invalidKeys'));
    const wrong = { ...typed, secretAccessKey: typed.secretAccessKey.replace('w', 'x') };
    await assert.rejects(owners().identify(wrong, signal), fails('wrongSecret'));
  });

  it('has MFA devices, of which those with codes are listed', async () => {
    assert.deepEqual(await owners().devicesOf(typed, signal), [phone]);
    assert.deepEqual(await owners().devicesOf({ profile: 'maya' }, signal), [phone]);
    assert.deepEqual(await owners().devicesOf({ profile: 'dev' }, signal), [phone]);
  });

  it('has no known devices if its profile starts with other credentials', async () => {
    const before = aws().requests.length;
    for (const profile of ['temporary', 'machine', 'missing'])
      assert.deepEqual(await owners().devicesOf({ profile }, signal), []);
    assert.equal(aws().requests.length, before);
  });

  it('has no known devices on a server of the user’s own whose IAM is not known', async () => {
    assert.deepEqual(await ownersWith({ AWS_ENDPOINT_URL_STS: aws().url }).devicesOf(typed, signal), []);
    const iam = ownersWith({ AWS_ENDPOINT_URL_STS: aws().url, AWS_ENDPOINT_URL_IAM: aws().url });
    assert.deepEqual(await iam.devicesOf(typed, signal), [phone]);
  });

  it('has no known devices if it may not list them', async () => {
    aws().iam.deny('arn:aws:iam::111122223333:user/maya', 'iam:ListMFADevices', 'identity-based policy');
    assert.deepEqual(await owners().devicesOf(typed, signal), []);
  });

  it('is not waited for after the user has left', async () => {
    await assert.rejects(owners().devicesOf(typed, AbortSignal.abort()), { name: 'Cancelled' });
  });
});
