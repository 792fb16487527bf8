import type { AwsPage } from '../../display/markdown.ts';
import { credentialKeyWords } from './credentialKeyWords.ts';
import { pageOfKey, s3Page } from './keyPages.ts';
import { s3KeyWords } from './s3KeyWords.ts';
import { settingKeyWords } from './settingKeyWords.ts';

/** What a key is for, in one or two sentences, and AWS's page about it. */
export interface KeyWords {
  readonly sentence: string;
  /** Undefined for the keys of other tools. */
  readonly page: AwsPage | undefined;
}

/** Undefined for a key that is not in the table. `name` is in lower case. */
export function keyWords(name: string): KeyWords | undefined {
  const key = camelCase(name);
  sentences ??= { ...credentialKeyWords(), ...settingKeyWords() };
  const sentence = Object.hasOwn(sentences, key) ? sentences[key] : undefined;
  return sentence === undefined ? undefined : { sentence, page: pageOfKey(key) };
}

/** The same for a key below `s3 =`. */
export function s3Words(name: string): KeyWords | undefined {
  const key = camelCase(name);
  s3Sentences ??= s3KeyWords();
  const sentence = Object.hasOwn(s3Sentences, key) ? s3Sentences[key] : undefined;
  return sentence === undefined ? undefined : { sentence, page: s3Page };
}

let sentences: Readonly<Record<string, string>> | undefined;
let s3Sentences: Readonly<Record<string, string>> | undefined;

/** As in the names of `keys`: the names of keys are written out only in their table. */
function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
}
