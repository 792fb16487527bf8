import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Failure } from '../../../src/base/failure.ts';
import { strictest } from '../../../src/base/policy.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { cliCacheRecord } from '../../../src/delivery/record/cliCacheRecord.ts';
import { buildProfiles, noProfiles } from '../../../src/profiles/profiles.ts';
import { cliKey, createCliCache } from '../../../src/session/cliCache.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { mfaRole, nextRole, phone, testWorld } from '../../aws/testWorld.ts';
import { unrecorded } from '../../fakes/fileRecords.ts';
import { type HandOutRecord, recordHandOuts } from '../../fakes/handOutRecord.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { codesSent, failureFrom } from '../credentials/runner.ts';
import { config, credentials, openWindow, type Window } from './testWindows/window.ts';

const minute = 60_000;
/** For the CLI, which does not inherit an MFA device. */
const withDevice = `${config}
[profile cli]
role_arn = ${mfaRole}
source_profile = keys
mfa_serial = ${phone.serialNumber}
region = eu-central-1
[profile own-endpoint]
role_arn = ${mfaRole}
source_profile = keys
mfa_serial = ${phone.serialNumber}
endpoint_url = http://127.0.0.1:9
`;

describe("the key of the AWS CLI's cache", () => {
  it("equals the CLI's for a plain role", () => {
    const key = keyOf('role_arn = arn:aws:iam::123456789012:role/Demo');
    assert.equal(key, 'ecd91d7989471012b3d38d435d4d037a581676a5');
  });

  it("equals the CLI's for all parameters", function () {
    const parameters = {
      DurationSeconds: 7200,
      ExternalId: 'a "quote" and é, 鍵, 🔑, \u007f',
      RoleArn: mfaRole,
      RoleSessionName: 'me',
      SerialNumber: phone.serialNumber,
    };
    const script =
      'import json,hashlib,sys\nprint(hashlib.sha1(json.dumps(json.loads(sys.stdin.read()),sort_keys=True).encode()).hexdigest())';
    const python = spawnSync('python3', ['-c', script], {
      input: JSON.stringify(parameters),
      encoding: 'utf8',
    });
    if (python.status !== 0) this.skip();
    const key = keyOf(
      `role_arn = ${parameters.RoleArn}\nduration_seconds = 7200\nexternal_id = ${parameters.ExternalId}\n` +
        `role_session_name = me\nmfa_serial = ${phone.serialNumber}`,
    );
    assert.equal(key, python.stdout.trim());
  });
});

