import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import {
  agreedExternalId,
  auditorRole,
  closedRole,
  deployRole,
  developerRole,
  dswRole,
  linArn,
  linKey,
  partnerRole,
  readerKey,
  rootKey,
  viewerRole,
} from '../sampleAlibaba.ts';
import { AlibabaClient, assertCode, signatureKinds } from './alibabaClient.ts';
import { type RawAnswer, type RawParameters, sendRawSts } from './rawAlibabaRequest.ts';

const refused = /You are not authorized to do this action\. You should be authorized by RAM\./u;

describe('AssumeRole of the local STS', () => {
  let alibaba: LocalAlibaba;
  let lin: AlibabaClient;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    lin = new AlibabaClient(alibaba, linKey);
  });
  afterEach(() => alibaba.close());

  const raw = (parameters: RawParameters): Promise<RawAnswer> =>
    sendRawSts(alibaba.url, linKey, 'AssumeRole', {
      RoleArn: developerRole,
      RoleSessionName: 'test',
      ...parameters,
    });

  /** A client with a session of `Developer` that has a policy of its own. */
  const limited = async (Effect: string, Action: string): Promise<AlibabaClient> => {
    const policy = JSON.stringify({ Version: '1', Statement: [{ Effect, Action: [Action], Resource: '*' }] });
    return new AlibabaClient(alibaba, await lin.assume(developerRole, { policy }));
  };

  it('yields keys in the form of Alibaba Cloud, for an hour', async () => {
    const { accessKeyId, securityToken = '', expiration, arn } = await lin.assume(developerRole);
    assert.match(accessKeyId, /^STS\.N\w{24}$/u);
    assert.match(securityToken, /^CAIS/u);
    assert.equal(arn, `${developerRole}/test`);
    assert.match(expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    const seconds = (Date.parse(expiration) - alibaba.clock.now()) / 1000;
    assert.ok(seconds > 3590 && seconds <= 3600, `${seconds}`);
  });

  it('assumes a role with another role', async () => {
    const developer = new AlibabaClient(alibaba, await lin.assume(developerRole));
    const deploy = new AlibabaClient(alibaba, await developer.assume(deployRole));
    assert.equal((await deploy.identity()).arn, 'acs:ram::5555666677778888:assumed-role/Deploy/test');
    await assertCode(lin.assume(deployRole), 'NoPermission');
  });

  for (const kind of signatureKinds)
    it(`takes all characters that a policy may have (${kind})`, async () => {
      const statement = { Effect: 'Allow', Action: 'oss:Get*', Resource: "acs:oss:*:*:a b+c/(d)!'é~&=%" };
      const policy = JSON.stringify({ Version: '1', Statement: [statement] });
      const client = new AlibabaClient(alibaba, linKey, kind);
      await client.assume(developerRole, { policy });
      assert.equal(alibaba.requests.at(-1)?.parameters['Policy'], policy);
    });

  it('does not say whether the caller lacks the permission, or the role does not trust it', async () => {
    const reader = new AlibabaClient(alibaba, readerKey);
    for (const attempt of [
      reader.assume(developerRole),
      lin.assume(closedRole),
      lin.assume(dswRole),
      lin.assume(partnerRole),
      lin.assume(partnerRole, { externalId: 'other' }),
      reader.assume(auditorRole),
    ])
      assert.match(await assertCode(attempt, 'NoPermission'), refused);
    await lin.assume(partnerRole, { externalId: agreedExternalId });
  });

  it('lets a role without a policy assume nothing', async () => {
    const viewer = new AlibabaClient(alibaba, await lin.assume(viewerRole));
    await assertCode(viewer.assume(developerRole), 'NoPermission');
  });

  it('limits a session by its policy', async () => {
    await (await limited('Allow', 'sts:*')).assume(deployRole);
    await assertCode((await limited('Allow', 'oss:*')).assume(deployRole), 'NoPermission');
    await assertCode((await limited('Deny', 'sts:AssumeRole')).assume(deployRole), 'NoPermission');
  });

  it('refuses the keys of the account itself', async () => {
    const root = new AlibabaClient(alibaba, rootKey);
    const message = await assertCode(root.assume(developerRole), 'NoPermission');
    assert.match(message, /Roles may not be assumed by root accounts\./u);
  });

  it('says if there is no such role', async () => {
    const missing = `${developerRole}s`;
    const message = await assertCode(lin.assume(missing), 'EntityNotExist.Role');
    assert.ok(message.includes(missing));
    alibaba.ram.deleteRole(auditorRole);
    for (const other of [auditorRole, linArn, 'acs:ram::555566667777:role/Developer'])
      await assertCode(lin.assume(other), 'EntityNotExist.Role');
  });

  const wrong: readonly (readonly [parameter: string, values: readonly string[]])[] = [
    [
      'RoleArn',
      [
        '',
        'Developer',
        'arn:aws:iam::555566667777:role/Developer',
        'acs:ram::5555666677778888:role/team/Developer',
        'acs:ram::5555666677778888:role/under_score',
      ],
    ],
    ['RoleSessionName', ['', 'a', 'a b', 'a=b', 'a,b', 'ü2', 'x'.repeat(65)]],
    ['DurationSeconds', ['0', '899', '43201', '-3600', '1e4', 'long', '3600.5']],
    ['ExternalId', ['a', 'a b', 'é2', 'x'.repeat(1225)]],
  ];
  for (const [parameter, values] of wrong)
    it(`checks the form of ${parameter}`, async () => {
      for (const value of values)
        assert.equal((await raw({ [parameter]: value })).code, `InvalidParameter.${parameter}`, value);
    });

  it('takes the longest and shortest values', async () => {
    for (const parameters of [
      { RoleSessionName: 'ab' },
      { RoleSessionName: `${'x'.repeat(60)}@._-` },
      { DurationSeconds: '900' },
      { DurationSeconds: '43200' },
    ])
      assert.equal((await raw(parameters)).status, 200, JSON.stringify(parameters));
  });

  it('limits the duration by that of the role', async () => {
    const message = await assertCode(
      lin.assume(auditorRole, { durationSeconds: 3601 }),
      'InvalidParameter.DurationSeconds',
    );
    assert.match(message, /15min\/1hr/u);
    await lin.assume(auditorRole, { durationSeconds: 3600 });
  });

  it('checks the grammar and the size of a policy', async () => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    for (const policy of [
      '{',
      '[]',
      'null',
      JSON.stringify({ Version: '1', Statement: [] }),
      JSON.stringify({ Version: '2012-10-17', Statement: [allow] }),
      JSON.stringify({ Version: '1', Statement: [{ ...allow, Effect: 'allow' }] }),
      JSON.stringify({ Version: '1', Statement: [{ ...allow, Action: undefined }] }),
      JSON.stringify({ Version: '1', Statement: [{ ...allow, Resource: [7] }] }),
    ])
      assert.equal((await raw({ Policy: policy })).code, 'InvalidParameter.PolicyGrammar', policy);
    const long = JSON.stringify({ Version: '1', Statement: [{ ...allow, Resource: 'x'.repeat(2048) }] });
    assert.equal((await raw({ Policy: long })).code, 'InvalidParameter.PolicySize');
  });
});
