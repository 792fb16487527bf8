import type { AlibabaWorld, RamAccessKey } from './alibabaWorld.ts';

/**
 * The Alibaba Cloud of a small company: users with keys in a tools account, roles in an account for machine learning.
 * Every rule can be violated in it. It contains no real secrets.
 */
export const toolsAccount = '1111222233334444';
export const researchAccount = '5555666677778888';

/** May assume roles. */
export const linKey = key('LTAI5tROLECALLEXAMPLE001');
/** An old key of the same user. */
export const linOldKey: RamAccessKey = { ...key('LTAI5tROLECALLEXAMPLE009'), status: 'Inactive' };
/** May assume no roles. */
export const readerKey = key('LTAI5tROLECALLEXAMPLE002');
/** A key of the account itself. */
export const rootKey = key('LTAI5tROLECALLEXAMPLE003');

export const linArn = `acs:ram::${toolsAccount}:user/lin`;
export const readerArn = `acs:ram::${toolsAccount}:user/reader`;

/** Trusts the tools account, for up to twelve hours. */
export const developerRole = role('Developer');
/** Trusts `lin` for an hour. */
export const auditorRole = role('Auditor');
/** Trusts `lin` with the external ID `agreed`. */
export const partnerRole = role('Partner');
export const agreedExternalId = 'agreed';
/** Trusts only the role `Developer`, which may assume it. */
export const deployRole = role('Deploy');
/** Trusts the tools account, but may assume no further roles. */
export const viewerRole = role('Viewer');
/** Trusts nobody who has keys here. */
export const closedRole = role('Closed');
/** The role of the PAI DSW instance. */
export const dswRole = role('dsw-instance');
/** Trusts the role of the PAI DSW instance. */
export const trainerRole = role('Trainer');
/** The role of the ECS instance. */
export const ecsRole = role('ecs-instance');
/** Trusts the OIDC tokens of one service account in the ACK cluster. */
export const rrsaRole = role('pod');

export const clusterIssuer = 'https://oidc-ack-cn-hangzhou.example.com/c0123456789abcdef';
export const clusterProvider = `acs:ram::${researchAccount}:oidc-provider/ack-rrsa-c0123456789abcdef`;
export const rrsaAudience = 'sts.aliyuncs.com';
export const rrsaSubject = 'system:serviceaccount:default:trainer';

export const cloudSsoConfiguration = {
  accountId: researchAccount,
  id: 'ac-00jhtfl8thteu6uj0000',
  name: 'DataScience',
};

export const sampleAlibaba: AlibabaWorld = {
  accounts: [
    {
      id: toolsAccount,
      rootKeys: [rootKey],
      users: [
        { name: 'lin', keys: [linKey, linOldKey], policies: ['AliyunSTSAssumeRoleAccess'] },
        { name: 'reader', keys: [readerKey], policies: ['ReadOnlyAccess'] },
      ],
    },
    {
      id: researchAccount,
      oidcProviders: [
        {
          name: 'ack-rrsa-c0123456789abcdef',
          issuer: clusterIssuer,
          clientIds: [rrsaAudience, 'another-client'],
        },
      ],
      roles: [
        {
          name: 'Developer',
          trust: { ram: [`acs:ram::${toolsAccount}:root`] },
          maxSessionDuration: 43_200,
          policies: ['AdministratorAccess'],
        },
        { name: 'Auditor', trust: { ram: [linArn] }, policies: ['ReadOnlyAccess'] },
        { name: 'Partner', trust: { ram: [linArn], externalId: agreedExternalId } },
        { name: 'Deploy', trust: { ram: [developerRole] }, maxSessionDuration: 43_200 },
        { name: 'Viewer', trust: { ram: [`acs:ram::${toolsAccount}:root`] }, policies: ['ReadOnlyAccess'] },
        { name: 'Closed', trust: {} },
        {
          name: 'dsw-instance',
          trust: { service: ['pai.aliyuncs.com'] },
          policies: ['AliyunSTSAssumeRoleAccess'],
        },
        { name: 'Trainer', trust: { ram: [dswRole] } },
        {
          name: 'ecs-instance',
          trust: { service: ['ecs.aliyuncs.com'] },
          policies: ['AliyunSTSAssumeRoleAccess'],
        },
        {
          name: 'pod',
          trust: { federated: [clusterProvider], audience: rrsaAudience, subject: rrsaSubject },
        },
      ],
    },
  ],
  cloudSso: [cloudSsoConfiguration],
};

function key(accessKeyId: string): RamAccessKey {
  return { accessKeyId, accessKeySecret: `secret-of-${accessKeyId}`.padEnd(30, '-') };
}

function role(name: string): string {
  return `acs:ram::${researchAccount}:role/${name}`;
}
