import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assertRefused, assume, callerArn, getSession, type SigningKeys } from '../sts/stsClient.ts';
import { alice, bobKey, longRole, mfaRole, plainRole, testWorld } from '../testWorld.ts';
import { authorizeLink, createPkce, signInWithConsole } from './signinClient.ts';

const root = 'arn:aws:iam::111111111111:root';

describe('the identity that signs in', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });
  afterEach(() => aws.close());

  async function signIn(arn: string): Promise<SigningKeys> {
    aws.signin.identity = arn;
    const { session, body } = await signInWithConsole(aws.url);
    assert.equal(session, arn);
    return body.accessToken ?? assert.fail();
  }

  it('is a user, a role session, or a root user, and stays the same', async () => {
    assert.equal(aws.signin.identity, alice, 'the first user if all have keys');
    for (const arn of [
      alice,
      root,
      'arn:aws:sts::222222222222:assumed-role/Long/somebody@example.com',
      'arn:aws-cn:sts::333333333333:assumed-role/China/li',
    ]) {
      assert.equal(await callerArn(aws, await signIn(arn)), arn);
    }
  });

  it('must exist', async () => {
    for (const arn of [
      'arn:aws:iam::111111111111:user/nobody',
      'arn:aws:iam::999999999999:root',
      'arn:aws-cn:iam::111111111111:root',
      'arn:aws:sts::111111111111:assumed-role/Plain/somebody',
      'arn:aws-cn:sts::222222222222:assumed-role/Plain/somebody',
      plainRole,
      '',
    ]) {
      aws.signin.identity = arn;
      const link = authorizeLink(aws.url, createPkce().challenge);
      const answered = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer: 'allow' }) });
      assert.equal(answered.status, 401, arn);
    }
  });

  it('has proven MFA if it is a user with a device', async () => {
    await assume(aws, await signIn(alice), { RoleArn: mfaRole });
    const bob = await signIn('arn:aws:iam::111111111111:user/bob');
    assert.equal(await callerArn(aws, bob), await callerArn(aws, bobKey));
    await assert.rejects(assume(aws, bob, { RoleArn: mfaRole }), { name: 'AccessDenied' });
  });

  it('has temporary credentials, with their limits', async () => {
    const keys = await signIn(alice);
    await assertRefused(getSession(aws, keys), 'AccessDenied', /with session credentials/u);
    const long = assume(aws, keys, { RoleArn: longRole, DurationSeconds: 7200 });
    await assertRefused(long, 'ValidationError', /1 hour session limit/u);
  });

  it('cannot assume roles as a root user', async () => {
    const assumed = assume(aws, await signIn(root), { RoleArn: mfaRole });
    await assertRefused(assumed, 'AccessDenied', 'Roles may not be assumed by root accounts.');
  });
});
