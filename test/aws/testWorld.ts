import type { AccessKey, MfaDevice, World } from './world.ts';

/** The smallest world in which every rule can be violated. */
export const phone: MfaDevice = {
  serialNumber: 'arn:aws:iam::111111111111:mfa/phone',
  base32Seed: 'TESTSEEDTESTSEEDTESTSEEDTESTSEED',
};

export const aliceKey = key('AKIATESTALICE0000001');
export const aliceOldKey: AccessKey = { ...key('AKIATESTALICE0000009'), status: 'Inactive' };
export const bobKey = key('AKIATESTBOB000000001');

export const alice = 'arn:aws:iam::111111111111:user/alice';
export const plainRole = 'arn:aws:iam::222222222222:role/Plain';
export const longRole = 'arn:aws:iam::222222222222:role/team/Long';
export const mfaRole = 'arn:aws:iam::222222222222:role/Mfa';
export const recentMfaRole = 'arn:aws:iam::222222222222:role/RecentMfa';
export const partnerRole = 'arn:aws:iam::222222222222:role/Partner';
export const nextRole = 'arn:aws:iam::222222222222:role/Next';
export const webRole = 'arn:aws:iam::222222222222:role/Web';
export const webSubjectRole = 'arn:aws:iam::222222222222:role/WebSubject';
export const instanceRole = 'arn:aws:iam::222222222222:role/service/Instance';
export const taskRole = 'arn:aws:iam::222222222222:role/Task';
export const podRole = 'arn:aws:iam::222222222222:role/Pod';

/** An issuer whose tokens the second account accepts for this audience. */
export const issuer = 'https://oidc.example.com/id/TEST';
export const audience = 'sts.amazonaws.com';
/** The subject that `WebSubject` trusts. */
export const subject = 'repo:example/app:ref:refs/heads/main';
/** Every account has deactivated STS in this region. */
export const inactiveRegion = 'sa-east-1';

const trustAlice = { principals: [alice] };
const trustIssuer = {
  principals: ['arn:aws:iam::222222222222:oidc-provider/oidc.example.com/id/TEST'],
  audience,
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
        { name: 'Next', trust: { principals: [plainRole, mfaRole] }, maxSessionDuration: 43_200 },
        { name: 'NextMfa', trust: { principals: [mfaRole], mfaPresent: true } },
        { name: 'Web', trust: trustIssuer, maxSessionDuration: 43_200 },
        { name: 'WebSubject', trust: { ...trustIssuer, subject } },
        { name: 'Instance', path: '/service/', trust: { principals: ['ec2.amazonaws.com'] } },
        { name: 'Task', trust: { principals: ['ecs-tasks.amazonaws.com'] } },
        { name: 'Pod', trust: { principals: ['pods.eks.amazonaws.com'] } },
      ],
    },
  ],
};

function key(accessKeyId: string): AccessKey {
  return { accessKeyId, secretAccessKey: `secret-of-${accessKeyId}`.padEnd(40, '-') };
}
