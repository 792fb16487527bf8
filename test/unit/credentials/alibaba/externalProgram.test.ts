import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { userCaller } from '../../../alibaba/ram/ramCaller.ts';
import { linArn, linKey, toolsAccount } from '../../../alibaba/sampleAlibaba.ts';
import { AlibabaStage, cli, failureOf, type StageOptions } from './alibabaStage.ts';

const hour = 3_600_000;

describe('process_command', () => {
  let alibaba: LocalAlibaba;
  let folder: string;
  before(async () => {
    alibaba = await startLocalAlibaba();
    folder = await mkdtemp(join(tmpdir(), 'rolecall-external-'));
  });
  after(async () => {
    await alibaba.close();
    await rm(folder, { recursive: true });
  });

  let count = 0;
  /** A program that runs JavaScript. */
  const program = async (script: string, options: StageOptions = {}): Promise<AlibabaStage> => {
    const path = join(folder, `print-${count++}.cjs`);
    await writeFile(path, script);
    const command = `"${process.execPath}" "${path}" --token secret-argument-1`;
    const external = { name: 'ext', mode: 'External', process_command: command, region_id: 'cn-hangzhou' };
    return new AlibabaStage(alibaba, { entries: [external], ...options });
  };
  const printing = (output: unknown, options?: StageOptions) =>
    program(`process.stdout.write(${JSON.stringify(JSON.stringify(output))})`, options);
  const aKey = {
    mode: 'AK',
    access_key_id: linKey.accessKeyId,
    access_key_secret: linKey.accessKeySecret,
  };
  const session = () => {
    const caller = userCaller(toolsAccount, 'lin');
    const { accessKeyId, accessKeySecret, securityToken } = alibaba.sessions.issue(caller, 3600);
    const mode = 'StsToken';
    return {
      mode,
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
      sts_token: securityToken,
    };
  };

  it('prints keys', async () => {
    const stage = await printing({ ...aKey, region_id: 'cn-beijing' });
    assert.equal((await stage.identify(cli('ext'))).arn, linArn);
  });

  it('prints temporary keys, with or without their end', async () => {
    const end = new Date(Date.now() + hour).toISOString();
    const withEnd = await (await printing({ ...session(), expiration: end })).run(cli('ext'));
    assert.equal(withEnd.expiration, Date.parse(end));
    const without = await (await printing({ ...session(), mode: 'ststoken' })).run(cli('ext'));
    assert.deepEqual([without.isTemporary, without.expiration], [true, undefined]);
  });

  it('prints a token that counts only in the mode StsToken', async () => {
    const stage = await printing({ ...aKey, sts_token: 'left-over' });
    assert.equal((await stage.run(cli('ext'))).isTemporary, false);
  });

  it('runs only in trusted workspaces', async () => {
    const stage = await printing(aKey, { isTrusted: false });
    assert.deepEqual(await failureOf(stage.run(cli('ext'))), {
      code: 'untrusted',
      profile: 'ext',
      key: 'process_command',
    });
  });

  for (const [trouble, output] of [
    ['JSON', 'text'],
    ['mode', {}],
    ['mode', { ...aKey, mode: undefined }],
    ['mode', { mode: 'RamRoleArn', ram_role_arn: 'acs:ram::1:role/x' }],
    ['mode', { mode: 'External', process_command: 'echo' }],
    ['mode', { ...aKey, mode: 'constructor' }],
    ['access_key_id', { ...aKey, access_key_id: 1 }],
    ['access_key_id', { ...aKey, access_key_id: 'a\nb' }],
    ['access_key_secret', { ...aKey, access_key_secret: '' }],
    ['access_key_secret', { ...aKey, access_key_secret: 'a\0b' }],
    ['sts_token', { ...aKey, mode: 'StsToken' }],
    ['sts_token', { ...aKey, mode: 'StsToken', sts_token: 'a b' }],
    ['expiration', { ...aKey, expiration: 'soon' }],
    ['expired', { ...aKey, expiration: '2020-01-01T00:00:00Z' }],
  ] as const)
    it(`must not print ${JSON.stringify(output).slice(0, 60)} (${trouble})`, async () => {
      const stage = await printing(output);
      assert.partialDeepStrictEqual(await failureOf(stage.run(cli('ext'))), {
        code: 'processBadOutput',
        profile: 'ext',
        key: 'process_command',
        trouble,
      });
      assert.ok(!stage.log.text.includes(linKey.accessKeySecret));
    });

  it('prints a temporary key only with its token', async () => {
    const stage = await printing({ ...session(), mode: 'AK', sts_token: undefined });
    const failure = await failureOf(stage.run(cli('ext')));
    assert.partialDeepStrictEqual(failure, { code: 'alibabaKeysRefused', why: 'noToken' });
  });

  it('may fail, and the log says why without secrets', async () => {
    const script = `console.error('the server is not available, token secret-argument-1'); process.exit(3)`;
    const stage = await program(script);
    assert.partialDeepStrictEqual(await failureOf(stage.run(cli('ext')), ['secret-argument-1']), {
      code: 'processFailed',
      key: 'process_command',
      exit: 3,
    });
    assert.match(stage.log.text, /process_command of profile ext: .* exited with 3/u);
    assert.match(stage.log.text, /the server is not available/u);
    assert.ok(!stage.log.text.includes('secret-argument-1'));
  });
});
