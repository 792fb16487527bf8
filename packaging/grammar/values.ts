import type { KeyFacts, KeyForm } from '../../src/profiles/keys/keyFacts.ts';
import { atEnd, includes, named, type Rule, scoped, words } from './rule.ts';

const reference: readonly Rule[] = [{ match: words, name: scoped('entity.name.type.reference') }];

/** The values of keys of these forms. Of all other keys, `value`. */
const ofForm: Readonly<Partial<Record<KeyForm, readonly Rule[]>>> = {
  accountId: [{ match: String.raw`\G\d{12}${atEnd}`, name: scoped('constant.numeric.account-id') }],
  profile: reference,
  ssoSession: reference,
  services: reference,
  text: [],
  path: [],
  command: [],
  list: [],
  time: [],
};

/** What is colored in the values of a key, besides `text`. */
export function valueRules(facts: KeyFacts | undefined): readonly Rule[] {
  if (facts?.form !== 'enum') return (facts && ofForm[facts.form]) ?? includes('value');
  const values = facts.values?.join('|');
  const name = scoped('constant.language.enum');
  return [{ match: `\\G${facts.anyCase ? '(?i:' : '(?:'}${values})${atEnd}`, name }];
}

/** Only a value as a whole is a constant: to the AWS CLI, `eu-west-1 # Ireland` is no region. */
export const value: Rule = {
  patterns: [
    { match: String.raw`\G(?:true|false)${atEnd}`, name: scoped('constant.language.boolean') },
    { match: String.raw`\G\d++(?:[KMGT]?[Bb](?:/s)?)?${atEnd}`, name: scoped('constant.numeric') },
    // As `looksLikeRegion` in `src/plan/endpoints/regions.ts`.
    {
      match: String.raw`\G[a-z]{2,5}(?:-[a-z]++)++-\d{1,2}${atEnd}`,
      name: scoped('constant.language.region'),
    },
    { match: String.raw`\Ghttps?://\S++${atEnd}`, name: scoped('string.unquoted.url markup.underline.link') },
    {
      match: String.raw`\Garn:([\w-]++):([\w-]++):([\w-]*+):(?:(\d{12})|\w*+):(?:([\w-]++)[/:])?(\S++)${atEnd}`,
      name: scoped('string.unquoted.arn'),
      captures: named(
        'support.constant.partition',
        'support.type.service',
        'constant.language.region',
        'constant.numeric.account-id',
        'support.type.resource',
        'entity.name.resource',
      ),
    },
  ],
};

/** What is no constant, such as a value with text after it. */
export const text: Rule = { match: words, name: scoped('string.unquoted') };
