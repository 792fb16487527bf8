import type { AccessKey, Role, User, World } from '../aws/world.ts';

/** A role profile and the user whose keys it uses. */
export interface RoleProfile {
  readonly name: string;
  readonly roleArn: string;
  readonly person: User;
  /** Whether its source profile is another role. */
  readonly isChained: boolean;
}

/** A requested number of profiles, and an AWS with the roles that they name. */
export interface Company {
  readonly world: World;
  readonly config: string;
  readonly credentials: string;
  readonly roles: readonly RoleProfile[];
}

const usersAccount = '111111111111';
const rolesAccount = '222222222222';
const regions = ['us-east-1', 'eu-central-1', 'ap-northeast-1', 'us-west-2'];

/**
 * One in 50 profiles has keys, and every second of those has an MFA device. One in five is an Identity Center profile.
 * The others are roles, and every seventh of those is chained.
 */
export function createCompany(profileCount: number): Company {
  const people = Array.from({ length: profileCount / 50 }, (_, i) => person(i));
  const signIns = Array.from({ length: profileCount / 5 }, (_, i) => signInSection(i));
  const roles: RoleProfile[] = [];
  for (let i = 0; i < profileCount - people.length - signIns.length; i++) {
    const isChained = i % 7 === 6;
    const roleArn = `arn:aws:iam::${rolesAccount}:role/Team${i}`;
    const starter = isChained ? roles[i - 1]?.person : undefined;
    roles.push({
      name: `team-${i}`,
      roleArn,
      person: starter ?? people[i % people.length]!,
      isChained,
    });
  }
  return {
    world: {
      accounts: [
        { id: usersAccount, users: people },
        { id: rolesAccount, roles: roles.map(roleOf) },
      ],
    },
    config: [
      ...people.map(personSection),
      ...roles.map((role, i) => roleSection(role, i, roles)),
      ssoSession,
      ...signIns,
    ].join('\n'),
    credentials: people.map(keysSection).join('\n'),
    roles,
  };
}

function person(i: number): User {
  const name = `person-${i}`;
  const digits = String(i).padStart(11, '0');
  const key: AccessKey = {
    accessKeyId: `AKIABENCH${digits}`,
    secretAccessKey: `secret-of-${name}`.padEnd(40, '-'),
  };
  const serialNumber = `arn:aws:iam::${usersAccount}:mfa/${name}`;
  const devices = i % 2 === 1 ? [{ serialNumber, base32Seed: 'BENCHSEEDBENCHSEEDBENCHSEEDBENCH' }] : [];
  return { name, keys: [key], devices };
}

function roleOf({ roleArn }: RoleProfile): Role {
  const principals = [usersAccount, rolesAccount].map((account) => `arn:aws:iam::${account}:root`);
  return { name: roleArn.split('/')[1]!, trust: { principals } };
}

function personSection({ name, devices = [] }: User): string {
  const serials = devices.map(({ serialNumber }) => `mfa_serial = ${serialNumber}\n`);
  return `[profile ${name}]\nregion = us-east-1\noutput = json\n${serials.join('')}`;
}

function roleSection(
  { name, roleArn, person: { name: owner }, isChained }: RoleProfile,
  i: number,
  roles: readonly RoleProfile[],
): string {
  const source = isChained ? roles[i - 1]!.name : owner;
  return [
    `# ---- ${name}: of ${owner} ----`,
    `[profile ${name}]`,
    `role_arn = ${roleArn}`,
    `source_profile = ${source}`,
    `region = ${regions[i % regions.length]}`,
    ...(i % 3 === 0 ? ['role_session_name = bench ; shows in CloudTrail'] : []),
    ...(i % 5 === 0 ? ['s3 =', '    max_concurrent_requests = 20'] : []),
    '',
  ].join('\n');
}

const ssoSession = `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access
`;

function signInSection(i: number): string {
  return [
    `[profile account-${i}]`,
    'sso_session = corp',
    `sso_account_id = ${333_333_000_000 + i}`,
    'sso_role_name = PowerUserAccess',
    `region = ${regions[i % regions.length]}`,
    '',
  ].join('\n');
}

function keysSection({ name, keys = [] }: User): string {
  const { accessKeyId, secretAccessKey } = keys[0]!;
  return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}
