import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { researchAccount } from '../../../alibaba/sampleAlibaba.ts';
import { listen } from '../listening.ts';
import { AlibabaStage, failureOf } from './alibabaStage.ts';

const hour = 3_600_000;
const ecs = { kind: 'ecsRamRole' } as const;
const page = '<html>Sign in</html>';

function staged(alibaba: Pick<LocalAlibaba, 'url'>, environment: NodeJS.ProcessEnv = {}, aheadMs = 0) {
  return new AlibabaStage(alibaba, { environment, aheadMs });
}

const keys = {
  AccessKeyId: 'STS.a',
  AccessKeySecret: 's',
  SecurityToken: 't',
  Expiration: '2099-01-01T00:00:00Z',
};

describe('the RAM role of an ECS instance', () => {
  let alibaba: LocalAlibaba;
  let stage: AlibabaStage;
  let service: { readonly profile: string; readonly host: string };
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    service = { profile: 'ECS RAM role', host: new URL(alibaba.url).host };
    stage = staged(alibaba);
  });
  afterEach(() => alibaba.close());

  const actions = () => alibaba.requests.map(({ action, parameters }) => [action, parameters['version']]);
  const fails = (at = stage) => failureOf(at.run(ecs));

  it('comes with a token of the metadata service', async () => {
    const { expiration = 0 } = await stage.run(ecs);
    assert.ok(expiration > Date.now() + hour);
    assert.deepEqual(actions(), [
      ['ecsToken', '1'],
      ['ecsRoleName', '2'],
      ['ecsCredentials', '2'],
    ]);
    assert.match((await stage.identify(ecs)).arn, /:assumed-role\/ecs-instance\//u);
  });

  it('may be named, which saves a request', async () => {
    await staged(alibaba, { ALIBABA_CLOUD_ECS_METADATA: 'ecs-instance' }).run(ecs);
    assert.equal(alibaba.requests.length, 2);
  });

  it('comes in hardened mode, too', async () => {
    alibaba.metadata.modify({ hardened: true });
    await stage.run(ecs);
  });

  it('comes without a token from services that issue none, unless that is disabled', async () => {
    alibaba.metadata.modify({ issuesTokens: false });
    await stage.run(ecs);
    assert.deepEqual(actions().at(-1), ['ecsCredentials', '1']);
    const strict = staged(alibaba, { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' });
    assert.deepEqual(await fails(strict), { code: 'ecsMetadataRefused', ...service, status: 404 });
    alibaba.metadata.modify({ hardened: true });
    assert.deepEqual(await fails(), { code: 'ecsMetadataRefused', ...service, status: 403 });
  });

  it('comes without a token if that does not arrive, unless that is disabled', async () => {
    alibaba.faults.next({ kind: 'silence', action: 'ecsToken', times: 2 });
    await stage.run(ecs);
    assert.deepEqual(actions().at(-1), ['ecsCredentials', '1']);
    assert.deepEqual(await fails(staged(alibaba, { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' })), {
      code: 'ecsMetadataUnreachable',
      ...service,
      reason: 'ETIMEDOUT',
    });
  });

  for (const body of [page, '<html>\n', '', ' \n'])
    it(`comes without the token ${JSON.stringify(body)}, unless it is needed`, async () => {
      alibaba.faults.next({ kind: 'body', action: 'ecsToken', body });
      await stage.run(ecs);
      assert.deepEqual(actions().at(-1), ['ecsCredentials', '1']);
      alibaba.faults.next({ kind: 'body', action: 'ecsToken', body });
      const strict = staged(alibaba, { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' });
      assert.deepEqual(await fails(strict), { code: 'ecsMetadataBadAnswer', ...service });
    });

  it('comes without a token if the service refuses the one that it has issued, unless that is disabled', async () => {
    alibaba.faults.next({ kind: 'status', status: 403, action: 'ecsRoleName' });
    await stage.run(ecs);
    assert.deepEqual(actions(), [
      ['ecsToken', '1'],
      ['ecsRoleName', '2'],
      ['ecsRoleName', '1'],
      ['ecsCredentials', '2'],
    ]);
    const strict = staged(alibaba, { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' });
    alibaba.faults.next({ kind: 'status', status: 403, action: 'ecsCredentials' });
    assert.deepEqual(await fails(strict), { code: 'ecsMetadataRefused', ...service, status: 403 });
    alibaba.faults.next({ kind: 'status', status: 403, action: 'ecsCredentials', times: 2 });
    assert.deepEqual(await fails(), { code: 'ecsMetadataRefused', ...service, status: 403 });
  });

  it('may be missing, or have another name', async () => {
    const { profile: name } = service;
    const other = staged(alibaba, { ALIBABA_CLOUD_ECS_METADATA: 'other' });
    const missing = { code: 'ecsRoleMissing', profile: name } as const;
    assert.deepEqual(await fails(other), { ...missing, roleName: 'other' });
    alibaba.metadata.modify({ role: undefined });
    assert.deepEqual(await fails(), { ...missing, roleName: undefined });
    alibaba.faults.next({ kind: 'body', action: 'ecsRoleName', body: '\n' });
    assert.deepEqual(await fails(), { ...missing, roleName: undefined });
  });

  it('may not be assumed', async () => {
    alibaba.ram.addRole(researchAccount, { name: 'ecs-instance', trust: {} });
    assert.deepEqual(await fails(), { code: 'ecsMetadataBadAnswer', ...service });
  });

  for (const [action, body] of [
    ['ecsRoleName', page],
    ['ecsRoleName', 'one-role\nanother-role'],
    ['ecsRoleName', '.'],
    ['ecsRoleName', '..'],
    ['ecsRoleName', 'a\nb'],
    ['ecsRoleName', '../../user-data'],
    ['ecsCredentials', page],
    ['ecsCredentials', '{"Code":"Success"}'],
    ['ecsCredentials', '{}'],
    ['ecsCredentials', JSON.stringify({ ...keys, Code: 'Failed' })],
  ] as const)
    it(`is not ${JSON.stringify(body)} (${action})`, async () => {
      alibaba.faults.next({ kind: 'body', action, body });
      assert.deepEqual(await fails(), { code: 'ecsMetadataBadAnswer', ...service });
    });

  it('must not have expired', async () => {
    const late = staged(alibaba, {}, 7 * hour);
    assert.deepEqual(await fails(late), { code: 'alibabaSourceStale', profile: service.profile });
  });

  it('needs a service that answers within a second', async () => {
    alibaba.faults.next({ kind: 'silence', action: 'ecsRoleName' });
    const started = Date.now();
    assert.deepEqual(await fails(), { code: 'ecsMetadataUnreachable', ...service, reason: 'ETIMEDOUT' });
    assert.ok(Date.now() - started < 2000);
    const { url } = await listen(() => {}).then(async (server) => (await server.close(), server));
    assert.partialDeepStrictEqual(await fails(staged({ url })), {
      code: 'ecsMetadataUnreachable',
      reason: 'ECONNREFUSED',
    });
  });

  it('is left at once if the user cancels', async () => {
    alibaba.faults.next({ kind: 'silence' });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(stage.run(ecs, { signal: stop.signal }), Cancelled);
  });
});
