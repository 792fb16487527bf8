import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/base/failure.ts';
import { Credentials } from '../../../src/credentials/credentials.ts';
import type { AnyPlan } from '../../../src/plan/anyPlan.ts';
import { staleness } from '../../../src/session/activeState.ts';
import { renewMargin, SessionLifetime } from '../../../src/session/renewal.ts';
import type { Session } from '../../../src/session/sessions.ts';

const minute = 60_000;

function ending(expiration: number | undefined, accessKeyId = 'A'): Credentials {
  return new Credentials({ accessKeyId, secretAccessKey: 's', sessionToken: undefined, expiration });
}

const noJitter = (): number => 0;

describe('the renewal margin', () => {
  for (const [minutes, margin] of [
    [5, 5],
    [0, 1],
    [-3, 1],
    [55, 55],
    [90, 55],
  ] as const)
    it(`of ${minutes} min is ${margin} min`, () =>
      assert.equal(renewMargin(() => minutes, noJitter)(), margin * minute));

  it('follows the current setting', () => {
    let minutes = 5;
    const margin = renewMargin(() => minutes, noJitter);
    minutes = 10;
    assert.equal(margin(), 10 * minute);
  });

  it('is extended by up to half a minute, by a fixed amount for each window', () => {
    const margins = Array.from({ length: 50 }, () => renewMargin(() => 5));
    const jitters = margins.map((margin) => margin() - 5 * minute);
    assert.ok(
      jitters.every((ms) => ms >= 0 && ms < 30_000),
      jitters.join(),
    );
    assert.ok(new Set(jitters).size > 40, 'windows do not renew simultaneously');
    assert.ok(Math.max(...jitters) - Math.min(...jitters) > 10_000, 'nor nearly simultaneously');
    assert.deepEqual(
      margins.map((margin) => margin() - 5 * minute),
      jitters,
    );
  });
});

describe('SessionLifetime', () => {
  let now: number;
  let lifetime: SessionLifetime;
  beforeEach(() => {
    now = 1_800_000_000_000;
    lifetime = new SessionLifetime(
      () => now,
      () => 5 * minute,
    );
  });

  it('is ending when the margin begins', () => {
    lifetime.begin(ending(now + 60 * minute));
    assert.deepEqual([lifetime.leftMs, lifetime.isEnding], [60 * minute, false]);
    now += 55 * minute - 1;
    assert.equal(lifetime.isEnding, false);
    now += 1;
    assert.equal(lifetime.isEnding, true);
  });

  it('reserves at most half of a short session, however often it starts', () => {
    const end = now + 4 * minute;
    assert.equal(lifetime.begin(ending(end)), true);
    now += 2 * minute - 1;
    assert.equal(lifetime.begin(ending(end)), false, 'the same credentials again');
    assert.equal(lifetime.isEnding, false);
    now += 1;
    assert.equal(lifetime.isEnding, true);
    assert.equal(lifetime.begin(ending(end, 'B')), true);
    assert.equal(lifetime.isEnding, false);
  });

  it('has never more left than when it began', () => {
    lifetime.begin(ending(now + 60 * minute));
    now -= 5 * 60 * minute;
    assert.deepEqual([lifetime.leftMs, lifetime.marginMs], [60 * minute, 5 * minute]);
  });

  it('is doubtful if the same credentials come with a later expiration', () => {
    const end = now + 60 * minute;
    for (const [expiration, key, expected] of [
      [end, 'A', false],
      [end - minute, 'A', false],
      [end - minute + 2000, 'A', false],
      [end, 'A', true],
      [end, 'A', true],
      [end + minute, 'B', false],
    ] as const) {
      lifetime.begin(ending(expiration, key));
      assert.equal(lifetime.isExtended, expected);
    }
  });

  it('does not end without an expiration', () => {
    assert.equal(lifetime.isEnding, false);
    lifetime.begin(ending(undefined));
    now += 1e12;
    assert.equal(lifetime.isEnding, false);
  });
});

function session(target: object, steps: readonly object[], expiration: number): Session<AnyPlan> {
  return { plan: { target, steps }, credentials: ending(expiration) } as unknown as Session<AnyPlan>;
}

/** Why a session that was renewed with the same end is no better. */
function codeOf(target: object, steps: readonly object[]): FailureCode | undefined {
  const [first, longer] = [session(target, steps, minute), session(target, steps, 2 * minute)];
  assert.equal(staleness(longer, first), undefined);
  return staleness(first, first)?.code;
}

describe('a renewed session that lasts no longer', () => {
  const aws = { kind: 'profile', name: 'dev' };
  const role = { kind: 'assumeRole', profile: 'dev', roleArn: 'arn:aws:iam::111111111111:role/dev' };
  const ramRole = { kind: 'ramRole', profile: 'dev', roleArn: 'acs:ram::1111111111111111:role/dev' };

  for (const kind of ['container', 'instance'])
    it(`is worth waiting for if it comes from a service (${kind})`, () => {
      assert.equal(codeOf(aws, [{ kind, profile: 'dev' }]), 'metadataExpired');
      assert.equal(codeOf(aws, [{ kind, profile: 'dev' }, role]), 'expiredKeys');
    });

  for (const kind of ['credentialsUri', 'credentialsFile', 'ecsRamRole'])
    it(`is worth waiting for if it comes from an instance of Alibaba Cloud (${kind})`, () => {
      assert.equal(codeOf({ kind }, [{ kind, profile: 'instance' }]), 'alibabaSourceStale');
      assert.equal(codeOf({ kind }, [{ kind, profile: 'instance' }, ramRole]), 'alibabaKeysExpired');
    });

  it('needs the user if it comes from a program', () => {
    assert.equal(codeOf(aws, [{ kind: 'process', profile: 'dev' }]), 'expiredKeys');
    const external = { kind: 'external', profile: 'dev' };
    assert.equal(codeOf({ kind: 'cliProfile', name: 'dev' }, [external]), 'alibabaKeysExpired');
  });
});
