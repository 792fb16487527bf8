import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { publicFacts } from '../../../src/base/publicFacts.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('public facts', () => {
  it('are the facts themselves if all of them may be shown', () => {
    const facts = {
      code: 'x',
      profile: 'dev',
      loop: ['a', 'b'],
      count: 1,
      caller: { arn: 'arn:aws:iam::1:x' },
    };
    assert.equal(publicFacts(facts), facts);
  });

  it('contain no secret, however deep', () => {
    const facts = {
      profile: secret,
      loop: ['a', secret],
      caller: { kind: 'mfaSession', of: { accessKeyId: secret, arn: `arn:aws:iam::1:role/${secret}` } },
      variables: new Map([[secret, secret]]),
      command: 'tool',
    };
    const shown = publicFacts(facts);
    assert.deepEqual(shown, {
      profile: '…',
      loop: ['a', '…'],
      caller: { kind: 'mfaSession', of: { accessKeyId: '…', arn: 'arn:aws:iam::1:…' } },
      variables: new Map([['…', '…']]),
      command: '…',
    });
    assert.deepEqual(publicFacts(shown), shown);
  });

  it('keep colons in names, but no passwords', () => {
    const facts = {
      profile: 'my-token:x',
      startUrl: 'https://u:hunter2@x.com',
      detail: 'the token: hunter2',
    };
    assert.deepEqual(publicFacts(facts), {
      profile: 'my-token:x',
      startUrl: 'https://u:…@x.com',
      detail: 'the token: …',
    });
  });
});

describe('a failure that is thrown', () => {
  const caller = { kind: 'keys', profile: 'dev', accessKeyId: secret, place: 'credentials' } as const;
  const failure: Failure = { code: 'invalidKeys', profile: 'dev', accessKeyId: secret, caller };

  it('has only facts that may be shown', () => {
    assert.ok(!JSON.stringify(new FailureError(failure).failure).includes(secret));
  });

  it('knows the access key, for those who must forget its session', () => {
    assert.equal(new FailureError(failure).accessKeyId, secret);
    assert.equal(new FailureError({ code: 'noCredentials', profile: 'dev' }).accessKeyId, undefined);
  });
});
