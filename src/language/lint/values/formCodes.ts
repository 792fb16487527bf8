import type { CodeFacts } from '../codeFacts.ts';
import { keyPair, base, account, signIn, local, dev, roleWith } from './valueExamples.ts';

/** Values that do not have the form of their key. */
export const formCodes = {
  rejectedQuotes: {
    severity: 'error',
    about: 'Quotes are part of the value, and the AWS CLI fails on it.',
    example: dev('region = "eu-west-1"'),
    after: dev('region = eu-west-1'),
  },
  quotedValue: {
    severity: 'warning',
    about: 'Quotes are part of the value. Only commands can have quotes.',
    example: dev('ca_bundle = "/etc/ssl/ca.pem"'),
    after: dev('ca_bundle = /etc/ssl/ca.pem'),
  },
  rejectedComment: {
    severity: 'error',
    about:
      'For the AWS CLI, a comment is a line of its own. It takes this text as part of the value, and fails on it.',
    example: dev('region = eu-west-1 # Ireland'),
    after: dev('# Ireland\nregion = eu-west-1'),
  },
  inlineComment: {
    severity: 'warning',
    about:
      'For the AWS CLI, a comment is a line of its own. It takes this text as part of the value; other tools take it as a comment.',
    example: dev('ca_bundle = /etc/ssl/ca.pem ; internal'),
    after: dev('; internal\nca_bundle = /etc/ssl/ca.pem'),
  },
  rejectedEmpty: {
    severity: 'error',
    about: 'The AWS CLI fails on an empty value of this key. Without the key, it works.',
    example: dev('region ='),
    after: `[profile dev]\n${keyPair}`,
  },
  emptyValue: {
    severity: 'hint',
    fixOnSave: true,
    about: 'The value is empty, so the key does nothing.',
    example: dev('output ='),
    after: `[profile dev]\n${keyPair}`,
  },

  emptyTokenFile: {
    severity: 'warning',
    about: 'Even an empty web_identity_token_file keeps the AWS CLI from using role_arn with another source.',
    example: `[profile dev]\n${keyPair}role_arn = arn:aws:iam::123456789012:role/Admin\nweb_identity_token_file =\n`,
  },
  homeInPath: {
    severity: 'error',
    about: 'Tools do not replace ~ by the home folder. Write the whole path.',
    example: `[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nweb_identity_token_file = ~/token\n`,
  },

  notBoolean: {
    severity: 'warning',
    about:
      'The value is either true or false, in lower case. The AWS CLI takes other words as false, and the AWS SDK for JavaScript fails on them.',
    example: dev('use_fips_endpoint = yes'),
    after: dev('use_fips_endpoint = true'),
  },
  rejectedNumber: {
    severity: 'error',
    about: 'The value must be a whole number. The AWS CLI fails on others, without naming the key.',
    example: dev('max_attempts = three'),
  },
  ignoredNumber: {
    severity: 'warning',
    about: 'The value must be a whole number. The AWS CLI ignores others.',
    example: roleWith('duration_seconds = 1h'),
  },
  outOfRange: {
    severity: 'error',
    about: 'The AWS CLI rejects a number that is outside of the range.',
    example: dev('max_attempts = 0'),
  },
  tooLarge: {
    severity: 'warning',
    about: 'AWS rejects a number that is larger than it allows.',
    example: roleWith('duration_seconds = 86400'),
  },
  rejectedSize: {
    severity: 'error',
    about: 'A size is a number of bytes, or a number with KB, MB, GB, or TB. The AWS CLI fails on others.',
    example: dev('s3 =\n  multipart_threshold = 8 megabytes'),
  },
  rejectedRate: {
    severity: 'error',
    about: 'A rate is a number with B/s, KB/s, MB/s, or GB/s. The AWS CLI fails on others.',
    example: dev('s3 =\n  max_bandwidth = fast'),
  },
  rejectedValue: {
    severity: 'error',
    about: 'The key has only certain values, and the AWS CLI fails on others. Case counts.',
    example: dev('retry_mode = Standard'),
    after: dev('retry_mode = standard'),
  },
  unknownValue: {
    severity: 'warning',
    fixOnSave: true,
    about: 'The key has only certain values. Case counts.',
    example: dev('output = JSON'),
    after: dev('output = json'),
  },

  rejectedRegion: {
    severity: 'error',
    about: 'A region consists of letters, digits, and hyphens. The AWS CLI fails on others.',
    example: dev('region = eu_west_1'),
    after: dev('region = eu-west-1'),
  },
  zoneAsRegion: {
    severity: 'warning',
    fixOnSave: true,
    about: 'This is an Availability Zone or a Local Zone. AWS has no endpoint with its name.',
    example: dev('region = eu-west-1a'),
    after: dev('region = eu-west-1'),
  },
  regionCase: {
    severity: 'warning',
    fixOnSave: true,
    about: 'Regions are in lower case. Some tools look for endpoints with exactly this name.',
    example: dev('region = EU-WEST-1'),
    after: dev('region = eu-west-1'),
  },
  misspelledRegion: {
    severity: 'warning',
    about: 'There is no such region, and another one is similar.',
    example: dev('region = us-east1'),
    after: dev('region = us-east-1'),
  },
  unknownRegion: {
    severity: 'hint',
    about: 'Rolecall does not know this region. It may be new.',
    example: dev('region = eu-west-9'),
  },

  rejectedUrl: {
    severity: 'error',
    about: 'An endpoint begins with http:// or https://. The AWS CLI fails on others.',
    example: dev('endpoint_url = localhost:4566'),
    after: dev(`endpoint_url = ${local}`),
  },
  otherUrl: {
    severity: 'warning',
    about: 'The address begins with http:// or https://.',
    example: `[profile dev]\nsso_session = work\n${account}\n[sso-session work]\n${signIn.replace('https://', '')}`,
    after: `[profile dev]\nsso_session = work\n${account}\n[sso-session work]\n${signIn}`,
  },
  startUrlEnding: {
    severity: 'warning',
    about:
      'Browsers add #/ to the start URL. Tools look for the token of a sign-in by this text, so it should be the same everywhere.',
    example: `[profile dev]\nsso_session = work\n${account}\n[sso-session work]\n${signIn.replace('start\n', 'start#/\n')}`,
    after: `[profile dev]\nsso_session = work\n${account}\n[sso-session work]\n${signIn}`,
  },

  rejectedRoleArn: {
    severity: 'error',
    about:
      'A role is given by its ARN, such as arn:aws:iam::123456789012:role/Admin. The AWS CLI rejects a text that is too short.',
    example: `[profile dev]\nrole_arn = Admin\nsource_profile = base\n${base}`,
  },
  notRoleArn: {
    severity: 'warning',
    about: 'This is not the ARN of a role. That of a session (sts, assumed-role) is another one.',
    example: `[profile dev]\nrole_arn = arn:aws:sts::123456789012:assumed-role/Admin/maya\nsource_profile = base\n${base}`,
    after: roleWith('').replace('base\n\n\n', 'base\n\n'),
  },
  otherPartition: {
    severity: 'warning',
    about:
      'The role is in another partition than the region. China and GovCloud have ARNs that begin with arn:aws-cn and arn:aws-us-gov.',
    example: roleWith('region = cn-north-1'),
  },
  notMfaDevice: {
    severity: 'warning',
    about: 'This is neither the ARN of an MFA device nor the serial number of one.',
    example: dev('mfa_serial = arn:aws:iam::123456789012:user/maya'),
  },
  notLoginArn: {
    severity: 'warning',
    about: 'The value is the ARN of the user or role that signed in. `aws login` writes it.',
    example: '[profile dev]\nlogin_session = maya\n',
  },
  loginBesideOthers: {
    severity: 'warning',
    about: '`aws login` refuses a profile that has other credentials too.',
    example: dev('login_session = arn:aws:iam::123456789012:user/maya'),
  },
  notAccountId: {
    severity: 'warning',
    about: 'An account ID has 12 digits, including zeros in front.',
    example: dev('aws_account_id = 1234-5678-9012'),
    after: dev('aws_account_id = 123456789012'),
  },
  rejectedText: {
    severity: 'error',
    about: 'The text is too short, and the AWS CLI rejects it.',
    example: roleWith('role_session_name = x'),
  },
  refusedText: {
    severity: 'warning',
    about: 'AWS does not accept a text of this form.',
    example: roleWith('role_session_name = maya from berlin'),
  },
  reservedRole: {
    severity: 'warning',
    about:
      'This is the name of the role that IAM Identity Center makes. The key has the name of the permission set.',
    example: `[profile dev]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = AWSReservedSSO_ReadOnly_0123456789abcdef\n\n[sso-session work]\n${signIn}`,
    after: `[profile dev]\nsso_session = work\n${account}\n[sso-session work]\n${signIn}`,
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;
