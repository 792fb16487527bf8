import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { Refusal } from '../sts/refusals.ts';
import { assertRefused, callerArn, type SigningKeys } from '../sts/stsClient.ts';
import { plainRole, podRole, taskRole, testWorld } from '../testWorld.ts';
import {
  type ContainerCredentials,
  type ContainerOptions,
  startContainerCredentials,
} from './containerCredentials.ts';

const minute = 60_000;
const hour = 60 * minute;

type Content = Readonly<Record<string, string>>;

describe('container credentials', () => {
  let aws: LocalAws;
  let container: ContainerCredentials | undefined;

  const start = async (options: ContainerOptions) => {
    await container?.close();
    container = await startContainerCredentials(aws, options);
    return container;
  };
  const startEcs = () => start({ agent: 'ecs', role: taskRole });
  const startPod = () => start({ agent: 'podIdentity', role: podRole, token: 'token-1' });
  const startOther = () => start({ agent: 'other', role: plainRole, token: 'Basic abc=' });

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(async () => {
    await container?.close();
    container = undefined;
    await aws.close();
  });

  it('in ECS belong to the task role', async () => {
    const ecs = await startEcs();
    const { status, type, body } = await get(`${ecs.url}${ecs.relativeUri}`);
    assert.deepEqual([status, type], [200, 'application/json']);
    const content = JSON.parse(body) as Content;
    assert.deepEqual(Object.keys(content), [
      'AccessKeyId',
      'SecretAccessKey',
      'Token',
      'Expiration',
      'RoleArn',
    ]);
    assert.equal(content['RoleArn'], taskRole);
    assert.match(content['Expiration'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(
      await callerArn(aws, signingKeys(content)),
      'arn:aws:sts::222222222222:assumed-role/Task/0b69d5c0d66543b3a4e9e2c8c4a1f7d2',
    );
    assert.deepEqual(
      ecs.requests.map(({ action, outcome }) => [action, outcome]),
      [['credentials', 'OK']],
    );
  });

  it('are renewed five minutes before they expire', async () => {
    const { fullUri } = await startEcs();
    const first = await readContent(fullUri);
    aws.clock.advance(6 * hour - 6 * minute);
    assert.equal((await readContent(fullUri))['AccessKeyId'], first['AccessKeyId']);
    aws.clock.advance(minute + 1000);
    const second = await readContent(fullUri);
    assert.notEqual(second['AccessKeyId'], first['AccessKeyId']);
    aws.clock.advance(5 * minute);
    await assertRefused(callerArn(aws, signingKeys(first)), 'ExpiredToken', /expired/);
    assert.ok(await callerArn(aws, signingKeys(second)));
  });

  it('are not found in ECS at another path or if the role does not trust it', async () => {
    const ecs = await startEcs();
    await notFound(`${ecs.url}/v2/credentials/guessed`);
    const untrusted = await start({ agent: 'ecs', role: podRole });
    await notFound(untrusted.fullUri);
  });

  it('in a pod require its token', async () => {
    const { fullUri } = await startPod();
    assert.match(fullUri, /\/v1\/credentials$/);
    const { AccountId, ...keys } = await readContent(fullUri, 'token-1');
    assert.equal(AccountId, '222222222222');
    assert.match((await callerArn(aws, signingKeys(keys))) ?? '', /:assumed-role\/Pod\/eks-cluster-pod-/);
    const missing = await get(fullUri);
    assert.deepEqual(
      [missing.status, missing.type, missing.body],
      [400, 'text/plain; charset=utf-8', 'Service account token cannot be empty\n'],
    );
    for (const token of ['Bearer token-1', 'token-2', 'TOKEN-1', 'token-1,token-1']) {
      const { status, body } = await get(fullUri, token);
      assert.equal(status, 400, token);
      assert.match(
        body,
        /^\[[0-9a-f-]{36}\]: \(InvalidTokenException\): The specified .* is invalid\., fault: client\n$/,
      );
    }
  });

  it('in a pod require a role that trusts Pod Identity', async () => {
    const { fullUri } = await start({ agent: 'podIdentity', role: taskRole, token: 'token-1' });
    const { status, body } = await get(fullUri, 'token-1');
    assert.equal(status, 400);
    assert.match(
      body,
      /\(AccessDeniedException\): Unauthorized Exception! EKS does not have permissions to assume the associated role\., fault: client/,
    );
  });

  it('of another agent are denied in the format that SDKs read', async () => {
    const { fullUri, url } = await startOther();
    assert.ok((await readContent(fullUri, 'Basic abc='))['Token']);
    for (const [uri, token, status, Code] of [
      [fullUri, undefined, 400, 'InvalidRequest'],
      [fullUri, 'abc=', 403, 'AccessDenied'],
      [`${url}/elsewhere`, 'Basic abc=', 404, 'NotFound'],
    ] as const) {
      const reply = await get(uri, token);
      const error = JSON.parse(reply.body) as Content;
      assert.deepEqual([reply.status, error['Code'], typeof error['Message']], [status, Code, 'string']);
    }
  });

  it('may never arrive', async () => {
    const { fullUri, faults, requests } = await startEcs();
    faults.next({ kind: 'silence' });
    const signal = AbortSignal.timeout(150);
    await assert.rejects(fetch(fullUri, { signal }), { name: 'TimeoutError' });
    assert.equal(requests[0]?.outcome, 'unanswered');
  });

  it('have faults in the format of the agent', async () => {
    const ecs = await startEcs();
    ecs.faults.next({ kind: 'throttle' });
    const uninitialized = 'CredentialsV2Request: Credentials uninitialized for ID';
    ecs.faults.next({
      kind: 'refusal',
      refusal: new Refusal(503, 'CredentialsUninitialized', uninitialized),
    });
    assert.equal((await get(ecs.fullUri)).status, 429);
    const { status, body } = await get(ecs.fullUri);
    assert.equal(status, 503);
    assert.equal((JSON.parse(body) as Content)['message'], uninitialized);
  });
});

async function notFound(uri: string): Promise<void> {
  const { status, body } = await get(uri);
  assert.equal(status, 400);
  assert.deepEqual(JSON.parse(body), {
    code: 'InvalidIdInRequest',
    message: 'CredentialsV2Request: Credentials not found',
    HTTPErrorCode: 400,
  });
}

async function get(uri: string, token?: string) {
  const response = await fetch(uri, { headers: token === undefined ? {} : { Authorization: token } });
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: await response.text() };
}

async function readContent(uri: string, token?: string): Promise<Content> {
  return JSON.parse((await get(uri, token)).body) as Content;
}

function signingKeys({ AccessKeyId = '', SecretAccessKey = '', Token = '' }: Content): SigningKeys {
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
}
