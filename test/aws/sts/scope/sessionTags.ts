import { listMembers, type Parameters } from '../parameters.ts';
import { invalidParameterValue } from '../refusals.ts';
import { listLength, required, type Rule, text } from '../validation.ts';

export type Tags = Readonly<Record<string, string>>;

const characters = String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]`;
const maxTags = 50;

/** The constraints on `Tags` and `TransitiveTagKeys`. */
export function tagRules(parameters: Parameters): readonly Rule[] {
  const tags = listMembers(parameters, 'Tags');
  const keys = listMembers(parameters, 'TransitiveTagKeys');
  return [
    listLength('Tags', tags.length, maxTags),
    ...tags.flatMap((tag, i) => [
      { ...required(text(`${tag}.Key`, 1, 128, `${characters}+`)), member: `tags.${i + 1}.member.key` },
      { ...required(text(`${tag}.Value`, 0, 256, `${characters}*`)), member: `tags.${i + 1}.member.value` },
    ]),
    listLength('TransitiveTagKeys', keys.length, maxTags),
    ...keys.map((key, i) => ({
      ...text(key, 1, 128, `${characters}+`),
      member: `transitiveTagKeys.${i + 1}.member`,
    })),
  ];
}

export function readTags(parameters: Parameters): Tags {
  const tags = listMembers(parameters, 'Tags').map((tag): [string, string] => [
    parameters.get(`${tag}.Key`) ?? '',
    parameters.get(`${tag}.Value`) ?? '',
  ]);
  if (new Set(tags.map(([key]) => key.toLowerCase())).size < tags.length) {
    throw invalidParameterValue('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return Object.fromEntries(tags);
}

/** The keys of the request's tags that the next sessions of a chain inherit. */
export function readTransitiveKeys(parameters: Parameters, tags: Tags): readonly string[] {
  const keys = listMembers(parameters, 'TransitiveTagKeys').map((key) => parameters.get(key) ?? '');
  if (!keys.every((key) => hasKey(tags, key))) {
    throw invalidParameterValue('The specified transitive tag key must be included in the requested tags.');
  }
  return keys;
}

/** Keys of tags are case-insensitive. */
export function hasKey(tags: Tags, key: string): boolean {
  return Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase());
}
