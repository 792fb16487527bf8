import CredentialSdk from '@alicloud/credentials';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { FailureError } from '../../../../src/base/failure.ts';
import {
  type AlibabaFormat,
  alibabaFormatted,
  canFormat,
} from '../../../../src/delivery/alibaba/alibabaFormats.ts';
import type { GivenSession } from '../../../../src/delivery/handover/givenSession.ts';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { withEnvironment } from '../../../aws/environment.ts';
import { ramPlan } from './ramWindow.ts';

const { default: Credential } = CredentialSdk as unknown as {
  readonly default: new () => {
    getCredential(): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken?: string }>;
  };
};

const expiration = Date.parse('2030-01-02T03:04:05.678Z');
const secretAccessKey = 'aB3+/xY=';
const sessionToken = 'CAIS/+token==';

function session(
  name: string,
  token: string | undefined,
  secret = secretAccessKey,
): GivenSession<AlibabaPlan> {
  const accessKeyId = token === undefined ? 'LTAI5tOurs' : 'STS.NTOurs';
  const end = token === undefined ? undefined : expiration;
  return {
    plan: ramPlan(name),
    credentials: { accessKeyId, secretAccessKey: secret, sessionToken: token, expiration: end },
  };
}

const temporary = session('dev', sessionToken);
const longTerm = session('dev', undefined);
const all: readonly AlibabaFormat[] = [
  'posix',
  'fish',
  'powershell',
  'cmd',
  'tcsh',
  'nushell',
  'xonsh',
  'dotenv',
  'uriAnswer',
  'ini',
  'cliProfile',
  'external',
];

const format = (name: AlibabaFormat, given: GivenSession<AlibabaPlan>): string =>
  alibabaFormatted(name, given, 0);

const keysOf = ({ credentials: keys }: GivenSession<AlibabaPlan>): readonly unknown[] => [
  keys.accessKeyId,
  keys.secretAccessKey,
  keys.sessionToken,
];

describe('the formats for Alibaba Cloud', function () {
  this.timeout(30_000);
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rolecall-'));
    await mkdir(join(home, '.aliyun'));
    await mkdir(join(home, '.alibabacloud'));
  });
  afterEach(() => rm(home, { recursive: true }));

  /** What the default chain of the SDK reads in this home folder. */
  async function read(variables: NodeJS.ProcessEnv = {}): Promise<readonly (string | undefined)[]> {
    const environment = {
      HOME: home,
      USERPROFILE: home,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ...variables,
    };
    return withEnvironment(environment, async () => {
      const { accessKeyId, accessKeySecret, securityToken } = await new Credential().getCredential();
      return [accessKeyId, accessKeySecret, securityToken || undefined];
    });
  }

  for (const given of [temporary, longTerm]) {
    const kind = given === temporary ? 'temporary' : 'long-term';
    it(`of a profile of the CLI is what the SDK reads of ${kind} keys`, async () => {
      const profile: unknown = JSON.parse(format('cliProfile', given));
      await writeFile(
        join(home, '.aliyun/config.json'),
        JSON.stringify({ current: 'dev', profiles: [profile] }),
      );
      assert.deepEqual(await read(), keysOf(given));
      assert.equal(Object(profile).region_id, 'cn-shanghai');
    });

    it(`of a program is what the SDK reads of ${kind} keys`, async () => {
      await writeFile(join(home, 'output.json'), format('external', given));
      const profile = { name: 'dev', mode: 'External', process_command: `cat ${join(home, 'output.json')}` };
      await writeFile(
        join(home, '.aliyun/config.json'),
        JSON.stringify({ current: 'dev', profiles: [profile] }),
      );
      assert.deepEqual(await read(), keysOf(given));
    });

    it(`of a shell sets what the SDK reads of ${kind} keys, and removes what leads elsewhere`, async () => {
      const script = `${format('posix', given)}\nenv -0`;
      const inherited = {
        PATH: process.env['PATH'],
        ALIBABA_CLOUD_ROLE_ARN: 'other',
        OSS_SESSION_TOKEN: 'other',
      };
      const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: inherited });
      const variables = Object.fromEntries(
        stdout
          .split('\0')
          .filter(Boolean)
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      assert.deepEqual(await read(variables), keysOf(given));
      assert.equal(variables['OSS_SESSION_TOKEN'], given.credentials.sessionToken);
      assert.ok(!('ALIBABA_CLOUD_ROLE_ARN' in variables));
    });

    it(`of a .env file has what the SDK reads of ${kind} keys`, async () => {
      assert.deepEqual(await read(parseEnv(format('dotenv', given)) as NodeJS.ProcessEnv), keysOf(given));
    });
  }

  it('of an INI file is what the SDK reads of long-term keys, and is not for temporary ones', async () => {
    const section = format('ini', session('default', undefined));
    assert.match(section, /^enable = true$/mu);
    await writeFile(join(home, '.alibabacloud/credentials'), section);
    assert.deepEqual(await read(), keysOf(longTerm));
    assert.throws(() => format('ini', temporary), {
      failure: { code: 'unwritable', profile: 'dev', name: 'security_token', format: 'ini' },
    });
  });

  it('of a credentials URI and of a program have an expiration without milliseconds', () => {
    assert.equal(Object(JSON.parse(format('uriAnswer', temporary))).Expiration, '2030-01-02T03:04:05Z');
    assert.equal(Object(JSON.parse(format('external', temporary))).expiration, '2030-01-02T03:04:05Z');
    assert.equal(Object(JSON.parse(format('external', longTerm))).expiration, undefined);
  });

  it('are offered exactly if they can be written', () => {
    for (const given of [temporary, longTerm])
      for (const name of all) {
        const attempt = () => format(name, given);
        if (canFormat(name, given === temporary)) assert.notEqual(attempt(), '');
        else assert.throws(attempt, FailureError);
      }
  });

  for (const hostile of ['a#b', 'a;b', 'a\nenable = true', '"quoted"', String.raw`back\slash`, ' '])
    it(`refuse to write ${JSON.stringify(hostile)} into an INI file`, () => {
      assert.throws(() => format('ini', session('dev', undefined, hostile)), FailureError);
    });

  it('refuse to leave a key out of a .env file', () => {
    assert.throws(() => format('dotenv', session('dev', undefined, `it's $1`)), FailureError);
  });

  for (const title of ['a]b', 'a;b', 'a#b', '"a"', "'a'", "'", String.raw`a\.b`, '__proto__'])
    it(`refuse the title ${JSON.stringify(title)}, which is another one for readers`, () => {
      assert.throws(() => format('ini', session(title, undefined)), FailureError);
    });

  for (const title of ['a b', 'a.b', 'a=b', 'müller', 'constructor', String.raw`a\b`])
    it(`accept the title ${JSON.stringify(title)}`, () => {
      assert.ok(format('ini', session(title, undefined)).startsWith(`[${title}]\n`));
    });
});
