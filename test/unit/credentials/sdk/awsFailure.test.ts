import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import { type AwsCall, awsFailure } from '../../../../src/credentials/sdk/awsFailure.ts';

const call: AwsCall = {
  profile: 'dev',
  action: 'sts:AssumeRole',
  signer: undefined,
  region: 'eu-central-1',
  host: 'sts.example.com',
  mfaSerial: undefined,
};
const at = { profile: call.profile, host: call.host };

/** Errors that take too long, or too much, to provoke for real. */
const thrown: readonly (readonly [string, Error, Failure])[] = [
  [
    'a request that timed out',
    Object.assign(new Error('slow'), { name: 'TimeoutError' }),
    { code: 'network', ...at, reason: 'ETIMEDOUT' },
  ],
  [
    'throttling by the status alone',
    Object.assign(new Error('slow down'), {
      name: 'Unknown',
      Code: 'SomethingNew',
      $metadata: { httpStatusCode: 429 },
    }),
    { code: 'throttled', profile: 'dev' },
  ],
  ...(
    [
      ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'issuer'],
      ['SELF_SIGNED_CERT_IN_CHAIN', 'issuer'],
      ['CERT_HAS_EXPIRED', 'date'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'name'],
    ] as const
  ).map(([reason, trouble]): [string, Error, Failure] => [
    reason,
    Object.assign(new Error('tls'), { code: reason }),
    { code: 'certificate', ...at, trouble, reason },
  ]),
  ...(
    [
      ['ECONNREFUSED', 'network'],
      ['EAI_AGAIN', 'network'],
      ['EPROTO', 'network'],
      ['ERR_SSL_WRONG_VERSION_NUMBER', 'network'],
      ['ERR_SOCKET_CLOSED', 'network'],
      ['ERR_INVALID_CHAR', 'unsendable'],
      ['ERR_INVALID_URL', 'unsendable'],
      ['ERR_UNESCAPED_CHARACTERS', 'unsendable'],
    ] as const
  ).map(([reason, code]): [string, Error, Failure] => [
    reason,
    Object.assign(new Error('no answer'), { code: reason }),
    { code, ...at, reason },
  ]),
  [
    'too many open files',
    Object.assign(new Error('no socket'), { code: 'EMFILE' }),
    { code: 'unexpected', profile: 'dev', reason: 'EMFILE' },
  ],
  [
    'a bug',
    new TypeError('x is not a function'),
    { code: 'unexpected', profile: 'dev', reason: 'TypeError' },
  ],
];

describe('awsFailure', () => {
  for (const [name, error, failure] of thrown) {
    it(`recognizes ${name}`, () => {
      const known = awsFailure(error, call);
      assert.ok(known instanceof FailureError);
      assert.deepEqual(known.failure, failure);
      assert.equal(known.cause, error);
    });
  }
});
