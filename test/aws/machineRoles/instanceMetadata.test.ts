import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assertRefused, assume, callerArn, type SigningKeys } from '../sts/stsClient.ts';
import { instanceRole, nextRole, plainRole, testWorld } from '../testWorld.ts';
import { beyondHopLimit, type InstanceMetadata, startInstanceMetadata } from './instanceMetadata.ts';

const minute = 60_000;
const hour = 60 * minute;
const rolePath = '/latest/meta-data/iam/security-credentials/';

type Credentials = Readonly<Record<string, string>>;

describe('the instance metadata service', () => {
  let aws: LocalAws;
  let imds: InstanceMetadata;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    imds = await startInstanceMetadata(aws, { role: instanceRole });
  });

  afterEach(async () => {
    await imds.close();
    await aws.close();
  });

  it('returns a token, the name of the role, and its credentials', async () => {
    const token = await newToken();
    assert.match(token, /^[\w=-]{56}$/);
    const role = await get(rolePath, token);
    assert.deepEqual([role.status, role.body], [200, 'Instance']);
    const { status, type, body } = await get(`${rolePath}Instance`, token);
    assert.deepEqual([status, type], [200, 'text/plain']);
    const credentials = JSON.parse(body) as Credentials;
    assert.deepEqual(
      { ...credentials, AccessKeyId: '', SecretAccessKey: '', Token: '', LastUpdated: '', Expiration: '' },
      {
        Code: 'Success',
        LastUpdated: '',
        Type: 'AWS-HMAC',
        AccessKeyId: '',
        SecretAccessKey: '',
        Token: '',
        Expiration: '',
      },
    );
    const { LastUpdated = '', Expiration = '' } = credentials;
    assert.ok(Math.abs(Date.parse(LastUpdated) - aws.clock.now()) < 5000);
    assert.equal(Date.parse(Expiration) - Date.parse(LastUpdated), 6 * hour);
  });

  it("returns credentials of the instance's role, and AWS recognizes them as such", async () => {
    const keys = signingKeys(await readCredentials());
    const arn = `arn:aws:sts::222222222222:assumed-role/Instance/${imds.instanceId}`;
    assert.equal(await callerArn(aws, keys), arn);
    await assertRefused(
      assume(aws, keys, { RoleArn: nextRole }),
      'AccessDenied',
      `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${nextRole}`,
    );
  });

  it('renews them five minutes before they expire, while the old ones stay valid', async () => {
    const first = await readCredentials();
    aws.clock.advance(6 * hour - 6 * minute);
    assert.equal((await readCredentials())['AccessKeyId'], first['AccessKeyId']);
    aws.clock.advance(minute + 1000);
    const second = await readCredentials();
    assert.notEqual(second['AccessKeyId'], first['AccessKeyId']);
    assert.ok(await callerArn(aws, signingKeys(first)));
    aws.clock.advance(5 * minute);
    await assertRefused(callerArn(aws, signingKeys(first)), 'ExpiredToken', /expired/);
    assert.ok(await callerArn(aws, signingKeys(second)));
  });

  it('accepts a time to live from 1 second to 6 hours', async () => {
    for (const [seconds, status] of [
      [undefined, 400],
      ['', 400],
      ['0', 400],
      ['1', 200],
      ['21600', 200],
      ['21601', 400],
      ['1h', 400],
    ] as const) {
      assert.equal((await putToken(seconds)).status, status, seconds);
    }
    assert.equal((await putToken('21600')).headers.get('x-aws-ec2-metadata-token-ttl-seconds'), '21600');
  });

  it('issues no token to a proxy or for a GET request', async () => {
    assert.equal((await putToken('60', { 'X-Forwarded-For': '203.0.113.1' })).status, 403);
    assert.equal((await get('/latest/api/token')).status, 405);
  });

  it('rejects an invalid or expired token', async () => {
    const token = await newToken('60');
    aws.clock.advance(59_000);
    assert.equal((await get(rolePath, token)).status, 200);
    aws.clock.advance(1000);
    for (const invalid of [token, 'made-up', '']) {
      const { status, type, body } = await get(rolePath, invalid);
      assert.deepEqual([status, type], [401, 'text/html']);
      assert.match(body, /<h1>401 - Unauthorized<\/h1>/);
    }
  });

  it('requires a token only if configured to', async () => {
    assert.equal((await get(rolePath)).status, 200);
    imds.modify({ httpTokens: 'required' });
    assert.equal((await get(rolePath)).status, 401);
    assert.equal((await get(rolePath, await newToken())).status, 200);
  });

  it('has at most one role and no other paths', async () => {
    assert.equal((await get(`${rolePath}Another`)).status, 404);
    assert.equal((await get('/latest/meta-data/')).status, 404);
    imds.modify({ role: undefined });
    assert.match((await get(rolePath)).body, /<h1>404 - Not Found<\/h1>/);
    assert.equal((await get(`${rolePath}Instance`)).status, 404);
    imds.modify({ role: plainRole });
    assert.equal((await get(rolePath)).body, 'Plain');
  });

  it('reports that the role does not trust EC2 in the place of credentials', async () => {
    imds.modify({ role: plainRole });
    const { status, body } = await get(`${rolePath}Plain`);
    const { LastUpdated, ...rest } = JSON.parse(body) as Credentials;
    assert.equal(status, 200);
    assert.ok(LastUpdated);
    assert.deepEqual(rest, {
      Code: 'AssumeRoleUnauthorizedAccess',
      Message:
        'EC2 cannot assume the role Plain.  Please see documentation at https://docs.aws.amazon.com/IAM/' +
        'latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.',
    });
  });

  it('can be disabled', async () => {
    const token = await newToken();
    imds.modify({ httpEndpoint: 'disabled' });
    assert.equal((await putToken('60')).status, 403);
    assert.equal((await get(rolePath, token)).status, 403);
  });

  it('loses only tokens beyond the hop limit', async () => {
    imds.faults.next(beyondHopLimit);
    for (let time = 0; time < 2; time += 1) {
      await assert.rejects(putToken('60', {}, AbortSignal.timeout(150)), { name: 'TimeoutError' });
    }
    assert.equal((await get(rolePath)).status, 200);
    assert.deepEqual(outcomes(), ['token unanswered', 'token unanswered', 'role OK']);
  });

  it('has the faults of AWS, in its own format', async () => {
    imds.faults.next({ kind: 'throttle' });
    imds.faults.next({ kind: 'status', status: 500, action: 'credentials' });
    assert.equal((await get(rolePath)).status, 503);
    assert.equal((await get(rolePath)).status, 200);
    assert.match((await get(`${rolePath}Instance`)).body, /500 - Internal Server Error/);
    assert.deepEqual(outcomes(), [
      'role Service Unavailable',
      'role OK',
      'credentials Internal Server Error',
    ]);
  });

  function outcomes(): readonly string[] {
    return imds.requests.map(({ action, outcome }) => `${action} ${outcome}`);
  }

  async function readCredentials(): Promise<Credentials> {
    return JSON.parse((await get(`${rolePath}Instance`, await newToken())).body) as Credentials;
  }

  async function newToken(seconds = '21600'): Promise<string> {
    return (await putToken(seconds)).text();
  }

  function putToken(
    seconds: string | undefined,
    headers: Readonly<Record<string, string>> = {},
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const ttl = seconds === undefined ? {} : { 'X-aws-ec2-metadata-token-ttl-seconds': seconds };
    return fetch(`${imds.url}/latest/api/token`, { method: 'PUT', headers: { ...ttl, ...headers }, signal });
  }

  async function get(path: string, token?: string) {
    const headers = token === undefined ? {} : { 'X-aws-ec2-metadata-token': token };
    const response = await fetch(imds.url + path, { headers });
    const type = response.headers.get('content-type');
    return { status: response.status, type, body: await response.text() };
  }
});

function signingKeys({ AccessKeyId = '', SecretAccessKey = '', Token = '' }: Credentials): SigningKeys {
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
}
