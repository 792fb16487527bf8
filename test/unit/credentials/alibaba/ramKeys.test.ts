import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { linArn, linKey } from '../../../alibaba/sampleAlibaba.ts';
import { AlibabaStage, cli, failureOf, keyProfile } from './alibabaStage.ts';

const keysInEnvironment = (id: string) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: linKey.accessKeySecret,
});

describe('access keys of Alibaba Cloud', () => {
  let alibaba: LocalAlibaba;
  before(async () => {
    alibaba = await startLocalAlibaba();
  });
  after(() => alibaba.close());

  it('come from the file of the CLI and from the environment', async () => {
    const environment = keysInEnvironment(linKey.accessKeyId);
    const stage = new AlibabaStage(alibaba, { entries: [keyProfile('lin')], environment });
    for (const target of [cli('lin'), { kind: 'ramEnvironment' } as const]) {
      const credentials = await stage.run(target);
      assert.equal(credentials.accessKeyId, linKey.accessKeyId);
      assert.deepEqual([credentials.isTemporary, credentials.expiration], [false, undefined]);
      assert.equal((await stage.identify(target)).arn, linArn);
    }
  });

  it('need their token if they are temporary', async () => {
    const stage = new AlibabaStage(alibaba, {
      environment: keysInEnvironment('STS.NUgYrLnoC37mZZCNnAbez4kXq'),
    });
    const failure = await failureOf(stage.run({ kind: 'ramEnvironment' }));
    assert.partialDeepStrictEqual(failure, { code: 'alibabaKeysRefused', why: 'noToken' });
  });

  it('are not used if the file has others since', async () => {
    const stage = new AlibabaStage(alibaba, { entries: [keyProfile('lin')] });
    const plan = stage.plan(cli('lin'));
    const later = new AlibabaStage(alibaba, {
      entries: [keyProfile('lin', { ...linKey, accessKeyId: 'LTAI5tROLECALLEXAMPLE777' })],
    });
    const run = later.runner.run(plan, undefined, async () => {}, new AbortController().signal);
    assert.partialDeepStrictEqual(await failureOf(run), { code: 'alibabaKeyMissing', profile: 'lin' });
  });
});
