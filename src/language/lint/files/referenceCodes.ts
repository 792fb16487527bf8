import type { CodeFacts } from '../codeFacts.ts';
import { role, keyPair, account, signIn, session } from './fileExamples.ts';

/** References between sections, and sign-ins. */
export const referenceCodes = {
  missingSource: {
    severity: 'error',
    about:
      'The profile in source_profile is in neither file. Its name is written without the word “profile”.',
    example: `[profile dev]\n${role}\nsource_profile = profile base\n\n[profile base]\n${keyPair}`,
    after: `[profile dev]\n${role}\nsource_profile = base\n\n[profile base]\n${keyPair}`,
  },
  missingSession: {
    severity: 'error',
    about: 'The config file has no [sso-session] with this name.',
    example: `[profile dev]\nsso_session = wark\n${account}\n${session}`,
    after: `[profile dev]\nsso_session = work\n${account}\n${session}`,
  },
  missingServices: {
    severity: 'error',
    about: 'The config file has no [services] section with this name.',
    example: `[profile dev]\nservices = loca\n${keyPair}\n[services local]\ns3 =\n  endpoint_url = http://localhost:4566\n`,
    after: `[profile dev]\nservices = local\n${keyPair}\n[services local]\ns3 =\n  endpoint_url = http://localhost:4566\n`,
  },
  emptyServices: {
    severity: 'error',
    about: 'The [services] section has no keys. The AWS CLI then does not find it.',
    example: `[profile dev]\nservices = local\n${keyPair}\n[services local]\n# s3 =\n`,
  },
  sourceLoop: {
    severity: 'error',
    about:
      'The profiles get their credentials from each other in a circle, and none has credentials of its own.',
    example: `[profile dev]\n${role}\nsource_profile = test\n\n[profile test]\n${role}\nsource_profile = dev\n`,
  },
  emptySource: {
    severity: 'error',
    about: 'The profile in source_profile has no credentials.',
    example: `[profile dev]\n${role}\nsource_profile = base\n\n[profile base]\nregion = eu-west-1\n`,
  },
  noSource: {
    severity: 'error',
    about: 'A role needs source_profile or credential_source. A profile with access keys can name itself.',
    example: `[profile dev]\n${role}\n${keyPair}`,
    after: `[profile dev]\n${role}\n${keyPair}source_profile = dev\n`,
  },
  tokenFileWithoutRole: {
    severity: 'error',
    about: 'The token in web_identity_token_file is for a role, so it needs role_arn.',
    example: '[profile dev]\nweb_identity_token_file = /var/run/token\n',
  },
  sourceBesideTokenFile: {
    severity: 'warning',
    about:
      'The AWS CLI takes the token in web_identity_token_file, and the AWS SDK for JavaScript takes the source profile.',
    example: `[profile dev]\n${role}\nsource_profile = base\nweb_identity_token_file = /var/run/token\n\n[profile base]\n${keyPair}`,
  },
  twoSources: {
    severity: 'error',
    about: 'A role has either source_profile or credential_source.',
    example: `[profile dev]\n${role}\nsource_profile = base\ncredential_source = Environment\n\n[profile base]\n${keyPair}`,
  },
  sessionContradicts: {
    severity: 'error',
    about: 'The profile has another value than its [sso-session], which the AWS CLI rejects.',
    example: `[profile dev]\nsso_session = work\nsso_region = us-east-1\n${account}\n${session}`,
    after: `[profile dev]\nsso_session = work\n${account}\n${session}`,
  },
  sessionRepeats: {
    severity: 'warning',
    about: 'The key is in the [sso-session] already. The AWS SDK for Rust rejects a profile that has it too.',
    example: `[profile dev]\nsso_session = work\nsso_region = eu-west-1\n${account}\n${session}`,
    after: `[profile dev]\nsso_session = work\n${account}\n${session}`,
  },
  sessionAlone: {
    severity: 'hint',
    about:
      'The profile has a sign-in but no account and role. It gives tools a token for services such as CodeCatalyst, and no credentials.',
    example: `[profile dev]\nsso_session = work\n\n${session}`,
  },
  signInIncomplete: {
    severity: 'error',
    about: 'Credentials of IAM Identity Center need an account, a role, a start URL, and a region.',
    example: `[profile dev]\nsso_account_id = 123456789012\n${signIn}`,
  },
  legacySignIn: {
    severity: 'hint',
    about:
      'The sign-in stands in the profile, so tools cannot renew it. An [sso-session] can be renewed and shared by profiles.',
    example: `[profile dev]\n${signIn}${account}`,
    after: `[profile dev]\n${account}sso_session = example\n\n[sso-session example]\n${signIn}sso_registration_scopes = sso:account:access\n`,
  },
  otherSignInRegion: {
    severity: 'hint',
    about:
      'Other sections with the same start URL have another sso_region. It is the region of IAM Identity Center, not that of your resources.',
    example: `[sso-session a]\n${signIn}\n[sso-session b]\n${signIn}\n[sso-session c]\n${signIn.replace('eu-west-1', 'us-east-1')}`,
    after: `[sso-session a]\n${signIn}\n[sso-session b]\n${signIn}\n[sso-session c]\n${signIn}`,
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;
