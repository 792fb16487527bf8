import { ECSRAMRoleCredentialsProvider } from '@alicloud/credentials';
import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { closedRole } from '../sampleAlibaba.ts';
import { AlibabaClient } from '../sts/alibabaClient.ts';

const ttl = 'X-aliyun-ecs-metadata-token-ttl-seconds';
const rolePath = 'meta-data/ram/security-credentials/';

type Answer = { readonly status: number; readonly text: string; readonly type: string };

describe('the local ECS metadata service', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${alibaba.metadataUrl}/latest/${path}`, init);
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, text: await response.text(), type };
  };
  const get = (path: string, token?: string): Promise<Answer> =>
    send(path, token === undefined ? {} : { headers: { 'X-aliyun-ecs-metadata-token': token } });
  const issue = (seconds: string | undefined = '21600', method = 'PUT'): Promise<Answer> =>
    send('api/token', { method, headers: seconds === '' ? {} : { [ttl]: seconds } });

  const id = async (): Promise<unknown> => {
    const { text } = await get(`${rolePath}ecs-instance`);
    return (JSON.parse(text) as Readonly<Record<string, unknown>>)['AccessKeyId'];
  };

  it('leads from a token to the name of the role, and to its credentials', async () => {
    const { text: token } = await issue();
    const { text: name } = await get(rolePath, token);
    assert.equal(name, 'ecs-instance');
    const { text } = await get(rolePath + name, token);
    const credentials = JSON.parse(text) as Readonly<Record<string, string>>;
    assert.deepEqual(Object.keys(credentials).toSorted(), [
      'AccessKeyId',
      'AccessKeySecret',
      'Code',
      'Expiration',
      'LastUpdated',
      'SecurityToken',
    ]);
    const { AccessKeyId = '', AccessKeySecret = '', SecurityToken } = credentials;
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    assert.match(
      (await new AlibabaClient(alibaba, keys).identity()).arn ?? '',
      /assumed-role\/ecs-instance/u,
    );
    assert.equal((await get('meta-data/region-id', token)).text, 'cn-hangzhou');
  });

  it('gives the SDK the credentials of the role', async () => {
    for (const hardened of [false, true]) {
      alibaba.metadata.modify({ hardened });
      const { accessKeyId } = await sdk(alibaba).getCredentials();
      assert.equal(
        alibaba.sessions.find(accessKeyId ?? '')?.caller.principalArn.split('/')[1],
        'ecs-instance',
      );
    }
    alibaba.metadata.modify({ hardened: true, issuesTokens: false });
    await assert.rejects(sdk(alibaba).getCredentials(), /403/u);
  });

  it('issues tokens for 1 to 21,600 seconds', async () => {
    for (const seconds of ['1', '21600']) assert.equal((await issue(seconds)).status, 200);
    for (const seconds of ['', '0', '21601', '-1', 'long'])
      assert.equal((await issue(seconds)).status, 400, seconds);
    assert.equal((await issue('60', 'GET')).status, 405);
  });

  it('refuses a token that is wrong or has ended', async () => {
    const { text: token } = await issue('60');
    assert.equal((await get(rolePath, token)).status, 200);
    assert.equal((await get(rolePath, 'wrong')).status, 403);
    alibaba.clock.advance(60_000);
    assert.equal((await get(rolePath, token)).status, 403);
  });

  it('answers without a token unless it is hardened', async () => {
    assert.equal((await get(rolePath)).status, 200);
    alibaba.metadata.modify({ hardened: true });
    const { status, type } = await get(rolePath);
    assert.deepEqual([status, type], [403, 'text/html']);
    assert.equal((await get(rolePath, (await issue()).text)).status, 200);
  });

  it('answers with a page of HTML without a role, and for another role', async () => {
    const { status, type, text } = await get(`${rolePath}another`);
    assert.deepEqual([status, type], [404, 'text/html']);
    assert.match(text, /<h1>404 - Not Found<\/h1>/u);
    alibaba.metadata.modify({ role: undefined });
    assert.equal((await get(rolePath)).status, 404);
    assert.equal((await get(`${rolePath}ecs-instance`)).status, 404);
  });

  it('has another code in place of credentials if the role does not trust ECS', async () => {
    alibaba.metadata.modify({ role: closedRole });
    const { status, text } = await get(`${rolePath}Closed`);
    assert.equal(status, 200);
    assert.equal((JSON.parse(text) as { readonly Code: string }).Code, 'Failed');
  });

  it('may have no tokens, or be silent', async () => {
    alibaba.metadata.modify({ issuesTokens: false });
    assert.equal((await issue()).status, 404);
    alibaba.faults.next({ kind: 'silence', action: 'ecsRoleName' });
    await assert.rejects(send(rolePath, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  });

  it('renews the credentials 15 minutes before their end', async () => {
    const first = await id();
    alibaba.clock.advance((6 * 60 - 16) * 60_000);
    assert.equal(await id(), first);
    alibaba.clock.advance(60_000);
    assert.notEqual(await id(), first);
  });

  it('records the version of each request, but no token', async () => {
    const { text: token } = await issue('60');
    await get(rolePath, token);
    await get(rolePath);
    assert.deepEqual(
      alibaba.requests.map(({ action, parameters, outcome }) => [action, parameters, outcome]),
      [
        ['ecsToken', { version: '1', ttl: '60' }, 'OK'],
        ['ecsRoleName', { version: '2' }, 'OK'],
        ['ecsRoleName', { version: '1' }, 'OK'],
      ],
    );
    assert.ok(!JSON.stringify(alibaba.requests).includes(token));
  });
});

type SdkRequest = { host: string; toRequestURL: () => string };
type SdkProvider = { doRequest: (request: SdkRequest) => Promise<unknown> };

/** The SDK's own reader, whose requests go to another host. Its address is a constant. */
function sdk({ metadataUrl }: LocalAlibaba): ECSRAMRoleCredentialsProvider {
  const provider = ECSRAMRoleCredentialsProvider.builder().withDisableIMDSv1(false).build();
  const inner = provider as unknown as SdkProvider;
  const { doRequest } = inner;
  inner.doRequest = (request) => {
    request.host = new URL(metadataUrl).host;
    return doRequest(request);
  };
  return provider;
}