describe('sessions shared with the AWS CLI', () => {
  let aws: LocalAws;
  let home: string;
  let now: number;
  let isSharing: boolean;
  const directory = () => join(home, '.aws', 'cli', 'cache');
  const entries = () => readdir(directory()).catch(() => []);
  const open = (...typed: ConstructorParameters<typeof TypedCodes>): Window<TypedCodes> => {
    const window = openWindow({
      url: aws.url,
      prompts: new TypedCodes(...typed),
      secrets: new MemorySecrets(),
      cliDirectory: directory(),
      isSharing: () => isSharing,
      isAwsItself: true,
      cliRecord: cliCacheRecord(() => record.handOuts),
      now: () => now,
    });
    window.files.config = withDevice;
    return window;
  };
  const rightCode = () => nextCode(phone, aws.clock);
  let record: HandOutRecord;

  const cli = async (code?: string): Promise<string> => {
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      PYENV_VERSION: process.env['PYENV_VERSION'],
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const args = ['sts', 'get-caller-identity', '--profile', 'cli', '--query', 'Arn', '--output', 'text'];
    const running = promisify(execFile)('aws', args, { env, timeout: 50_000 });
    running.child.stdin?.end(code === undefined ? '' : `${code}\n`);
    return (await running).stdout.trim();
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = Date.now();
    record = recordHandOuts(() => now);
    isSharing = true;
    home = await mkdtemp(join(tmpdir(), 'rolecall-cli-'));
    await mkdir(join(home, '.aws'));
    await writeFile(join(home, '.aws', 'config'), withDevice);
    await writeFile(join(home, '.aws', 'credentials'), credentials);
  });

  afterEach(async () => {
    await aws.close();
    await rm(home, { recursive: true, force: true });
  });

  it('are found until they expire by another window without sessions of its own', async () => {
    const { accessKeyId } = (await open(rightCode).get('cli')).credentials;
    const found = await open().get('cli', { mayAsk: false });
    assert.equal(found.credentials.accessKeyId, accessKeyId);
    now += 56 * minute;
    const failure = await failureFrom(open().get('cli', { mayAsk: false }));
    assert.equal(failure.code, 'needsPerson');
  });

  it('are recorded as handed out while their file exists, also as the source of another role', async () => {
    const window = open(rightCode);
    window.files.config += '[profile after]\nrole_arn = ' + nextRole + '\nsource_profile = cli\n';
    await window.get('after');
    const [name = ''] = await entries();
    const path = join(directory(), name);
    const handed = { recipient: { kind: 'cliCache', path }, what: 'keys', profile: 'cli' };
    assert.partialDeepStrictEqual(record.reported, [handed]);
    assert.equal(record.reported.length, 1);
    assert.match(record.reported[0]?.session ?? '', /assumed-role\/Mfa\//u);
    assert.equal(record.handOuts.current('cliCache').length, 1);
    await window.cache.forgetAll();
    assert.deepEqual(record.handOuts.current('cliCache'), []);
    assert.partialDeepStrictEqual(record.reported[1], { ...handed, ended: 'closed' });
  });

  it('are not written if the policy forbids it', async () => {
    record.policy = strictest([{ forbid: ['write'] }]);
    await open(rightCode).get('cli');
    assert.deepEqual([await entries(), record.reported], [[], []]);
  });

  it('are readable only by the user, and written atomically', async function () {
    if (process.platform === 'win32') this.skip();
    await open(rightCode).get('cli');
    const names = await entries();
    assert.equal(names.length, 1);
    assert.match(names[0]!, /^[0-9a-f]{40}\.json$/);
    assert.equal((await stat(join(directory(), names[0]!))).mode & 0o777, 0o600);
    assert.equal((await stat(directory())).mode & 0o777, 0o700);
  });

  it('include only roles with an MFA device: other roles might belong to another user', async () => {
    const window = open(rightCode);
    for (const name of ['plain', 'mfa', 'mfa-plain', 'alice', 'next']) await window.get(name);
    assert.deepEqual(await entries(), []);
  });

  it('are neither stored from nor used for a custom endpoint', async () => {
    const window = open(rightCode);
    window.files.config = window.files.config.replace('127.0.0.1:9', new URL(aws.url).host);
    await window.get('own-endpoint');
    assert.deepEqual(await entries(), []);
    await open(rightCode).get('cli');
    assert.equal((await entries()).length, 1);
    assert.equal((await failureFrom(open().get('own-endpoint', { mayAsk: false }))).code, 'needsPerson');
  });

  it("are forgotten with all others, and the CLI's other files stay", async () => {
    const window = open(rightCode);
    await window.get('cli');
    await writeFile(join(directory(), 'other.json'), '{"Credentials":{}}');
    assert.equal(await window.cache.forgetAll(), 2, 'the MFA session, and the role session once');
    assert.deepEqual(await entries(), ['other.json']);
    assert.equal((await failureFrom(open().get('cli', { mayAsk: false }))).code, 'needsPerson');
  });

  it('are forgotten even after sharing was turned off, with the drafts of a crash', async () => {
    const window = open(rightCode);
    await window.get('cli');
    const [name = ''] = await entries();
    const cliEntry = (await readFile(join(directory(), name), 'utf8')).replace('rolecall', 'somebody else');
    await copyFile(join(directory(), name), join(directory(), `${name}.half`));
    await writeFile(join(directory(), 'theirs.json'), cliEntry);
    isSharing = false;
    await open().cache.forgetAll();
    assert.deepEqual(await entries(), ['theirs.json']);
  });

  it('are forgotten with the incomplete drafts of a crash', async () => {
    await mkdir(directory(), { recursive: true });
    const draft = `${'a'.repeat(40)}.json.01234567-89ab-4cde-8f01-23456789abcd`;
    await writeFile(join(directory(), draft), '{"Credentials":{"AccessKeyId":"ASIA","SecretAcc');
    await open().cache.forgetAll();
    assert.deepEqual(await entries(), []);
  });

  it('are reported if they cannot be removed', async () => {
    const drafts = ['a', 'b'].map((name) =>
      join(directory(), `${name}.01234567-89ab-4cde-8f01-23456789abcd`),
    );
    // Not even root can remove a folder like a file.
    await mkdir(drafts[0]!, { recursive: true });
    await writeFile(drafts[1]!, 'half');
    const failures: Failure[] = [];
    const cache = createCliCache({
      directory: directory(),
      profiles: () => noProfiles,
      isOn: () => false,
      record: unrecorded,
      log: new RecordedLog(),
    });
    await cache.clear((failure) => failures.push(failure));
    assert.partialDeepStrictEqual(failures, [{ code: 'fileUnwritable', path: drafts[0] }]);
    assert.equal((await entries()).length, 1);
  });

  it('are forgotten even if the CLI created them, while sharing is on', async () => {
    await open(rightCode).get('cli');
    const [name = ''] = await entries();
    const path = join(directory(), name);
    const cliEntry = (await readFile(path, 'utf8')).replace(',"writtenBy":"rolecall"', '');
    assert.doesNotMatch(cliEntry, /rolecall/);
    await writeFile(path, cliEntry);
    const window = open();
    isSharing = false;
    assert.equal(await window.cache.forgetAll(), 0);
    assert.deepEqual(await entries(), [name]);
    isSharing = true;
    assert.equal(await window.cache.forgetAll(), 1, 'though no window has loaded it');
    assert.deepEqual(await entries(), []);
    await writeFile(path, cliEntry);
    now += 61 * minute;
    assert.equal(await window.cache.forgetAll(), 0, 'it has expired');
    assert.deepEqual(await entries(), []);
  });

  for (const text of ['', 'null', '7', '{', '{"Credentials":{"AccessKeyId":7}}', '{"Credentials":null}'])
    it(`are not read from a file with ${JSON.stringify(text)}`, async () => {
      await open(rightCode).get('cli');
      const [name = ''] = await entries();
      await writeFile(join(directory(), name), text);
      assert.equal((await failureFrom(open().get('cli', { mayAsk: false }))).code, 'needsPerson');
    });

  it('are not read from an entry for another account', async () => {
    await open(rightCode).get('cli');
    const path = join(directory(), (await entries())[0] ?? '');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"222222222222"', '"333333333333"'));
    assert.equal((await failureFrom(open().get('cli', { mayAsk: false }))).code, 'needsPerson');
  });

  it("work without the CLI's cache if it cannot be written", async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    await chmod(join(home, '.aws'), 0o500);
    const window = open(rightCode);
    await window.get('cli');
    assert.deepEqual(window.log.warnings, ['The AWS CLI’s cache cannot be written: EACCES']);
    await chmod(join(home, '.aws'), 0o700);
  });

  describe('with the real CLI', function () {
    this.timeout(60_000);
    before(function () {
      if (spawnSync('aws', ['--version']).status !== 0) this.skip();
    });

    it('need no second code in the CLI', async () => {
      await open(rightCode).get('cli');
      assert.match(await cli(), /assumed-role\/Mfa\/me$/);
      assert.equal(codesSent(aws.requests).length, 1);
    });

    it('need no second code here until all are forgotten', async () => {
      assert.match(await cli(rightCode()), /assumed-role\/Mfa\/botocore-session-\d+$/);
      const window = open();
      await window.get('cli', { mayAsk: false });
      assert.equal(codesSent(aws.requests).length, 1);
      assert.equal(await window.cache.forgetAll(), 1);
      assert.equal((await failureFrom(window.get('cli', { mayAsk: false }))).code, 'needsPerson');
    });
  });
});

function keyOf(lines: string): string {
  const profiles = buildProfiles(parseConfig(`[profile p]\n${lines}`), parseConfig(''));
  return cliKey(profiles.profiles.get('p')!);
}
