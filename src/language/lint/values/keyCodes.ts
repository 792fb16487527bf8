import type { CodeFacts } from '../codeFacts.ts';
import { keyPair, temporary, account, signIn, local, dev, services } from './valueExamples.ts';

/** Keys, and lines that belong to one. */
export const keyCodes = {
  unknownKey: {
    severity: 'hint',
    about: 'No AWS tool reads this key, nor does any other tool that Rolecall knows.',
    example: dev('favorite_color = blue'),
  },
  misspelledKey: {
    severity: 'warning',
    about: 'No tool reads a key with this spelling, and another key is similar.',
    example: dev('max-attempts = 5'),
    after: dev('max_attempts = 5'),
  },
  keyCase: {
    severity: 'warning',
    about: 'The AWS SDK for JavaScript finds keys only in lower case.',
    example: dev('Region = eu-west-1'),
    after: dev('region = eu-west-1'),
  },
  oldKey: {
    severity: 'warning',
    about: 'Only the AWS CLI and other tools in Python read this old name of aws_session_token.',
    file: 'credentials',
    example: `[dev]\n${temporary}aws_security_token = IQoJb3JpZ2luX2VjEXAMPLE\n`,
    after: `[dev]\n${temporary}aws_session_token = IQoJb3JpZ2luX2VjEXAMPLE\n`,
  },
  otherSection: {
    severity: 'warning',
    about: 'Tools read the key only in a section of another kind, and ignore it here.',
    example: `[profile dev]\nsso_session = work\n${account}sso_registration_scopes = sso:account:access\n\n[sso-session work]\n${signIn}`,
  },
  keyOfBlock: {
    severity: 'warning',
    about: 'Tools read the key only in an indented line below “s3 =”.',
    example: dev('addressing_style = path'),
    after: dev('s3 =\n  addressing_style = path'),
  },
  settingInCredentials: {
    severity: 'hint',
    about:
      'Settings belong in the config file, where `aws configure set` writes them. The value in the credentials file would then still win.',
    file: 'credentials',
    example: `[dev]\n${keyPair}region = eu-west-1\n`,
    after: `[dev]\n${keyPair}`,
    other: '[profile dev]\noutput = json\n',
    otherAfter: '[profile dev]\noutput = json\nregion = eu-west-1\n',
  },

  indentedKey: {
    severity: 'warning',
    about: 'The line is deeper than the key above it. The AWS CLI takes it as more of the value there.',
    example: dev('output = json\n  cli_history = enabled'),
    after: dev('output = json\ncli_history = enabled'),
  },
  rejectedIndent: {
    severity: 'error',
    about:
      'The line is deeper than the key above it. The AWS CLI takes it as more of the value there, and fails on that.',
    example: dev('region = eu-west-1\n  output = json'),
    after: dev('region = eu-west-1\noutput = json'),
  },
  colonSeparator: {
    severity: 'warning',
    about: 'Keys and values are separated by “=”. The SDKs do not read a line with a colon.',
    example: dev('region: eu-west-1'),
    after: dev('region = eu-west-1'),
  },
  rejectedColon: {
    severity: 'error',
    about:
      'Keys and values are separated by “=”. The AWS CLI finds no other separator in a block, and then reads nothing of the file.',
    example: dev('s3 =\n  addressing_style: path'),
    after: dev('s3 =\n  addressing_style = path'),
  },
  notIndented: {
    severity: 'error',
    about: 'Lines that belong to the key above them are indented. The AWS CLI fails on others.',
    example: dev('s3 =\nmax_concurrent_requests = 20'),
    after: dev('s3 =\n  max_concurrent_requests = 20'),
  },
  emptyBlock: {
    severity: 'error',
    about: 'The key has no indented lines below it. The AWS CLI fails on this.',
    example: dev('s3 ='),
    after: `[profile dev]\n${keyPair}`,
  },
  valueOfBlock: {
    severity: 'error',
    about: 'The key has indented lines below it and no value. The AWS CLI fails on one.',
    example: services(`s3 = ${local}`),
  },
  unexpectedBlock: {
    severity: 'error',
    about: 'The key has a value and no indented lines below it. The AWS CLI fails on them.',
    example: dev('region =\n  name = eu-west-1'),
  },
  unreadInBlock: {
    severity: 'warning',
    about: 'No tool reads this key in the block.',
    example: services(`s3 =\n  endpoint-url = ${local}`),
    after: services(`s3 =\n  endpoint_url = ${local}`),
  },
  endpointOutsideService: {
    severity: 'warning',
    about:
      'In a [services] section, the endpoint stands below the name of a service. Here, all tools ignore it.',
    example: services(`endpoint_url = ${local}`),
  },
  endpointInProfile: {
    severity: 'warning',
    about:
      'Only a plugin of the AWS CLI reads this. For the AWS CLI and the SDKs, an endpoint of one service stands in a [services] section.',
    example: dev(`s3 =\n  endpoint_url = ${local}`),
    after: `${dev('services = dev')}\n[services dev]\ns3 =\n  endpoint_url = ${local}\n`,
  },
  unknownService: {
    severity: 'warning',
    about:
      'There is no service with this ID. It is often not the name of the command: cognito_identity_provider and not cognito-idp.',
    example: services(`cognito-idp =\n  endpoint_url = ${local}`),
    after: services(`cognito_identity_provider =\n  endpoint_url = ${local}`),
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;
