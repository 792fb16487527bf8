import type { MfaDevice, User, World } from './world.ts';

/**
 * The AWS of a small company: users and keys in a tools account, roles in the workload accounts. It contains no real
 * secrets. The secret keys are the examples from the AWS documentation.
 */
export const mayaPhone: MfaDevice = {
  serialNumber: 'arn:aws:iam::111122223333:mfa/maya-phone',
  base32Seed: 'ROLECALLDEMOONLYNOTASECRETATALL2',
};

const maya: User = {
  name: 'maya',
  keys: [
    {
      accessKeyId: 'AKIAROLECALLEXAMPLE1',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
  ],
  devices: [mayaPhone],
};

const ci: User = {
  name: 'ci',
  keys: [
    {
      accessKeyId: 'AKIAROLECALLEXAMPLE9',
      secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
    },
  ],
};

/** She has only a password for the console. */
const yuki: User = { name: 'yuki' };

const mayaArn = 'arn:aws:iam::111122223333:user/maya';
const developerArn = 'arn:aws:iam::444455556666:role/Developer';
const twelveHours = 43_200;

export const sampleWorld: World = {
  accounts: [
    {
      id: '111122223333',
      users: [maya, ci],
      buckets: [{ name: 'rolecall-tools', objects: { 'hello.txt': 'Hello from the tools account.\n' } }],
    },
    {
      id: '444455556666',
      users: [yuki],
      roles: [
        {
          name: 'Developer',
          trust: {
            principals: ['arn:aws:iam::111122223333:root'],
            mfaPresent: true,
            allowsTagging: true,
            allowsSourceIdentity: true,
          },
          maxSessionDuration: twelveHours,
        },
        { name: 'ReadOnly', trust: { principals: [mayaArn] } },
      ],
      buckets: [{ name: 'rolecall-development', objects: { 'hello.txt': 'Hello from development.\n' } }],
    },
    {
      id: '777788889999',
      roles: [
        {
          name: 'Administrator',
          trust: { principals: [mayaArn], mfaPresent: true, externalId: 'rolecall-demo' },
          maxSessionDuration: twelveHours,
        },
        { name: 'Deployer', trust: { principals: [developerArn] } },
      ],
      buckets: [{ name: 'rolecall-production', objects: { 'hello.txt': 'Hello from production.\n' } }],
    },
  ],
};

/** `~/.aws/config` as an experienced AWS user has it. */
export const sampleConfig = `\
# Tools account: this is where our users live.
[default]
region = ap-northeast-1
output = json

[profile maya]
region = ap-northeast-1
mfa_serial = ${mayaPhone.serialNumber}

# No phone, no roles.
[profile ci]
region = us-east-1

# ---- development ----

[profile dev]
role_arn = ${developerArn}
source_profile = maya
mfa_serial = ${mayaPhone.serialNumber}
region = eu-central-1

[profile dev-readonly]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = maya
role_session_name = maya
region = eu-central-1

# For the long test runs: asks for the code every time, lasts all day.
[profile maya-12h]
role_arn = ${developerArn}
source_profile = maya
mfa_serial = ${mayaPhone.serialNumber}
duration_seconds = ${twelveHours}
region = eu-central-1

# ---- production ----

[profile prod-admin]
role_arn = arn:aws:iam::777788889999:role/Administrator
source_profile = maya
mfa_serial = ${mayaPhone.serialNumber}
external_id = rolecall-demo
duration_seconds = 3600
region = us-west-2

# Deployer trusts only the Developer role, so this goes through dev.
[profile prod-deploy]
role_arn = arn:aws:iam::777788889999:role/Deployer
source_profile = dev
region = us-west-2

# ---- single sign-on ----

[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile sandbox]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Developer
region = eu-west-1

# TODO: still needed? Its keys went away with the laptop.
[profile old-laptop]
role_arn = arn:aws:iam::444455556666:role/ReadOnly
source_profile = missing-one
`;

/** `~/.aws/credentials` beside it. */
export const sampleCredentials = `\
[maya]
${keyLines(maya)}
[ci]
${keyLines(ci)}`;

function keyLines({ keys = [] }: User): string {
  return keys
    .map(
      ({ accessKeyId, secretAccessKey }) =>
        `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    )
    .join('');
}
