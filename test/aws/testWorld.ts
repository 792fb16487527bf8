import type { AccessKey, MfaDevice, World } from './world.ts';

/** The smallest world in which every rule can be broken. */
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
export const partnerRole = 'arn:aws:iam::222222222222:role/Partner';
export const nextRole = 'arn:aws:iam::222222222222:role/Next';

const trustAlice = { principals: [alice] };

export const testWorld: World = {
  accounts: [
    {
      id: '111111111111',
      users: [
        { name: 'alice', keys: [aliceKey, aliceOldKey], devices: [phone] },
        { name: 'bob', keys: [bobKey] },
      ],
    },
    {
      id: '222222222222',
      roles: [
        { name: 'Plain', trust: trustAlice },
        { name: 'Long', path: '/team/', trust: trustAlice, maxSessionDuration: 43_200 },
        {
          name: 'Mfa',
          trust: { principals: ['arn:aws:iam::111111111111:root'], mfaPresent: true },
          maxSessionDuration: 43_200,
        },
        { name: 'Partner', trust: { ...trustAlice, externalId: 'agreed' } },
        { name: 'Next', trust: { principals: [plainRole, mfaRole] }, maxSessionDuration: 43_200 },
        { name: 'NextMfa', trust: { principals: [mfaRole], mfaPresent: true } },
      ],
    },
  ],
};

function key(accessKeyId: string): AccessKey {
  return { accessKeyId, secretAccessKey: `secret-of-${accessKeyId}`.padEnd(40, '-') };
}
