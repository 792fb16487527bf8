import { parseConfig } from '../../../src/config/parse.ts';
import { type AwsText, awsText } from '../../../src/language/awsText.ts';
import type { FileRole } from '../../../src/profiles/profiles.ts';

export interface Marked {
  readonly text: AwsText;
  /** Where the mark `|` was. */
  readonly offset: number;
}

/** The texts of both files, of which one has the mark `|`: that is the one in the editor. */
export function marked(config: string, credentials = ''): Marked {
  const role: FileRole = credentials.includes('|') ? 'credentials' : 'config';
  const offset = (role === 'config' ? config : credentials).indexOf('|');
  const [own, other] = role === 'config' ? [config, credentials] : [credentials, config];
  return {
    text: awsText(role, parseConfig(own.replace('|', '')), parseConfig(other)),
    offset: Math.max(0, offset),
  };
}
