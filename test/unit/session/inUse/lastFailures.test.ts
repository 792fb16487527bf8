import assert from 'node:assert/strict';
import { Cancelled, type Failure, FailureError } from '../../../../src/base/failure.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import type { Progress } from '../../../../src/credentials/run/runSteps.ts';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { LastFailures } from '../../../../src/session/inUse/lastFailures.ts';
import { ramPlan } from '../../delivery/alibaba/ramWindow.ts';

const dev = ramPlan('dev');
const refused: Failure = { code: 'credentialsUriUnset', profile: 'dev' };

const keysOf = (accessKeyId: string): Credentials =>
  new Credentials({
    accessKeyId,
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: undefined,
  });

/** What a run ends with: the access key ID of a new session, or an error. `from`: what the cache has. */
type End = string | Error;

function follow() {
  const last = new LastFailures<AlibabaPlan>();
  let changes = 0;
  last.onDidChange(() => changes++);
  let end: End = '';
  const run = last.follow(async (_plan, from) => {
    if (typeof end !== 'string') throw end;
    return from?.credentials ?? keysOf(end);
  });
  const { signal } = new AbortController();
  const take = async (next: End, plan = dev, from?: Progress): Promise<void> => {
    end = next;
    await run(plan, from, async () => {}, signal).then(
      () => assert.equal(typeof next, 'string'),
      (error: unknown) => assert.equal(error, next),
    );
  };
  /** The cache has the session of the whole plan. */
  const reuse = (accessKeyId: string): Promise<void> =>
    take('', dev, { done: dev.steps.length, credentials: keysOf(accessKeyId) });
  return { last, take, reuse, changes: () => changes };
}

describe('the last failure of a plan', () => {
  it('is there until a run succeeds', async () => {
    const { last, take, changes } = follow();
    assert.equal(last.of(dev), undefined);
    await take(new FailureError(refused));
    assert.deepEqual([last.of(dev), changes()], [refused, 1]);
    await take('STS.1');
    assert.deepEqual([last.of(dev), changes()], [undefined, 2]);
    await take('STS.2');
    assert.equal(changes(), 2);
  });

  it('stays while only the session from before is used', async () => {
    const { last, take, reuse } = follow();
    await take('STS.1');
    await take(new FailureError(refused));
    await reuse('STS.1');
    assert.deepEqual(last.of(dev), refused);
  });

  it('goes when another window has made a session', async () => {
    const { last, take, reuse } = follow();
    await take('STS.1');
    await take(new FailureError(refused));
    await reuse('STS.2');
    assert.equal(last.of(dev), undefined);
  });

  it('goes when a service yields the same credentials again', async () => {
    const { last, take } = follow();
    await take('STS.1');
    await take(new FailureError(refused));
    await take('STS.1');
    assert.equal(last.of(dev), undefined);
  });

  it('is that of no other plan, and not of one that has changed', async () => {
    const { last, take } = follow();
    await take(new FailureError(refused));
    await take('STS.1', ramPlan('prod'));
    assert.deepEqual(last.of(dev), refused);
    for (const other of [ramPlan('prod'), ramPlan('dev', 7200)]) assert.equal(last.of(other), undefined);
  });

  it('is no cancellation, and no unexpected error', async () => {
    const { last, take } = follow();
    await take(new Cancelled());
    await take(new TypeError('x'));
    assert.equal(last.of(dev), undefined);
  });
});
