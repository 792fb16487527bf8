import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { cloudSsoConfiguration, toolsAccount } from '../sampleAlibaba.ts';
import { AlibabaClient } from '../sts/alibabaClient.ts';

type Answer = { readonly status: number; readonly body: CloudSsoAnswer };
type CloudSsoAnswer = {
  readonly CloudCredential?: Readonly<Record<string, string>>;
  readonly ErrorCode?: string;
};

describe('the local CloudSSO', () => {
  let alibaba: LocalAlibaba;
  const { accountId: AccountId, id: AccessConfigurationId } = cloudSsoConfiguration;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const post = async (
    token: string,
    body: object = { AccountId, AccessConfigurationId },
    type = 'application/json',
  ): Promise<Answer> => {
    const response = await fetch(`${new URL(alibaba.cloudSsoUrl).origin}/cloud-credentials`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as CloudSsoAnswer };
  };

  it('exchanges an access token for credentials of the access configuration', async () => {
    const { status, body } = await post(alibaba.cloudSso.signIn('mei'));
    assert.equal(status, 200);
    const { AccessKeyId = '', AccessKeySecret = '', SecurityToken } = body.CloudCredential ?? {};
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    const { arn, account } = await new AlibabaClient(alibaba, keys).identity();
    assert.equal(account, AccountId);
    assert.match(arn ?? '', /:assumed-role\/AliyunReservedSSO-DataScience-\w+\/mei$/u);
  });

  it('refuses a token that is unknown, revoked, or has ended', async () => {
    const [revoked, ended] = [alibaba.cloudSso.signIn(), alibaba.cloudSso.signIn('lin', 60)];
    alibaba.cloudSso.tokens.revoke(revoked);
    assert.equal((await post(ended)).status, 200);
    alibaba.clock.advance(60_000);
    for (const token of ['', 'unknown', revoked, ended]) {
      const { status, body } = await post(token);
      assert.deepEqual([status, body.ErrorCode], [401, 'InvalidAccessToken']);
    }
  });

  it('refuses what the person may not use', async () => {
    const token = alibaba.cloudSso.signIn();
    for (const body of [
      {},
      { AccountId },
      { AccountId, AccessConfigurationId: cloudSsoConfiguration.name },
      { AccountId: toolsAccount, AccessConfigurationId },
    ])
      assert.equal((await post(token, body)).status, 403, JSON.stringify(body));
    assert.equal((await post(token, undefined, 'text/plain')).status, 415);
  });

  it('records no secrets', async () => {
    const token = alibaba.cloudSso.signIn();
    const { body } = await post(token);
    const [request] = alibaba.requests;
    assert.equal(request?.action, 'cloudCredentials');
    assert.deepEqual(request.parameters, { AccountId, AccessConfigurationId });
    const { AccessKeySecret = '?' } = body.CloudCredential ?? {};
    for (const secret of [token, AccessKeySecret])
      assert.ok(!JSON.stringify(alibaba.requests).includes(secret));
  });
});
