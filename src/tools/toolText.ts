import { plainText } from '../base/plainText.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { secretMask, withoutSecrets } from '../base/secretText.ts';
import { type Target, targetName } from '../profiles/profiles.ts';

/** The most characters of a name and of a sentence in an answer. */
const most = { name: 100, sentence: 600 };

/**
 * A text from outside as a model gets it, always inside of JSON: one line without control characters, characters that
 * are invisible or change the order, secrets, and access key IDs. Without the characters of markup and templates, it
 * does not look like more than a text. Nothing can keep a model from reading a name as an order, so names are short.
 */
export function dataText(text: string, maxCharacters = most.sentence): string {
  const line = plainText(withoutSecrets(text)).replaceAll(keyId, secretMask).replaceAll(markup, '·');
  if (line.length <= maxCharacters) return line;
  return `${line.slice(0, maxCharacters - 1).replace(/\p{Cs}$/u, '')}…`;
}

const keyId = /A(?:KIA|SIA)[A-Z0-9]{12,}/gu;
const markup = /[`<>{}|$]/gu;

/** A name from a file or from AWS, for a model. */
export function dataName(name: string): string {
  return dataText(publicFacts({ name }).name, most.name);
}

/** The name of a target, for a model. */
export function targetData(target: Target): string {
  return target.kind === 'environment' ? 'environment variables of VS Code' : dataName(targetName(target));
}

/** An answer or an error for a model. Properties that are undefined are left out. */
export function answerText(answer: object): string {
  return JSON.stringify(answer, undefined, 1);
}
