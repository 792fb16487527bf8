import type { CodeFacts } from '../codeFacts.ts';

const role = 'role_arn = arn:aws:iam::123456789012:role/Admin';
const keyPair = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = …\n';
const account = 'sso_account_id = 123456789012\nsso_role_name = ReadOnly\n';
const signIn = 'sso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n';
const session = `[sso-session work]\n${signIn}`;

/** Titles, references, and whole files. */
export const fileCodes = {
  noSection: {
    severity: 'error',
    about: 'A line above the first header belongs to no section. The AWS CLI then reads nothing of the file.',
    example: 'region = eu-west-1\n\n[profile dev]\noutput = json\n',
  },
  brokenHeader: {
    severity: 'error',
    about: 'The line begins like a header but is none. The AWS CLI then reads nothing of the file.',
    example: '[profile dev\nregion = eu-west-1\n',
    after: '[profile dev]\nregion = eu-west-1\n',
  },
  unreadHeader: {
    severity: 'warning',
    about: 'The line is meant as a header, but tools read it as a key of the section above.',
    example: '[profile dev]\nregion = eu-west-1\n\n(profile: test)\noutput = json\n',
  },
  noPrefix: {
    severity: 'error',
    about:
      'In the config file, the title of a profile begins with the word “profile”, except for [default]. Tools ignore other sections.',
    example: `[dev]\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
  needlessPrefix: {
    severity: 'error',
    about:
      'In the credentials file, a title is only the name of the profile. With the word “profile”, the name is another one.',
    file: 'credentials',
    example: `[profile dev]\n${keyPair}`,
    after: `[dev]\n${keyPair}`,
  },
  spaceInBrackets: {
    severity: 'error',
    about:
      'The AWS CLI takes a space between the bracket and the title as part of the title, and so does not find the section.',
    example: `[ profile dev ]\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
  mistypedProfile: {
    severity: 'error',
    about: 'The title is meant as that of a profile, but no tool reads it so. Case and spelling count.',
    example: `[Profile dev]\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
  mistypedSection: {
    severity: 'warning',
    about: 'The title is meant as that of an [sso-session] or [services] section, but no tool reads it so.',
    example: `[sso_session work]\n${signIn}`,
    after: session,
  },
  looseKind: {
    severity: 'warning',
    about:
      'The AWS CLI accepts more letters after the kind of a section. Other tools do not find the section.',
    example: `[profiles dev]\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
  unknownSection: {
    severity: 'hint',
    about: 'No AWS tool reads a section with this title.',
    example: '[toolkit]\ncolor = blue\n',
  },
  unquotedName: {
    severity: 'error',
    about:
      'The AWS CLI finds a name with spaces only in quotes. Other tools do not find it at all, so a name without spaces is better.',
    example: `[profile dev team]\n${keyPair}`,
    after: `[profile "dev team"]\n${keyPair}`,
  },
  someToolsName: {
    severity: 'hint',
    about: 'Only some tools find this name. Letters, digits, and . _ - @ + : % / work everywhere.',
    example: `[profile "dev team"]\n${keyPair}`,
  },
  sectionOfConfigFile: {
    severity: 'warning',
    about: 'Tools read sections of this kind only in the config file.',
    file: 'credentials',
    example: session,
    after: '',
    other: '',
    otherAfter: session,
  },
  textAfterHeader: {
    severity: 'warning',
    about:
      'The AWS CLI ignores text after a header. The SDKs then read no header, and add the keys to the section above.',
    example: `[profile dev] for tests\n${keyPair}`,
    after: `[profile dev] # for tests\n${keyPair}`,
  },
  sharedSection: {
    severity: 'hint',
    about:
      'The keys of [DEFAULT] count in all sections of the file, but only for the AWS CLI and other tools in Python.',
    example: `[DEFAULT]\nregion = eu-west-1\n\n[profile dev]\n${keyPair}`,
  },
  duplicateSection: {
    severity: 'error',
    about:
      'The same section twice. The AWS CLI then reads nothing of the file. The SDKs merge both, and the later value of a key counts.',
    example: `[profile dev]\nregion = eu-west-1\n${keyPair}\n[profile dev]\nregion = us-east-1\noutput = json\n`,
    after: `[profile dev]\n${keyPair}region = us-east-1\noutput = json\n`,
  },
  repeatedSection: {
    severity: 'warning',
    about:
      'The same section twice, with other quotes or spaces. The AWS CLI reads only the last one. The SDKs merge both.',
    example: `[profile dev]\nregion = eu-west-1\n\n[profile "dev"]\n${keyPair}`,
    after: `[profile dev]\nregion = eu-west-1\n${keyPair}`,
  },
  twoDefaults: {
    severity: 'warning',
    about:
      'Both [default] and [profile default]. The AWS CLI reads the last one, other tools [profile default].',
    example: `[default]\nregion = eu-west-1\n\n[profile default]\n${keyPair}`,
    after: `[default]\nregion = eu-west-1\n${keyPair}`,
  },
  duplicateKey: {
    severity: 'error',
    about:
      'The same key twice in one section. The AWS CLI then reads nothing of the file. For the SDKs, the later value counts.',
    example: `[profile dev]\nregion = eu-west-1\nregion = us-east-1\n`,
    after: `[profile dev]\nregion = us-east-1\n`,
  },
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
  incompleteKeys: {
    severity: 'error',
    about: 'An access key consists of an ID and a secret, in the same file.',
    file: 'credentials',
    example: '[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n',
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
  },
  keyDiffers: {
    severity: 'warning',
    about: 'Some tools find this key, and others do not: often because the line is indented.',
    example: `[profile dev]\n${keyPair}region = eu-west-1\n  output = json\n`,
  },
  valueDiffers: {
    severity: 'warning',
    about:
      'Some tools read another value: often because a comment follows it, which tools in Python take as part of the value.',
    example: `[profile dev]\n${keyPair}granted_color = red # as always\n`,
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type FileCode = keyof typeof fileCodes;
