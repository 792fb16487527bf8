import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles, loadSsoSessionData } from '@smithy/shared-ini-file-loader';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextCode } from './iam/mfa.ts';
import { type LocalAws, startLocalAws } from './localAws.ts';
import { mayaPhone, sampleConfig, sampleCredentials, sampleWorld } from './sample.ts';
import { attempt } from './s3/s3Client.ts';
import { assertRefused, assume, callerArn, type IssuedKeys, type SigningKeys } from './sts/stsClient.ts';

type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

const broken = 'old-laptop';

describe('the sample', () => {
  let aws: LocalAws;
  let config: Profiles;
  let credentials: Profiles;
  let ssoSessions: Profiles;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sample-'));
    const files = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
    await writeFile(files.configFilepath, sampleConfig);
    await writeFile(files.filepath, sampleCredentials);
    const loaded = await loadSharedConfigFiles(files);
    config = profilesOnly(loaded.configFile);
    credentials = loaded.credentialsFile;
    ssoSessions = await loadSsoSessionData(files);
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  afterEach(() => aws.close());

  it('has the profiles that the demo mentions', () => {
    assert.deepEqual(Object.keys(config).toSorted(), [
      'ci',
      'default',
      'dev',
      'dev-readonly',
      'maya',
      'maya-12h',
      'old-laptop',
      'prod-admin',
      'prod-deploy',
      'sandbox',
    ]);
    assert.deepEqual(Object.keys(credentials), ['maya', 'ci']);
    assert.deepEqual(Object.keys(ssoSessions), ['corp']);
  });

  it('names only existing roles, devices, and profiles, except where it is broken on purpose', () => {
    for (const [name, profile] of Object.entries(config)) {
      const { role_arn: role, mfa_serial: serial, source_profile: source, sso_session: sso } = profile;
      assert.ok(role === undefined || aws.iam.role(role), name);
      assert.ok(serial === undefined || aws.iam.device(serial), name);
      assert.equal(source === undefined || source in config, name !== broken, name);
      assert.ok(sso === undefined || sso in ssoSessions, name);
    }
  });

  it('signs in with the keys that it contains', async () => {
    assert.equal(await callerArn(aws, keys('maya')), 'arn:aws:iam::111122223333:user/maya');
    assert.equal(await callerArn(aws, keys('ci')), 'arn:aws:iam::111122223333:user/ci');
  });

  it('reaches every role that it names, with a code if there is a serial number', async () => {
    const roles = Object.keys(config).filter((name) => config[name]?.['role_arn'] && name !== broken);
    assert.equal(roles.length, 5);
    for (const name of roles) {
      const role = config[name]?.['role_arn']?.split('/').at(-1);
      assert.match(
        (await callerArn(aws, await sessionOf(name))) ?? '',
        new RegExp(`assumed-role/${role}/test$`),
      );
    }
  });

  it('has a bucket with an object in each account', async () => {
    assert.equal(await attempt(aws, keys('ci'), 'get', 'rolecall-tools/hello.txt'), 'allowed');
    const development = await sessionOf('dev-readonly');
    assert.equal(await attempt(aws, development, 'get', 'rolecall-development/hello.txt'), 'allowed');
    const production = await sessionOf('prod-deploy');
    assert.equal(await attempt(aws, production, 'get', 'rolecall-production/hello.txt'), 'allowed');
    assert.match(await attempt(aws, development, 'list', 'rolecall-production'), /^AccessDenied: /);
  });

  it('has a role that accepts tags and a source identity, and one that does not', async () => {
    const tags = { Tags: [{ Key: 'AccessType', Value: 'ai' }], SourceIdentity: 'maya' };
    await sessionOf('dev', tags);
    await assertRefused(sessionOf('dev-readonly', tags), 'AccessDenied', /sts:TagSession/);
  });

  it('requires every code and every step of the chain', async () => {
    const refusal = /is not authorized to perform: sts:AssumeRole/;
    for (const name of ['dev', 'prod-admin', 'prod-deploy']) {
      const RoleArn = config[name]?.['role_arn'];
      await assertRefused(assume(aws, keys('maya'), { RoleArn }), 'AccessDenied', refusal);
    }
    const RoleArn = config['dev-readonly']?.['role_arn'];
    await assertRefused(assume(aws, keys('ci'), { RoleArn }), 'AccessDenied', refusal);
  });

  function keys(name: string): SigningKeys {
    const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey } =
      credentials[name] ?? {};
    assert.ok(accessKeyId && secretAccessKey);
    return { accessKeyId, secretAccessKey };
  }

  async function sessionOf(name: string, input: Partial<AssumeRoleCommandInput> = {}): Promise<IssuedKeys> {
    const profile = config[name] ?? {};
    const source = profile['source_profile'] ?? '';
    const duration = profile['duration_seconds'];
    return assume(aws, config[source]?.['role_arn'] ? await sessionOf(source) : keys(source), {
      RoleArn: profile['role_arn'],
      ExternalId: profile['external_id'],
      DurationSeconds: duration === undefined ? undefined : Number(duration),
      SerialNumber: profile['mfa_serial'],
      TokenCode: profile['mfa_serial'] && nextCode(mayaPhone, aws.clock),
      ...input,
    });
  }
});

/** The loader returns sections of other types with the profiles, with their type and a dot before their name. */
function profilesOnly(sections: Profiles): Profiles {
  return Object.fromEntries(Object.entries(sections).filter(([name]) => !name.includes('.')));
}
