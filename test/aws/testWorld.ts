import type { PolicyDocument } from './iam/policies.ts';
import type { AccessKey, MfaDevice, World } from './world.ts';

/** The smallest world in which every rule can be violated. */
export const phone: MfaDevice = {
  serialNumber: 'arn:aws:iam::111111111111:mfa/phone',
  base32Seed: 'TESTSEEDTESTSEEDTESTSEEDTESTSEED',
};

export const aliceKey = key('AKIATESTALICE0000001');
export const aliceOldKey: AccessKey = { ...key('AKIATESTALICE0000009'), status: 'Inactive' };
export const bobKey = key('AKIATESTBOB000000001');
export const chinaKey = key('AKIATESTCHINA0000001');

export const alice = 'arn:aws:iam::111111111111:user/alice';
export const plainRole = 'arn:aws:iam::222222222222:role/Plain';
export const longRole = 'arn:aws:iam::222222222222:role/team/Long';
export const mfaRole = 'arn:aws:iam::222222222222:role/Mfa';
export const recentMfaRole = 'arn:aws:iam::222222222222:role/RecentMfa';
export const partnerRole = 'arn:aws:iam::222222222222:role/Partner';
export const nextRole = 'arn:aws:iam::222222222222:role/Next';
/** It may list and read, but not write; and assume no role but `Next`. */
export const limitedRole = 'arn:aws:iam::222222222222:role/Limited';
/** It accepts tags and a source identity, as does `NextTagged`, which trusts it. */
export const taggedRole = 'arn:aws:iam::222222222222:role/Tagged';
export const nextTaggedRole = 'arn:aws:iam::222222222222:role/NextTagged';
export const chinaRole = 'arn:aws-cn:iam::333333333333:role/China';
export const webRole = 'arn:aws:iam::222222222222:role/Web';
export const webSubjectRole = 'arn:aws:iam::222222222222:role/WebSubject';
export const instanceRole = 'arn:aws:iam::222222222222:role/service/Instance';
export const taskRole = 'arn:aws:iam::222222222222:role/Task';
export const podRole = 'arn:aws:iam::222222222222:role/Pod';

/** Customer managed policies: of the account of the roles, and of another one. */
export const listPolicy = 'arn:aws:iam::222222222222:policy/team/List';
export const foreignPolicy = 'arn:aws:iam::111111111111:policy/Foreign';

/** An issuer whose tokens the second account accepts for this audience. */
export const issuer = 'https://oidc.example.com/id/TEST';
export const audience = 'sts.amazonaws.com';
/** The subject that `WebSubject` trusts. */
export const subject = 'repo:example/app:ref:refs/heads/main';
/** Every account has deactivated STS in this region. */
export const inactiveRegion = 'sa-east-1';

const trustAlice = { principals: [alice] };
const trustTags = { allowsTagging: true, allowsSourceIdentity: true };
const trustIssuer = {
  principals: ['arn:aws:iam::222222222222:oidc-provider/oidc.example.com/id/TEST'],
  audience,
};

const limited: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:List*', 's3:Get*'], Resource: '*' },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: nextRole },
  ],
};

export const testWorld: World = {
  accounts: [
    {
      id: '111111111111',
      stsInactiveIn: [inactiveRegion],
      users: [
        { name: 'alice', keys: [aliceKey, aliceOldKey], devices: [phone] },
        { name: 'bob', keys: [bobKey] },
      ],
      policies: [{ name: 'Foreign', document: allow('*') }],
      buckets: [{ name: 'tools' }],
    },
    {
      id: '222222222222',
      stsInactiveIn: [inactiveRegion],
      oidcProviders: [{ issuer, clientIds: [audience, 'another-client'] }],
      roles: [
        { name: 'Plain', trust: trustAlice },
        { name: 'Long', path: '/team/', trust: trustAlice, maxSessionDuration: 43_200 },
        {
          name: 'Mfa',
          trust: { principals: ['arn:aws:iam::111111111111:root'], mfaPresent: true },
          maxSessionDuration: 43_200,
        },
        { name: 'RecentMfa', trust: { ...trustAlice, mfaAgeBelow: 3600 } },
        { name: 'Partner', trust: { ...trustAlice, externalId: 'agreed' } },
        {
          name: 'Next',
          trust: { principals: [plainRole, mfaRole, limitedRole, taggedRole] },
          maxSessionDuration: 43_200,
        },
        { name: 'Limited', trust: trustAlice, policies: [limited] },
        { name: 'Tagged', trust: { ...trustAlice, ...trustTags } },
        { name: 'NextTagged', trust: { principals: [taggedRole], ...trustTags } },
        { name: 'NextMfa', trust: { principals: [mfaRole], mfaPresent: true } },
        { name: 'Web', trust: trustIssuer, maxSessionDuration: 43_200 },
        { name: 'WebSubject', trust: { ...trustIssuer, subject } },
        { name: 'Instance', path: '/service/', trust: { principals: ['ec2.amazonaws.com'] } },
        { name: 'Task', trust: { principals: ['ecs-tasks.amazonaws.com'] } },
        { name: 'Pod', trust: { principals: ['pods.eks.amazonaws.com'] } },
      ],
      policies: [{ name: 'List', path: '/team/', document: allow('s3:List*') }],
      buckets: [{ name: 'data', objects: { 'hello.txt': 'Hello' } }],
    },
    {
      id: '333333333333',
      partition: 'aws-cn',
      users: [{ name: 'li', keys: [chinaKey] }],
      roles: [{ name: 'China', trust: { principals: ['arn:aws-cn:iam::333333333333:root'] } }],
      buckets: [{ name: 'china', objects: { 'hello.txt': 'Hello' } }],
    },
  ],
};

function key(accessKeyId: string): AccessKey {
  return { accessKeyId, secretAccessKey: `secret-of-${accessKeyId}`.padEnd(40, '-') };
}

/** A policy that allows these actions on everything. */
export function allow(...actions: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}
