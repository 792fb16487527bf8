import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { type Access, fullAccess } from '../../../../src/profiles/access/access.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { allow, phone, plainRole, testWorld } from '../../../aws/testWorld.ts';
import type { World } from '../../../aws/world.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { callerWith, codesSent, failureFrom, outcomes } from '../../credentials/runner.ts';
import { documentOf, forAgent, readOnly } from '../../plan/access/scopedPlans.ts';
import { openWindow, profile, type WindowDependencies } from '../testWindows/window.ts';

const missing = 'arn:aws:iam::222222222222:policy/Missing';

describe('a session with less access that fails', () => {
  const started: LocalAws[] = [];
  afterEach(() => Promise.all(started.splice(0).map((aws) => aws.close())));

  /** The failure of a session, and what AWS answered. */
  async function fail(
    name: string,
    access: Access | undefined,
    { world = testWorld, config = '', ...more }: FailOptions = {},
  ): Promise<{ readonly failure: Failure; readonly answers: readonly string[] }> {
    const aws = await startLocalAws({ world });
    started.push(aws);
    const window = openWindow({
      url: aws.url,
      prompts: new TypedCodes(() => nextCode(phone, aws.clock)),
      ...more,
    });
    window.files.config += config;
    const target = { ...profile(name), ...(access && { access }) };
    const signal = new AbortController().signal;
    const failure = await failureFrom(window.sessions.get(target, { mayAsk: true, signal }));
    codesSent(aws.requests);
    return { failure, answers: outcomes(aws.requests) };
  }

  type FailOptions = Partial<WindowDependencies<TypedCodes>> & {
    readonly world?: World;
    readonly config?: string;
  };

  it('says that AWS cannot pack its policies', async () => {
    const full = { ...testWorld, packedPolicySize: 137 };
    const { failure } = await fail('plain', readOnly, { world: full });
    assert.partialDeepStrictEqual(failure, {
      code: 'packedPolicyTooLarge',
      profile: 'plain',
      hasTags: false,
    });
    assert.match('detail' in failure ? failure.detail : '', /137/u);
    const federated = await fail('keys', readOnly, { world: full });
    assert.equal(federated.failure.code, 'packedPolicyTooLarge');
  });

  it('says that AWS cannot pack its policies and tags', async () => {
    const tagged = `[profile tagged]\nrole_arn = arn:aws:iam::222222222222:role/Tagged\nsource_profile = keys\n`;
    const { failure } = await fail('tagged', forAgent(readOnly), {
      world: { ...testWorld, packedPolicySize: 101 },
      config: tagged,
      marks: { sessionTags: { AccessType: 'ai' } },
    });
    assert.partialDeepStrictEqual(failure, { code: 'packedPolicyTooLarge', hasTags: true });
  });

  it('does not ask for another code if AWS refuses its policies with the first one', async () => {
    const { failure, answers } = await fail('mfa-straight', readOnly, {
      world: { ...testWorld, packedPolicySize: 101 },
    });
    assert.equal(failure.code, 'packedPolicyTooLarge');
    assert.deepEqual(answers, ['GetCallerIdentity OK', 'AssumeRole PackedPolicyTooLarge']);
  });

  it('says that a policy is malformed', async () => {
    const document = documentOf('Allow', 'everything');
    for (const name of ['plain', 'keys', 'mfa']) {
      const { failure } = await fail(name, { managed: [], document });
      assert.partialDeepStrictEqual(failure, { code: 'policyRefused', profile: name, policies: [] });
      assert.notEqual('detail' in failure && failure.detail, '');
    }
  });

  it('says that a managed policy does not exist', async () => {
    const { failure } = await fail('mfa', { managed: ['readOnly', missing] });
    assert.partialDeepStrictEqual(failure, {
      code: 'policyRefused',
      profile: 'mfa',
      policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', missing],
    });
    const { failure: ofUser } = await fail('keys', { managed: [missing] });
    assert.partialDeepStrictEqual(ofUser, { code: 'policyRefused', policies: [missing] });
  });

  it('blames the duration and not the policies if that is too long', async () => {
    const config = `[profile too-long]\nrole_arn = ${plainRole}\nsource_profile = keys\nduration_seconds = 3601\n`;
    const { failure } = await fail('too-long', readOnly, { config });
    assert.equal(failure.code, 'durationRefused');
  });

  it('says which permission the marks of an agent need, and which setting wants them', async () => {
    const marks = { sessionTags: { AccessType: 'ai' }, sourceIdentity: 'an-agent' };
    const [tag, identity] = [
      { action: 'sts:TagSession', becauseOf: 'rolecall.agents.sessionTags' },
      { action: 'sts:SetSourceIdentity', becauseOf: 'rolecall.agents.sourceIdentity' },
    ];
    for (const [sent, demands] of [
      [{ sessionTags: marks.sessionTags }, [tag]],
      [{ sourceIdentity: marks.sourceIdentity }, [identity]],
      [marks, [tag, identity]],
    ] as const) {
      const { failure } = await fail('plain', forAgent(fullAccess), { marks: sent });
      assert.partialDeepStrictEqual(failure, { code: 'roleRefused', roleArn: plainRole, demands });
    }
    const config = `[profile own]\nrole_arn = ${plainRole}\nsource_profile = keys\nsession_tags = a=b\n`;
    const { failure } = await fail('own', readOnly, { config });
    assert.deepEqual('demands' in failure && failure.demands, [
      { action: 'sts:TagSession', becauseOf: 'session_tags' },
    ]);
    const { failure: unmarked } = await fail('plain', readOnly, { world: withoutTrust() });
    assert.ok(unmarked.code === 'roleRefused' && !('demands' in unmarked), JSON.stringify(unmarked));
  });

  it('says that a user may not call GetFederationToken', async () => {
    const [first, ...others] = testWorld.accounts;
    const users = first!.users!.map((user) => ({ ...user, policies: [allow('sts:AssumeRole', 's3:*')] }));
    const { failure } = await fail('keys', readOnly, {
      world: { ...testWorld, accounts: [{ ...first!, users }, ...others] },
    });
    assert.partialDeepStrictEqual(failure, {
      code: 'notAuthorized',
      profile: 'keys',
      action: 'sts:GetFederationToken',
    });
  });

  it('never asks AWS for a federated user with temporary keys, also if they turn out to be some', async () => {
    const printed = { Version: 1, AccessKeyId: 'ASIATEST', SecretAccessKey: 's', SessionToken: 't' };
    const config = `[profile tool]\ncredential_process = ${process.execPath} -p 'JSON.stringify(${JSON.stringify(printed)})'\n`;
    const { failure, answers } = await fail('tool', undefined, { config, shorten: toFederated });
    assert.deepEqual(failure, { code: 'accessImpossible', profile: 'tool', why: 'temporaryKeys' });
    assert.deepEqual(answers, []);
  });

  it('leaves the session before it for others', async () => {
    const aws = await startLocalAws({ world: testWorld });
    started.push(aws);
    const window = openWindow({ url: aws.url, prompts: new TypedCodes(() => nextCode(phone, aws.clock)) });
    const target = { ...profile('mfa'), access: { managed: [missing] } };
    const signal = new AbortController().signal;
    await assert.rejects(window.sessions.get(target, { mayAsk: true, signal }));
    const { plan } = await window.get('mfa', { mayAsk: false });
    assert.equal(plan.steps.at(-1)?.kind === 'assumeRole' && plan.steps.at(-1)?.profile, 'mfa');
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('is refused before AWS is asked if a setting is wrong, for every target without an access', async () => {
    const general = {
      code: 'unknownAccess',
      profile: '',
      setting: 'rolecall.access',
      value: 'readonyl',
    } as const;
    const access = { general, production: undefined };
    const { failure, answers } = await fail('plain', undefined, { access });
    assert.partialDeepStrictEqual(failure, { ...general, profile: 'plain' });
    assert.deepEqual(answers, []);
  });

  it('names the keys that a role refuses', async () => {
    const { failure } = await fail('plain', readOnly, { world: withoutTrust() });
    assert.partialDeepStrictEqual(failure, {
      code: 'roleRefused',
      caller: callerWith('keys', 'AKIATESTALICE0000001'),
    });
  });
});

/** The test world with a role `Plain` that trusts nobody. */
function withoutTrust(): World {
  const accounts = testWorld.accounts.map((account) => ({
    ...account,
    roles: (account.roles ?? []).map((role) =>
      role.name === 'Plain' ? { ...role, trust: { principals: [] } } : role,
    ),
  }));
  return { ...testWorld, accounts };
}

/** A plan for a federated user with the first credentials of a plan. */
function toFederated(planned: Planned): Planned {
  assert.ok(isPlan(planned));
  const [source] = planned.steps;
  const [sessionName, durationSeconds, sts] = ['me', 3600, planned.sts];
  const policy = { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], document: undefined };
  const step = { kind: 'federationToken', profile: 'tool', sessionPolicy: policy } as const;
  return { ...planned, steps: [source!, { ...step, sessionName, durationSeconds, sts }] };
}
