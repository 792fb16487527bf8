import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { rejectedKey } from '../../../src/session/rejectedKey.ts';

const caller = { kind: 'process', profile: 'dev' } as const;
const refused: Failure = {
  code: 'roleRefused',
  profile: 'dev',
  roleArn: 'arn:aws:iam::123456789012:role/Dev',
  accessKeyId: 'test',
  caller,
  hasExternalId: false,
  withEarlierCode: false,
  detail: '',
};

describe('the access key that AWS rejects', () => {
  it('is known even if it may not be shown', () => {
    const failure: Failure = { code: 'expiredKeys', profile: 'dev', accessKeyId: 'test', caller };
    assert.equal(rejectedKey(new FailureError(failure)), 'test');
  });

  it('is that of a cached role session if AWS rejects a role', () => {
    assert.equal(rejectedKey(new FailureError(refused), 'test'), 'test');
    assert.equal(rejectedKey(new FailureError(refused), 'other'), undefined);
    assert.equal(rejectedKey(new FailureError(refused)), undefined);
  });

  it('is unknown after other failures', () => {
    assert.equal(rejectedKey(new FailureError({ code: 'throttled', profile: 'dev' })), undefined);
    assert.equal(rejectedKey(new Error('test')), undefined);
  });
});
