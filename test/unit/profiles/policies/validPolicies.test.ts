import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { maxPolicyLength, readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';

/** The policy is accepted without any remark, and sent as it is, without white space. */
function accepts(what: string, policy: unknown, onlyDenies = false): void {
  it(`is ${what}`, () => {
    const read = readPolicyDocument(JSON.stringify(policy, null, '\t').replaceAll('\n', '\r\n'));
    assert.deepEqual(read, { text: JSON.stringify(policy), onlyDenies, problems: [] });
  });
}

const version = '2012-10-17';

describe('a policy that AWS accepts', () => {
  accepts('one statement without a list', {
    Version: version,
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  });
  accepts('a list of statements whose elements are in any order', {
    Statement: [
      {
        Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'],
        Action: ['s3:Get*', 's3:List?'],
        Effect: 'Allow',
      },
      { NotResource: '*', NotAction: ['iam:*'], Effect: 'Deny', Sid: 'NoIam2' },
    ],
    Version: version,
    Id: 'cd3ad3d9-2776-4ef1-a904-4c229d1642ee',
  });
  accepts(
    'a denial outside of some regions, with services in any spelling',
    {
      Version: version,
      Statement: {
        Sid: 'DenyOtherRegions',
        Effect: 'Deny',
        NotAction: ['SNS:*', 'route53:*', 'ssm-guiconnect:*', 'execute-api:Invoke'],
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] },
          ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*' },
        },
      },
    },
    true,
  );
  accepts(
    'a denial of data that a read-only policy would let one read',
    {
      Version: version,
      Statement: [
        {
          Effect: 'Deny',
          Action: ['ssm:GetParameter*', 'lambda:GetFunction', 'dynamodb:Scan'],
          Resource: '*',
        },
        { Effect: 'Deny', Action: 's3:GetObject*', Resource: 'arn:aws:s3:::secret-*/*' },
      ],
    },
    true,
  );
  accepts('numbers and booleans without quotes in a condition', {
    Version: version,
    Statement: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: '*',
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': true, 'aws:SecureTransport': 'true' },
        NumericLessThanEquals: { 's3:max-keys': 10 },
        'ForAllValues:StringEqualsIfExists': { 'aws:TagKeys': ['team', 'stage'] },
        'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2/r-ab12/*' },
        stringequals: { 's3:prefix': ['', 'home/'] },
        Null: { 'aws:TokenIssueTime': 'false' },
        IpAddress: {},
      },
    },
  });
  accepts('one with variables, partitions, and characters beyond ASCII', {
    Version: version,
    Statement: {
      Effect: 'Allow',
      Action: '*:*',
      Resource: [
        'arn:aws:s3:::home/${aws:PrincipalTag/team}/*',
        'arn:aws-us-gov:iam::*:role/a',
        'arn:*:s3:::b/Größe ÿ/*',
      ],
      Condition: {},
    },
  });
  accepts('one with an empty Sid in each statement, as some tools write them', {
    Version: version,
    Statement: [
      { Sid: '', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::123456789012:role/a' },
      { Sid: '', Effect: 'Deny', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::123456789012:role/b' },
    ],
  });

  it('is one of the old version, which has no variables', () => {
    const text = '{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    assert.deepEqual(readPolicyDocument(text), { text, onlyDenies: false, problems: [] });
  });

  it('is one with escapes, which stay as they are: the characters would be refused', () => {
    const text = `{"Version":"${version}","Statement":{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::\\u65e5\\/*"}}`;
    assert.deepEqual(readPolicyDocument(text), { text, onlyDenies: true, problems: [] });
  });

  it('is one of as many characters as AWS takes, without white space', () => {
    const least = readPolicyDocument(withResource('arn:')).text?.length ?? 0;
    const longest = withResource(`arn:${'x'.repeat(maxPolicyLength - least)}`);
    assert.equal(readPolicyDocument(longest).text?.length, maxPolicyLength);
    assert.equal(readPolicyDocument(longest.replace('arn:', 'arn:x')).text, undefined);
  });
});

