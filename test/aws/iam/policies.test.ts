import assert from 'node:assert/strict';
import { awsManagedPolicy } from './managedPolicies.ts';
import { decide, type Decision, type PolicyDocument, type Statement } from './policies.ts';

const object = 'arn:aws:s3:::data/a/b.txt';

function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*') =>
  policy({ Effect: 'Allow', Action, Resource });
const deny = (Action: string, Resource = '*') => policy({ Effect: 'Deny', Action, Resource });

describe('policies', () => {
  const cases: readonly (readonly [string, readonly PolicyDocument[], Decision])[] = [
    ['no policy', [], 'implicitDeny'],
    ['another action', [allow('s3:PutObject')], 'implicitDeny'],
    ['the action', [allow(['s3:PutObject', 's3:GetObject'])], 'allow'],
    ['the action in other letters', [allow('S3:getobject')], 'allow'],
    ['actions with wildcards', [allow('s3:Get*')], 'allow'],
    ['any character', [allow('s3:?etObject')], 'allow'],
    ['one character too many', [allow('s3:GetObject?')], 'implicitDeny'],
    ['a longer action', [allow('s3:Get')], 'implicitDeny'],
    ['a dot, which is no wildcard', [allow('s3.GetObject')], 'implicitDeny'],
    ['all actions but another', [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })], 'allow'],
    [
      'all actions but this',
      [policy({ Effect: 'Allow', NotAction: ['s3:*'], Resource: '*' })],
      'implicitDeny',
    ],
    ['the resource', [allow('s3:*', object)], 'allow'],
    ['a pattern of resources', [allow('s3:*', 'arn:aws:s3:::data/*')], 'allow'],
    ['a resource in other letters', [allow('s3:*', object.toUpperCase())], 'implicitDeny'],
    ['another resource', [allow('s3:*', ['arn:aws:s3:::data', 'arn:aws:s3:::other/*'])], 'implicitDeny'],
    [
      'all resources but another',
      [policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x/*' })],
      'allow',
    ],
    [
      'all resources but this',
      [policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' })],
      'implicitDeny',
    ],
    ['one of two policies', [allow('s3:GetObject'), allow('sts:*')], 'allow'],
    ['a deny beside it', [allow('*'), deny('s3:Get*')], 'explicitDeny'],
    ['a deny of something else', [allow('*'), deny('s3:Get*', 'arn:aws:s3:::other/*')], 'allow'],
    ['only a deny', [deny('*')], 'explicitDeny'],
    ['a single statement', [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }], 'allow'],
  ];

  for (const [name, policies, decision] of cases) {
    it(`decide for ${name}: ${decision}`, () => {
      assert.equal(decide(policies, 's3:GetObject', object), decision);
    });
  }
});

describe('the policies that AWS manages', () => {
  const reading = ['s3:ListAllMyBuckets', 's3:ListBucket', 's3:GetObject', 's3:GetBucketPolicy'];
  const data = ['dynamodb:Scan', 'ssm:GetParameter', 'secretsmanager:GetSecretValue', 'kms:Decrypt'];
  const more = ['s3:PutObject', 'sts:AssumeRole', 'sts:GetSessionToken', 'iam:ListMFADevices'];
  const all = [...reading, ...data, ...more];

  it('allow what they allow in AWS', () => {
    assert.deepEqual(allowed('AdministratorAccess', all), all);
    assert.deepEqual(allowed('ReadOnlyAccess', all), [
      ...reading,
      'dynamodb:Scan',
      'ssm:GetParameter',
      'sts:GetSessionToken',
      'iam:ListMFADevices',
    ]);
    assert.deepEqual(allowed('AmazonS3ReadOnlyAccess', all), reading);
    assert.deepEqual(allowed('job-function/ViewOnlyAccess', all), [
      's3:ListAllMyBuckets',
      's3:ListBucket',
      'iam:ListMFADevices',
    ]);
    assert.deepEqual(allowed('SecurityAudit', all), [
      's3:ListAllMyBuckets',
      's3:GetBucketPolicy',
      'iam:ListMFADevices',
    ]);
  });

  it('exist in every partition, under their full names', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-eusc']) {
      assert.ok(awsManagedPolicy(`arn:${partition}:iam::aws:policy/ReadOnlyAccess`), partition);
    }
    for (const arn of ['arn:aws:iam::aws:policy/ViewOnlyAccess', 'arn:aws:iam::aws:policy/toString', '']) {
      assert.equal(awsManagedPolicy(arn), undefined);
    }
  });
});

/** Those of the actions that the managed policy allows. */
function allowed(name: string, actions: readonly string[]): readonly string[] {
  const managed = awsManagedPolicy(`arn:aws:iam::aws:policy/${name}`);
  assert.ok(managed);
  return actions.filter((action) => decide([managed], action, object) === 'allow');
}
