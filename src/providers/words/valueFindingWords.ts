import type { ValueCode } from '../../language/lint/values/valueCodes.ts';
import { nearest, type Words } from './words.ts';

/** What is wrong with keys and values. */
export const valueFindingWords: Readonly<Record<ValueCode, Words>> = {
  unknownKey: (t, a) => t('No tool that Rolecall knows reads {0}.', a[0] ?? ''),
  misspelledKey: (t, a) => t('No tool reads {0}. The most similar key is {1}.', a[0] ?? '', a[1] ?? ''),
  keyCase: (t, a) => t('The AWS SDK for JavaScript does not find {0}. Write {1}.', a[0] ?? '', a[1] ?? ''),
  oldKey: (t, a) => t('{0} is an old name that few tools read. Write {1}.', a[0] ?? '', a[1] ?? ''),
  otherSection: (t, a) =>
    t('Tools read {0} only in a section of the kind “{1}”, and ignore it here.', a[0] ?? '', a[1] ?? ''),
  keyOfBlock: (t, a) => t('Tools read {0} only in an indented line below “{1} =”.', a[0] ?? '', a[1] ?? ''),
  settingInCredentials: (t, a) => t('{0} is a setting. Settings belong in the config file.', a[0] ?? ''),
  rejectedQuotes: (t, a) =>
    t('Quotes are part of the value, and the AWS CLI fails on this {0}. Remove them.', a[0] ?? ''),
  quotedValue: (t, a) => t('Quotes are part of the value of {0}. Remove them.', a[0] ?? ''),
  rejectedComment: (t, a) =>
    t(
      'The AWS CLI takes this comment as part of {0}, and fails on it. Write it in a line of its own.',
      a[0] ?? '',
    ),
  inlineComment: (t, a) =>
    t('The AWS CLI takes this comment as part of {0}. Write it in a line of its own.', a[0] ?? ''),
  rejectedEmpty: (t, a) =>
    t('The AWS CLI fails on an empty {0}. Enter a value or remove the key.', a[0] ?? ''),
  emptyValue: (t, a) => t('{0} is empty and does nothing.', a[0] ?? ''),
  emptyTokenFile: (t, a) =>
    t(
      'Even an empty {0} keeps the AWS CLI from using another source. Enter a path or remove the key.',
      a[0] ?? '',
    ),
  homeInPath: (t) => t('Tools do not replace ~ in this path. Write the whole path.'),
  notBoolean: (t, a) =>
    t(
      'Write true or false in lower case. The AWS CLI takes this {0} as {1}, and the AWS SDK for JavaScript fails on it.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  rejectedNumber: (t, a) => t('{0} must be a whole number. The AWS CLI fails on this value.', a[0] ?? ''),
  ignoredNumber: (t, a) => t('{0} must be a whole number. The AWS CLI ignores this value.', a[0] ?? ''),
  outOfRange: (t, a) =>
    a[2]
      ? t('{0} must be from {1} to {2}. The AWS CLI rejects this value.', a[0] ?? '', a[1] ?? '', a[2])
      : t('{0} must be at least {1}. The AWS CLI rejects this value.', a[0] ?? '', a[1] ?? ''),
  tooLarge: (t, a) => t('{0} must be from {1} to {2}.', a[0] ?? '', a[1] ?? '', a[2] ?? ''),
  rejectedSize: (t, a) => t('{0} must be a size such as 8MB. The AWS CLI fails on this value.', a[0] ?? ''),
  rejectedRate: (t, a) =>
    t('{0} must be a rate such as 10MB/s. The AWS CLI fails on this value.', a[0] ?? ''),
  rejectedValue: (t, a) =>
    t('{0} must be one of: {1}. The AWS CLI fails on this value.', a[0] ?? '', a[1] ?? ''),
  unknownValue: (t, a) => t('{0} must be one of: {1}.', a[0] ?? '', a[1] ?? ''),
  rejectedRegion: (t, a) =>
    t(
      '{0} must consist of letters, digits, and hyphens, such as eu-west-1. The AWS CLI fails on this value.',
      a[0] ?? '',
    ),
  zoneAsRegion: (t, a) => t('“{0}” is a zone. The region is {1}.', a[0] ?? '', a[1] ?? ''),
  regionCase: (t, a) => t('Regions are in lower case: {0}.', a[1] ?? ''),
  misspelledRegion: (t, a) =>
    t('There is no region “{0}”. The most similar one is {1}.', a[0] ?? '', a[1] ?? ''),
  unknownRegion: (t, a) => t('Rolecall does not know the region “{0}”. It may be new.', a[0] ?? ''),
  rejectedUrl: (t, a) =>
    t('{0} must begin with http:// or https://. The AWS CLI fails on this value.', a[0] ?? ''),
  otherUrl: (t, a) => t('{0} must begin with http:// or https://.', a[0] ?? ''),
  startUrlEnding: (t, a) =>
    t('Tools look for the token of a sign-in by this text. Write {0} everywhere.', a[0] ?? ''),
  rejectedRoleArn: (t, a) => t('{0} must be the ARN of a role. The AWS CLI rejects this value.', a[0] ?? ''),
  notRoleArn: (t, a) =>
    t('{0} must be the ARN of a role, such as arn:aws:iam::123456789012:role/Admin.', a[0] ?? ''),
  otherPartition: (t, a) =>
    t('The region {0} is in the partition {1}, and this role is in another one.', a[0] ?? '', a[1] ?? ''),
  notMfaDevice: (t, a) =>
    t(
      '{0} must be the ARN of an MFA device, such as arn:aws:iam::123456789012:mfa/maya, or its serial number.',
      a[0] ?? '',
    ),
  notLoginArn: (t, a) =>
    t(
      '{0} must be the ARN of the user or role that signed in. “Sign In with AWS Console” writes it.',
      a[0] ?? '',
    ),
  loginBesideOthers: (t, a) =>
    t('“aws login” refuses this profile because of {0}. Use another profile for it.', a[0] ?? ''),
  notAccountId: (t, a) => t('{0} must have 12 digits.', a[0] ?? ''),
  rejectedText: (t, a) =>
    t('{0} must have at least 2 characters. The AWS CLI rejects this value.', a[0] ?? ''),
  refusedText: (t, a) =>
    t('AWS does not accept this {0}. A valid value looks like this: {1}', a[0] ?? '', a[1] ?? ''),
  reservedRole: (t, a) =>
    t('This is the role that IAM Identity Center makes. The permission set is {0}.', a[0] ?? ''),
  homeInCommand: (t) =>
    t('Tools start the program without a shell, which would replace ~. Write the whole path.'),
  unclosedQuote: (t) => t('A quote in this command is not closed, and the AWS CLI fails on it.'),
  curlyQuotes: (t) => t('Curly quotes become part of the words of the command. Write straight ones.'),
  shellSign: (t, a) => t('Tools start the program without a shell. It gets {0} as an argument.', a[0] ?? ''),
  noSessionToken: (t, a) => t('These keys are temporary, and AWS accepts them only with {0}.', a[0] ?? ''),
  staleToken: (t, a) => t('Keys that begin with AKIA have no {0}. Remove it.', a[0] ?? ''),
  swappedKeys: (t) => t('The access key ID and the secret are swapped.'),
  malformedKey: (t, a) => t('AWS does not issue {0} in this form. Copy it again.', a[0] ?? ''),
  indentedKey: (t, a) =>
    t('The AWS CLI takes this line as more of the value of {0}. Do not indent it.', a[1] ?? ''),
  rejectedIndent: (t, a) =>
    t(
      'The AWS CLI takes this line as more of the value of {0}, and fails on it. Do not indent it.',
      a[1] ?? '',
    ),
  colonSeparator: (t) => t('The SDKs do not read a line with a colon. Write “=”.'),
  rejectedColon: (t) => t('The AWS CLI cannot read the file because of this colon. Write “=”.'),
  notIndented: (t, a) =>
    t('These lines belong to {0} and must be indented. The AWS CLI fails on them.', a[0] ?? ''),
  emptyBlock: (t, a) =>
    t(
      '{0} has no indented lines below it, and the AWS CLI fails on this. Add some or remove it.',
      a[0] ?? '',
    ),
  valueOfBlock: (t, a) =>
    t('{0} has indented lines below it and no value. The AWS CLI fails on one.', a[0] ?? ''),
  unexpectedBlock: (t, a) =>
    t('{0} has a value and no lines below it. The AWS CLI fails on them.', a[0] ?? ''),
  unreadInBlock: (t, a) => nearest(t, t('No tool reads {0} here.', a[0] ?? ''), a[1]),
  endpointOutsideService: (t, a) =>
    t('{0} belongs below the name of a service, indented. Here, all tools ignore it.', a[0] ?? ''),
  endpointInProfile: (t, a) =>
    t('Only a plugin reads {0} here. Write it in a [services] section.', a[0] ?? ''),
  unknownService: (t, a) => nearest(t, t('There is no service with the ID {0}.', a[0] ?? ''), a[1]),
};
