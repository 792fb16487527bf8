import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { createDswStage, type DswStage, type DswStageOptions } from './dswStage.ts';
import { whoAmI } from './programs/whoAmI.ts';
import { linArn, researchAccount, toolsAccount } from './sampleAlibaba.ts';
import { AlibabaClient } from './sts/alibabaClient.ts';

const instanceArn = `acs:ram::${researchAccount}:assumed-role/dsw-instance/dsw-instance-1a2b`;
/** Outside of ECS, the SDK waits for a metadata service that does not exist. */
const noEcs = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };

describe('the stage that looks like PAI DSW', () => {
  let stage: DswStage | undefined;
  const start = async (options?: DswStageOptions): Promise<DswStage> =>
    (stage = await createDswStage(options));

  afterEach(() => stage?.close());

  it('gives a program of the SDK the role of the instance', async () => {
    const { env } = await start();
    assert.equal(
      await whoAmI({ ...env, ...noEcs }),
      `${researchAccount} ${instanceArn} default/credential_uri`,
    );
  });

  it('gives it nothing without a role', async () => {
    const { env } = await start({ uri: false, file: false });
    assert.equal(await whoAmI({ ...env, ...noEcs }), 'failed: no credentials');
  });

  for (const [files, provider] of [
    [{ cli: 'stale' }, 'CLI'],
    [{ ini: 'stale' }, 'INI'],
  ] as const) {
    it(`lets stale keys in the ${provider} file win over the role, as the SDK does`, async () => {
      const { env } = await start({ files });
      assert.equal(await whoAmI({ ...env, ...noEcs }), 'failed: InvalidAccessKeyId.NotFound');
    });
  }

  it('has files that the SDK reads', async () => {
    const { env, written } = await start({ files: { cli: 'sample', ini: 'sample' } });
    assert.deepEqual(
      written.map((path) => path.slice(env['HOME']?.length)),
      ['/.aliyun/config.json', '/.alibabacloud/credentials'],
    );
    assert.equal((await stat(written[0] ?? '')).mode & 0o777, 0o600);
    assert.match(
      await whoAmI({ ...env, ...noEcs }),
      new RegExp(`^${toolsAccount} ${linArn} default/cli_profile`),
    );
    assert.match(
      await whoAmI({ ...env, ...noEcs, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true' }),
      new RegExp(`^${toolsAccount} ${linArn} default/profile`),
    );
  });

  it('knows all secrets of its files and services, and records none of them', async () => {
    const { alibaba, credentialsFile, written } = await start({ files: { cli: 'sample', ini: 'sample' } });
    await fetch(alibaba.credentialsUri);
    await fetch(`${alibaba.oauthUrl}/v1/exchange`, { method: 'POST' });
    const files = await Promise.all([credentialsFile, ...written].map((path) => readFile(path, 'utf8')));
    const secretMembers = /(?:secret|token)"?\s*[:=]\s*"?([^"\s]+)/giu;
    const secrets = alibaba.issuedSecrets().map(({ text }) => text);
    const found = files.flatMap((text) => [...text.matchAll(secretMembers)].map(([, secret = '']) => secret));
    assert.equal(found.length, 10);
    assert.deepEqual(
      found.filter((secret) => !secrets.includes(secret)),
      [],
    );
    const recorded = JSON.stringify(alibaba.requests);
    assert.ok(alibaba.requests.length === 2 && secrets.every((secret) => !recorded.includes(secret)));
  });

  it('writes the same credentials to the file and to the URI', async () => {
    const { alibaba, credentialsFile } = await start();
    const { Code, ...fromUri } = (await (await fetch(alibaba.credentialsUri)).json()) as Record<
      string,
      string
    >;
    assert.equal(Code, 'Success');
    const fromFile = JSON.parse(await readFile(credentialsFile, 'utf8')) as Record<string, string>;
    assert.deepEqual(fromFile, fromUri);
    const { AccessKeyId = '', AccessKeySecret = '', SecurityToken } = fromFile;
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    assert.equal((await new AlibabaClient(alibaba, keys).identity()).arn, instanceArn);
  });
});