function withResource(resource: string): string {
  const statement = { Effect: 'Allow', Action: '*', Resource: resource };
  return JSON.stringify({ Version: version, Statement: [statement] }, null, 8);
}

const oneOrMore = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | readonly T[]> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
const words = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/u);
const latin = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const actions = fc.oneof(
  fc.constantFrom('*', '*:*', 's3:*', 'ec2:Describe*'),
  fc.tuple(fc.constantFrom('s3', 'S3', 'execute-api', 'iot1click'), words).map((parts) => parts.join(':')),
);
const resources = fc.oneof(
  fc.constant('*'),
  fc
    .tuple(fc.constantFrom('arn:aws', 'arn:aws-cn', 'arn:*'), words, latin)
    .map(([arn, a, b]) => `${arn}:${a}:::${b}`),
);
const operators = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom('StringLike', 'Bool', 'NumericLessThan', 'IpAddress', 'ArnNotEquals', 'Null'),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const values = oneOrMore(
  fc.oneof(latin, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
);
const conditions = fc.dictionary(
  operators,
  fc.dictionary(
    words.map((word) => `aws:${word}`),
    values,
    { maxKeys: 2, noNullPrototype: true },
  ),
  { maxKeys: 2, noNullPrototype: true },
);
const statements = fc
  .record(
    {
      effect: fc.constantFrom('Allow', 'Deny'),
      action: fc.tuple(fc.constantFrom('Action', 'NotAction'), oneOrMore(actions)),
      resource: fc.tuple(fc.constantFrom('Resource', 'NotResource'), oneOrMore(resources)),
      condition: conditions,
    },
    { requiredKeys: ['effect', 'action', 'resource'] },
  )
  .map(({ effect, action, resource, condition }) => ({
    Effect: effect,
    ...Object.fromEntries([action, resource]),
    ...(condition && { Condition: condition }),
  }));
const policies = fc.record({ Version: fc.constant(version), Statement: oneOrMore(statements) });

describe('each policy of the grammar', () => {
  it('has no problems, and stays what it is', () =>
    fc.assert(
      fc.property(policies, fc.constantFrom('', ' ', '\t'), (policy, indent) => {
        const read = readPolicyDocument(JSON.stringify(policy, null, indent));
        const tooLong = JSON.stringify(policy).length > maxPolicyLength;
        assert.deepEqual(
          read.problems.map(({ code }) => code),
          tooLong ? ['tooLong'] : [],
        );
        if (tooLong) return;
        assert.equal(read.text, JSON.stringify(policy));
        const effects = [policy.Statement].flat().map(({ Effect }) => Effect);
        assert.equal(read.onlyDenies, !effects.includes('Allow'));
      }),
      { numRuns: 500 },
    ));
});

describe('each text', () => {
  const pieces = fc.oneof(
    fc.constantFrom(...'{ } [ ] , : " // /* */ \n \\u \\ 1. -'.split(' ')),
    fc.constantFrom(
      '"Version"',
      '"Statement"',
      '"Effect"',
      '"Action"',
      '"Condition"',
      '"Allow"',
      '"*"',
      'null',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const cut = fc.tuple(policies, fc.nat(), fc.nat(20), pieces).map(([policy, at, length, piece]) => {
    const text = JSON.stringify(policy, null, 1);
    const start = at % text.length;
    return text.slice(0, start) + piece + text.slice(start + length);
  });
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
    cut,
  );

  it('has problems in its bounds, or is what AWS STS takes', () =>
    fc.assert(
      fc.property(texts, (text) => {
        const { text: sent, onlyDenies, problems } = readPolicyDocument(text);
        for (const { start, end } of problems)
          assert.ok(0 <= start && start <= end && end <= Math.max(text.length, 1));
        assert.equal(
          sent === undefined,
          problems.some(({ severity }) => severity === 'error'),
        );
        if (sent === undefined) return assert.equal(onlyDenies, false);
        assert.match(sent, /^[\t\n\r\u0020-\u00FF]{1,2048}$/u);
        assert.deepEqual(JSON.parse(sent), JSON.parse(text.replace(/^\uFEFF/u, '')));
      }),
      { numRuns: 2000 },
    ));
});
