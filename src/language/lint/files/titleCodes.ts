import type { CodeFacts } from '../codeFacts.ts';
import { keyPair, signIn, session } from './fileExamples.ts';

/** Titles, and sections that occur twice. */
export const titleCodes = {
  byteOrderMark: {
    severity: 'error',
    about:
      'The file begins with a byte order mark, which some editors write. The AWS CLI then reads nothing of the file.',
    example: `\uFEFF[profile dev]\n${keyPair}`,
    after: `[profile dev]\n${keyPair}`,
  },
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
    after: '[profile dev]\nregion = eu-west-1\n\n[profile test]\noutput = json\n',
  },
  noName: {
    severity: 'error',
    about: 'The title has no name, so no tool finds the section.',
    example: `[profile]\n${keyPair}`,
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
} as const satisfies Readonly<Record<string, CodeFacts>>;
