import type { CodeFacts } from '../codeFacts.ts';
import { keyPair, account, session } from './fileExamples.ts';

/** Access keys, whole files, and what tools read differently. */
export const wholeFileCodes = {
  incompleteKeys: {
    severity: 'error',
    about: 'An access key consists of an ID and a secret, in the same file.',
    file: 'credentials',
    example: '[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n',
  },
  noKeyId: {
    severity: 'warning',
    about: 'Without aws_access_key_id, no tool looks at the secret.',
    file: 'credentials',
    example: '[dev]\naws_secret_access_key = …\n',
    other: `[profile dev]\ncredential_process = printf '{"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…"}'\n`,
  },
  staleKeys: {
    severity: 'warning',
    about:
      'The AWS CLI does not use the access keys, because another source in the profile comes first. Other tools do use them.',
    file: 'credentials',
    example: `[dev]\n${keyPair}`,
    after: `[dev]\n\n[dev-keys]\n${keyPair}`,
    other: `[profile dev]\nsso_session = work\n${account}\n${session}`,
  },
  keyNeedsRole: {
    severity: 'hint',
    about: 'The key counts only in a profile with role_arn.',
    example: `[profile dev]\nexternal_id = acme\n${keyPair}`,
  },
  mfaWithoutRole: {
    severity: 'hint',
    about: 'The AWS CLI uses mfa_serial only with role_arn. Rolecall gets an MFA session with it.',
    example: `[profile dev]\nmfa_serial = arn:aws:iam::123456789012:mfa/maya\n${keyPair}`,
  },
  secretInConfig: {
    severity: 'warning',
    about: 'Secrets belong in the credentials file. People share and commit their config file more easily.',
    example: `[profile dev]\nregion = eu-west-1\n${keyPair}`,
    after: '[profile dev]\nregion = eu-west-1\n',
    other: '',
    otherAfter: `[dev]\n${keyPair}`,
  },
  readableByOthers: {
    severity: 'warning',
    about:
      'Other users of this computer may read the credentials file. Only you should be able to (chmod 600).',
    file: 'credentials',
    example: `[dev]\n${keyPair}`,
  },
  expiredKeys: {
    severity: 'warning',
    about: 'The temporary keys of the profile have expired.',
    file: 'credentials',
    example: `[dev]\n${keyPair}aws_session_token = …\naws_expiration = 2020-01-01T00:00:00Z\n`,
  },
  cliRejectsFile: {
    severity: 'error',
    about: 'The AWS CLI cannot read this line, and then reads nothing of the file.',
    example: '[profile dev]\nregion = eu-west-1\nsome words\n',
  },
  toolsRejectFile: {
    severity: 'warning',
    about: 'Some tools cannot read this line, and then read nothing of the file.',
    example: `[profile dev]\n${keyPair}\n  [profile test]\noutput = json\n`,
  },
  headerDiffers: {
    severity: 'warning',
    about: 'Some tools find this section, and others do not.',
    example: `[profile 'dev']\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
  keyDiffers: {
    severity: 'warning',
    about: 'Some tools find this key, and others do not: often because the line is indented.',
    example: `[profile dev]\n${keyPair}output = json\n  granted_color = red\n`,
  },
  valueDiffers: {
    severity: 'warning',
    about:
      'Some tools read another value: often because a comment follows it, which tools in Python take as part of the value.',
    example: `[profile dev]\n${keyPair}granted_color = red # as always\n`,
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;
