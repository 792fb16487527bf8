import CredentialSdk, { Config } from '@alicloud/credentials';
import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from './localAlibaba.ts';
import { developerRole, linArn, linKey, researchAccount, toolsAccount } from './sampleAlibaba.ts';
import { AlibabaClient, signatureKinds } from './sts/alibabaClient.ts';

describe('the local Alibaba Cloud', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  for (const kind of signatureKinds) {
    it(`knows the user of keys that the SDK signs with (${kind})`, async () => {
      const { arn, account } = await new AlibabaClient(alibaba, linKey, kind).identity();
      assert.deepEqual([arn, account], [linArn, toolsAccount]);
    });

    it(`knows the role that the SDK assumes (${kind})`, async () => {
      const keys = await new AlibabaClient(alibaba, linKey, kind).assume(developerRole);
      assert.equal(keys.arn, `${developerRole}/test`);
      const { arn, account } = await new AlibabaClient(alibaba, keys, kind).identity();
      assert.deepEqual(
        [arn, account],
        [`acs:ram::${researchAccount}:assumed-role/Developer/test`, researchAccount],
      );
    });
  }

  it('has the same address, and knows the same sessions, after it was down', async () => {
    const keys = await new AlibabaClient(alibaba, linKey).assume(developerRole);
    await alibaba.whileDown(async () => {
      await assert.rejects(fetch(alibaba.credentialsUri), TypeError);
    });
    assert.equal((await fetch(alibaba.credentialsUri)).status, 200);
    assert.equal((await new AlibabaClient(alibaba, keys).identity()).account, researchAccount);
  });

  it('has the same identity for the keys that the SDK gets from the credentials URI', async () => {
    const config = new Config({ type: 'credentials_uri', credentialsURI: alibaba.credentialsUri });
    const found = await new CredentialSdk.default(config).getCredential();
    const { accessKeyId = '', accessKeySecret = '', securityToken } = found;
    const keys = { accessKeyId, accessKeySecret, securityToken };
    const { arn } = await new AlibabaClient(alibaba, keys).identity();
    assert.equal(arn, `acs:ram::${researchAccount}:assumed-role/dsw-instance/dsw-instance-1a2b`);
    assert.equal(arn, alibaba.requests[0]?.principalArn);
  });
});
