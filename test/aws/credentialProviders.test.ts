import { fromHttp } from '@aws-sdk/credential-provider-http';
import { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withEnvironment } from './environment.ts';
import { type LocalAws, startLocalAws } from './localAws.ts';
import { type ContainerCredentials, startContainerCredentials } from './machineRoles/containerCredentials.ts';
import {
  beyondHopLimit,
  type InstanceMetadata,
  startInstanceMetadata,
  withoutTokens,
} from './machineRoles/instanceMetadata.ts';
import { callerArn } from './sts/stsClient.ts';
import {
  audience,
  instanceRole,
  issuer,
  plainRole,
  podRole,
  taskRole,
  testWorld,
  webRole,
} from './testWorld.ts';

type Provided = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

const hour = 3_600_000;

describe('the credential providers of AWS SDKs', () => {
  let aws: LocalAws;
  let folder: string;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    folder = await mkdtemp(join(tmpdir(), 'providers-'));
  });

  afterEach(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  async function assertValid(provided: Provided, session: string, hours: number): Promise<void> {
    const arn = `arn:aws:sts::222222222222:assumed-role/${session}`;
    assert.equal(await callerArn(aws, provided), arn);
    assert.ok(Math.abs((provided.expiration?.getTime() ?? 0) - aws.clock.now() - hours * hour) < 5000);
  }

  describe('for a web identity', () => {
    it('send the token from the file unchanged', async () => {
      const file = join(folder, 'token');
      const token = aws.identityProvider(issuer).signToken({ sub: 'somebody', aud: audience });
      const provide = fromTokenFile({
        webIdentityTokenFile: file,
        roleArn: webRole,
        roleSessionName: 'from-file',
        clientConfig: { endpoint: aws.url, region: 'eu-central-1', maxAttempts: 1 },
      });
      await writeFile(file, token);
      await assertValid(await provide(), 'Web/from-file', 1);
      await writeFile(file, `${token}\n`);
      await assert.rejects(provide(), { name: 'InvalidIdentityTokenException' });
    });
  });

  describe('on an instance', () => {
    let imds: InstanceMetadata;

    beforeEach(async () => {
      imds = await startInstanceMetadata(aws, { role: instanceRole, httpTokens: 'required' });
    });

    afterEach(() => imds.close());

    const provide = (timeout = 1000) =>
      withEnvironment(
        { AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url, AWS_EC2_METADATA_V1_DISABLED: 'false' },
        fromInstanceMetadata({ timeout, maxRetries: 0 }),
      );

    it('use a token', async () => {
      await assertValid(await provide(), `Instance/${imds.instanceId}`, 6);
      assert.deepEqual(
        imds.requests.map(({ action }) => action),
        ['token', 'role', 'credentials'],
      );
    });

    it('do without a token if the service has none', async () => {
      imds.modify({ httpTokens: 'optional' });
      for (const fault of [withoutTokens(403), withoutTokens(404), withoutTokens(405), beyondHopLimit]) {
        imds.faults.clear();
        imds.faults.next(fault);
        assert.ok((await provide(300)).accessKeyId);
      }
      imds.faults.clear();
      imds.faults.next({ kind: 'status', status: 400, action: 'token' });
      await assert.rejects(provide(), /EC2 Metadata token request returned error/);
    });

    it('fail without a role, with a role that does not trust EC2, and without a response', async () => {
      imds.modify({ role: undefined });
      await assert.rejects(provide(), { statusCode: 404 });
      imds.modify({ role: plainRole });
      await assert.rejects(provide(), /Invalid response received from instance metadata service/);
      imds.modify({ role: instanceRole });
      imds.faults.next({ kind: 'silence', action: 'credentials' });
      await assert.rejects(provide(300), /TimeoutError from instance metadata service/);
    });

    it('wait for each response until their timeout', async () => {
      imds.faults.next({ kind: 'delay', milliseconds: 100, times: 3 });
      assert.ok((await provide()).accessKeyId);
    });
  });

  describe('in a container', () => {
    let ecs: ContainerCredentials;

    beforeEach(async () => {
      ecs = await startContainerCredentials(aws, { agent: 'ecs', role: taskRole });
    });

    afterEach(() => ecs.close());

    it('need only the address in ECS', async () => {
      await assertValid(await provideHttp(ecs), 'Task/0b69d5c0d66543b3a4e9e2c8c4a1f7d2', 6);
    });

    it('send a token unchanged, and report why it was rejected', async () => {
      const other = await startContainerCredentials(aws, {
        agent: 'other',
        role: plainRole,
        token: 'Basic abc=',
      });
      try {
        const token = { awsContainerAuthorizationToken: 'Basic abc=' };
        await assertValid(await provideHttp(other, token), 'Plain/lent', 6);
        await assert.rejects(provideHttp(other, { awsContainerAuthorizationToken: 'abc=' }), {
          Code: 'AccessDenied',
          Message: 'The authorization token is not the right one.',
        });
      } finally {
        await other.close();
      }
    });

    it('reread a token file that was rewritten', async () => {
      const file = { awsContainerAuthorizationTokenFile: join(folder, 'eks-pod-identity-token') };
      const options = { agent: 'podIdentity', role: podRole, token: 'token-1' } as const;
      const pod = await startContainerCredentials(aws, options);
      try {
        await writeFile(file.awsContainerAuthorizationTokenFile, 'token-1');
        assert.ok((await provideHttp(pod, file)).accessKeyId);
        pod.setToken('token-2');
        await assert.rejects(provideHttp(pod, file), /status: 400/);
        await writeFile(file.awsContainerAuthorizationTokenFile, 'token-2');
        assert.ok((await provideHttp(pod, file)).accessKeyId);
      } finally {
        await pod.close();
      }
    });

    it('reject a response that lacks one of the four members or is not JSON', async () => {
      const whole = (await (await fetch(ecs.fullUri)).json()) as object;
      for (const part of ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration']) {
        ecs.faults.next({ kind: 'body', body: JSON.stringify({ ...whole, [part]: undefined }) });
        await assert.rejects(provideHttp(ecs), /not of the required format/, part);
      }
      ecs.faults.next({ kind: 'body', body: '<html>Sign in to the guest network</html>' });
      await assert.rejects(provideHttp(ecs), SyntaxError);
    });

    it('wait for a slow response, and report a lost one', async () => {
      ecs.faults.next({ kind: 'delay', milliseconds: 100 });
      assert.ok((await provideHttp(ecs)).accessKeyId);
      for (const kind of ['drop', 'cut'] as const) {
        ecs.faults.next({ kind });
        await assert.rejects(provideHttp(ecs), kind);
      }
    });
  });
});

function provideHttp(container: ContainerCredentials, options: Parameters<typeof fromHttp>[0] = {}) {
  return fromHttp({
    awsContainerCredentialsFullUri: container.fullUri,
    maxRetries: 0,
    timeout: 1000,
    ...options,
  })();
}
