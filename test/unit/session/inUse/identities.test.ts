import assert from 'node:assert/strict';
import type { Active } from '../../../../src/session/active.ts';
import { Identities, type KnownIdentity } from '../../../../src/session/inUse/identities.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { alice, aliceKey, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { assertNoSecret } from '../../credentials/runner.ts';
import { activeIn, openWindow, profile, type Window } from '../testWindows/window.ts';

describe('the access keys in use', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Active;
  let identities: Identities<KnownIdentity>;
  let changes: number;

  const checks = () => aws.requests.filter(({ action }) => action === 'GetCallerIdentity').length;
  const verdict = () => {
    assert.equal(active.state.kind, 'ready');
    return active.state.kind === 'ready' ? identities.of(active.state.session) : undefined;
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    identities = new Identities(window.identify as never);
    changes = 0;
    identities.onDidChange(() => changes++);
    active = activeIn({ ...window, identify: identities.identify }, { now: Date.now });
    identities.follow(active);
  });

  afterEach(async () => {
    active.dispose();
    identities.dispose();
    assertNoSecret(window.log.text);
    await aws.close();
  });

  const withSecret = (secret: string) => {
    window.files.credentials = window.files.credentials.replaceAll(
      /aws_secret_access_key = .*/gu,
      `aws_secret_access_key = ${secret}`,
    );
  };

  it('are checked once, and show whose they are', async () => {
    await active.use(profile('keys'));
    await eventually(() => {
      const found = verdict();
      assert.equal(found?.kind === 'accepted' && found.identity.arn, alice);
    });
    assert.equal(changes, 1);
    await active.use(profile('plain'));
    assert.equal(checks(), 1);
    const told = identities.ofKey(aliceKey.accessKeyId);
    assert.equal(told?.kind === 'accepted' && told.identity.arn, alice);
  });

  it('stay in use with the reason if AWS rejects them, until the file has other ones', async () => {
    const right = window.files.credentials;
    withSecret('wrong'.padEnd(40, 'x'));
    await active.use(profile('keys'));
    await eventually(() => assert.equal(verdict()?.kind, 'refused'));
    const refused = verdict();
    assert.equal(refused?.kind === 'refused' && refused.failure.code, 'wrongSecret');
    window.files.credentials = right;
    await active.refresh();
    await eventually(() => assert.equal(verdict()?.kind, 'accepted'));
  });

  it('get no verdict if AWS cannot be reached', async () => {
    aws.faults.next({ kind: 'status', status: 503, action: 'GetCallerIdentity', times: 10 });
    await active.use(profile('keys'));
    await eventually(() => assert.ok(checks() >= 3, `${checks()}`), 30_000);
    assert.equal(verdict(), undefined);
    assert.equal(changes, 0);
  });

  it('have no verdict any more if other ones cannot be checked', async () => {
    const right = window.files.credentials;
    withSecret('wrong'.padEnd(40, 'x'));
    await active.use(profile('keys'));
    await eventually(() => assert.equal(verdict()?.kind, 'refused'));
    aws.faults.next({ kind: 'status', status: 503, action: 'GetCallerIdentity', times: 3 });
    window.files.credentials = right;
    await active.refresh();
    await eventually(() => assert.equal(verdict(), undefined), 30_000);
  });

  it('are also judged by what a command finds', async () => {
    aws.faults.next({ kind: 'status', status: 503, action: 'GetCallerIdentity', times: 3 });
    const session = await active.use(profile('keys'));
    await eventually(() => assert.equal(checks(), 3), 30_000);
    await identities.identify(session, new AbortController().signal);
    assert.equal(verdict()?.kind, 'accepted');
  });

  it('are not asked about twice at the same time, and a command that is cancelled does not stop the check', async () => {
    aws.faults.next({ kind: 'delay', milliseconds: 200, action: 'GetCallerIdentity' });
    const session = await active.use(profile('keys'));
    const [one, cancelled] = [new AbortController(), new AbortController()];
    const asked = [one, cancelled].map(({ signal }) => identities.identify(session, signal));
    cancelled.abort();
    await assert.rejects(asked[1]!);
    await asked[0];
    assert.equal(verdict()?.kind, 'accepted');
    assert.equal(checks(), 1);
  });
});
