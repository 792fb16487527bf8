import type { FileCode } from '../../language/lint/files/fileCodes.ts';
import { nearest, type Words } from './words.ts';

/** What is wrong with titles, references, and whole files. */
export const fileFindingWords: Readonly<Record<FileCode, Words>> = {
  byteOrderMark: (t) =>
    t(
      'The file begins with a byte order mark, so the AWS CLI cannot read the file. Save it as UTF-8 without one.',
    ),
  noSection: (t) =>
    t(
      'This line is above the first header, so the AWS CLI cannot read the file. Write a header such as [default] above it.',
    ),
  brokenHeader: (t) =>
    t('This is no header, so the AWS CLI cannot read the file. A header is a title in square brackets.'),
  unreadHeader: (t) =>
    t('Tools read this line as a key of the section above. A header is a title in square brackets.'),
  noName: (t) => t('This title has no name, so AWS tools do not find the section. Write one.'),
  noPrefix: (t, a) => t('[{0}] is not a profile in the config file. Write [{1}].', a[0] ?? '', a[1] ?? ''),
  needlessPrefix: (t, a) => t('In the credentials file, a title has no prefix. Write [{0}].', a[1] ?? ''),
  spaceInBrackets: (t, a) =>
    t('The AWS CLI does not find [{0}] with spaces inside the brackets. Remove them.', a[0] ?? ''),
  mistypedProfile: (t, a) =>
    t('[{0}] is misspelled, so AWS tools do not find the profile. Write [{1}].', a[0] ?? '', a[1] ?? ''),
  mistypedSection: (t, a) =>
    t('[{0}] is misspelled, so AWS tools ignore it. Write [{1}].', a[0] ?? '', a[1] ?? ''),
  looseKind: (t, a) => t('Only the AWS CLI reads [{0}]. Write [{1}].', a[0] ?? '', a[1] ?? ''),
  unknownSection: (t, a) => t('No AWS tool reads [{0}].', a[0] ?? ''),
  unquotedName: (t, a) =>
    t(
      'No AWS tool finds [{0}]. For the AWS CLI, write [{1}]. Other tools need a name without spaces.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  someToolsName: (t, a) =>
    t('Only some AWS tools find the name “{0}”. Use letters, digits, and . _ - @ + : % / only.', a[0] ?? ''),
  sectionOfConfigFile: (t, a) =>
    t('AWS tools read [{0}] only in the config file. Move it there.', a[0] ?? ''),
  textAfterHeader: (t, a) =>
    t('Only the AWS CLI reads [{0}] with text after it. Make the text a comment.', a[0] ?? ''),
  sharedSection: (t) =>
    t(
      'Only the AWS CLI and other tools in Python read [DEFAULT], whose keys count in all sections of the file.',
    ),
  duplicateSection: (t, a) =>
    t(
      '[{0}] is here twice, so the AWS CLI cannot read the file. For the SDKs, the later value of a key counts.',
      a[0] ?? '',
    ),
  repeatedSection: (t, a) =>
    t(
      'The same section as [{0}] is above. The AWS CLI reads only the last one. The SDKs merge both.',
      a[0] ?? '',
    ),
  twoDefaults: (t) =>
    t(
      'There is also [profile default]. The AWS CLI reads the last one, other tools [profile default]. Keep one.',
    ),
  duplicateKey: (t, a) =>
    t(
      '{0} is in this section twice, so the AWS CLI cannot read the file. For the SDKs, the later value counts.',
      a[0] ?? '',
    ),
  missingSource: (t, a) => nearest(t, t('The profile “{0}” is in neither file.', a[0] ?? ''), a[1]),
  missingSession: (t, a) => nearest(t, t('The config file has no [sso-session {0}].', a[0] ?? ''), a[1]),
  missingServices: (t, a) => nearest(t, t('The config file has no [services {0}].', a[0] ?? ''), a[1]),
  emptyServices: (t, a) =>
    t(
      '[services {0}] has no keys, so the AWS CLI does not find it. Add the endpoint of a service.',
      a[0] ?? '',
    ),
  sourceLoop: (t, a) =>
    t('The source profiles form a loop: {0}. Add access keys to one of them.', a[0] ?? ''),
  emptySource: (t, a) => t('The profile “{0}” has no credentials.', a[0] ?? ''),
  noSource: (t) => t('A role needs source_profile or credential_source. Add one of them.'),
  tokenFileWithoutRole: (t, a) =>
    t('A token file needs {0}. Add the role that the token is for.', a[0] ?? ''),
  sourceBesideTokenFile: (t, a) =>
    t(
      'The AWS CLI ignores {0} beside web_identity_token_file, and the AWS SDK for JavaScript prefers it. Keep one.',
      a[0] ?? '',
    ),
  twoSources: (t) => t('A role has either source_profile or credential_source. Remove one of them.'),
  sessionContradicts: (t, a) =>
    t(
      '{0} differs from that of [sso-session {1}], which the AWS CLI rejects. Remove it here.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  sessionRepeats: (t, a) =>
    t(
      '[sso-session {1}] has {0} already. Remove it here: the AWS SDK for Rust rejects it.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  sessionAlone: (t) =>
    t('Without sso_account_id and sso_role_name, the sign-in gives tokens but no credentials.'),
  signInIncomplete: (t, a) => t('{0} is missing. Credentials of IAM Identity Center need it.', a[0] ?? ''),
  legacySignIn: (t) =>
    t('Tools cannot renew this sign-in. An [sso-session] can be renewed, and profiles can share it.'),
  otherSignInRegion: (t, a) =>
    t(
      'Other sections with this start URL have the region {0}. It is the region of IAM Identity Center.',
      a[0] ?? '',
    ),
  incompleteKeys: (t, a) => t('{0} is missing. An access key needs both parts.', a[0] ?? ''),
  noKeyId: (t, a) => t('{0} is missing, so no tool looks at the secret.', a[0] ?? ''),
  staleKeys: (t, a) =>
    t('The AWS CLI uses {0} and not these access keys. Some other tools use the keys.', a[1] ?? ''),
  keyNeedsRole: (t, a) => t('{0} has no effect without role_arn.', a[0] ?? ''),
  mfaWithoutRole: (t) =>
    t('The AWS CLI uses mfa_serial only with role_arn. Rolecall gets an MFA session with it.'),
  secretInConfig: (t) => t('Secrets belong in the credentials file. Move the access keys there.'),
  readableByOthers: (t) => t('Other users of this computer may read this file. Make it private (chmod 600).'),
  expiredKeys: (t, a) =>
    t('The temporary keys of “{0}” expired at {1}. Get new ones.', a[0] ?? '', a[1] ?? ''),
  cliRejectsFile: (t, a) => t('Tools cannot read the file because of this line: {0}.', a[0] ?? ''),
  toolsRejectFile: (t, a) => t('Some tools cannot read the file because of this line: {0}.', a[0] ?? ''),
  headerDiffers: (t, a) =>
    t('Not all tools agree on whether this section exists. These differ: {0}.', a[0] ?? ''),
  keyDiffers: (t, a) =>
    t(
      'Not all tools agree on whether {1} is a key of this section. These differ: {0}.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  valueDiffers: (t, a) =>
    t('Not all tools read the same value of {1}. These differ: {0}.', a[0] ?? '', a[1] ?? ''),
};
