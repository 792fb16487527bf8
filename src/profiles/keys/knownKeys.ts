import { credentialFacts } from './credentialFacts.ts';
import type { KeyFacts } from './keyFacts.ts';
import { s3BlockFacts } from './s3BlockFacts.ts';
import { settingFacts } from './settingFacts.ts';

const facts = new Map<string, KeyFacts>(Object.entries({ ...credentialFacts, ...settingFacts }));
const inS3 = new Map(Object.entries(s3BlockFacts));

/** Of a key directly in a section. `name` is in lower case. */
export function keyFacts(name: string): KeyFacts | undefined {
  return facts.get(name);
}

/** Of a key below `s3 =`. */
export function s3Facts(name: string): KeyFacts | undefined {
  return inS3.get(name);
}

/** The keys below `s3 =`. */
export const s3Keys: readonly string[] = [...inS3.keys()];
