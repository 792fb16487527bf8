import type { CodeFacts } from '../codeFacts.ts';
import { keyPair, temporary } from './valueExamples.ts';

/** Commands and access keys. */
export const accessCodes = {
  homeInCommand: {
    severity: 'error',
    about: 'Tools start the program without a shell, so ~ is not the home folder. Write the whole path.',
    example: '[profile dev]\ncredential_process = ~/bin/credentials\n',
  },
  unclosedQuote: {
    severity: 'error',
    about: 'A quote in the command is not closed, so the AWS CLI cannot split it into words.',
    example: `[profile dev]\ncredential_process = get-credentials --name "maya\n`,
  },
  curlyQuotes: {
    severity: 'warning',
    about: 'Tools read only straight quotes. Curly ones become part of the words.',
    example: `[profile dev]\ncredential_process = printf '{"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…"}' “two words”\n`,
    after: `[profile dev]\ncredential_process = printf '{"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…"}' "two words"\n`,
  },
  shellSign: {
    severity: 'warning',
    about:
      'Tools start the program without a shell. It gets variables, pipes, and redirections as arguments.',
    example: `[profile dev]\ncredential_process = printf '{"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…"}' | jq .\n`,
  },

  noSessionToken: {
    severity: 'warning',
    about: 'Keys that begin with ASIA are temporary, and AWS accepts them only with their aws_session_token.',
    file: 'credentials',
    example: `[dev]\n${temporary}`,
  },
  staleToken: {
    severity: 'warning',
    about: 'Keys that begin with AKIA have no token. AWS rejects them together with one.',
    file: 'credentials',
    example: `[dev]\n${keyPair}aws_session_token = IQoJb3JpZ2luX2VjEXAMPLE\n`,
    after: `[dev]\n${keyPair}`,
  },
  swappedKeys: {
    severity: 'warning',
    about: 'The access key ID and the secret are swapped.',
    file: 'credentials',
    example:
      '[dev]\naws_access_key_id = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_secret_access_key = AKIAIOSFODNN7EXAMPLE\n',
    after:
      '[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
  },
  malformedKey: {
    severity: 'warning',
    about: 'AWS has not issued a key of this form: it contains other characters, or stands for a key.',
    file: 'credentials',
    example: '[dev]\naws_access_key_id = <your-key>\naws_secret_access_key = x\n',
  },
} as const satisfies Readonly<Record<string, CodeFacts>>;
