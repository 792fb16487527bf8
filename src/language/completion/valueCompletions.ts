import { type Partition, partitionOf, regions } from '../../plan/endpoints/regions.ts';
import { acceptsValue, configKey, keys } from '../../profiles/keys.ts';
import type { KeyFacts } from '../../profiles/keys/keyFacts.ts';
import { keyFacts, s3Facts } from '../../profiles/keys/knownKeys.ts';
import type { AwsText } from '../awsText.ts';
import type { Completion, CompletionSubject, Known } from './completion.ts';
import { spaced, type ValuePlace } from './cursorPlace.ts';
import { s3Block } from './keyCompletions.ts';
import { accountCompletions, permissionSetCompletions } from './knownValues.ts';
import { sourcesFor } from './sources.ts';
import { writtenValues } from './writtenValues.ts';

/** The values that the key at the cursor can have, as far as they can be listed. Never those of secret keys. */
export function valueCompletions(text: AwsText, place: ValuePlace, known: Known): readonly Completion[] {
  const { block, parent, key } = place;
  if (!block.kind || configKey(key)?.accessKey !== undefined) return [];
  const facts = parent === undefined ? keyFacts(key) : parent === s3Block ? s3Facts(key) : undefined;
  if (!facts) return [];
  if (facts.values) return listed(place, facts, facts.values);
  if (parent !== undefined) return [];
  if (facts.form === 'accountId') return accountCompletions(text, place, known);
  if (key === keys.ssoRoleName) return permissionSetCompletions(text, place, known);
  if (key === keys.ssoRegistrationScopes) return [valueCompletion(place, accountAccess, { kind: 'value' })];
  return ofForm(text, place, facts);
}

/** The scope that the CLI suggests, and that listing accounts needs (`aws configure sso`). */
const accountAccess = 'sso:account:access';

function ofForm(text: AwsText, place: ValuePlace, { form }: KeyFacts): readonly Completion[] {
  const { profiles, document, other } = text;
  const { key, lineStart } = place;
  const named = (names: Iterable<string>, kind: 'profile' | 'sso-session' | 'services') =>
    [...names].map((name) => valueCompletion(place, name, { kind, name }));
  switch (form) {
    case 'region':
      return regionCompletions(text, place);
    case 'profile':
      return named(sourcesFor(text, place.block, key, lineStart), 'profile');
    case 'ssoSession':
      return named(profiles.ssoSessions.keys(), 'sso-session');
    case 'services':
      return named(profiles.services.keys(), 'services');
    default:
      return repeatable.has(form) || repeatedKeys.has(key)
        ? writtenValues([document, other], [key], { except: lineStart })
            .filter((value) => acceptsValue(key, value))
            .map((value) => valueCompletion(place, value, { kind: 'writtenElsewhere' }))
        : [];
  }
}

/** The forms of values that sections often share, and that no secret has. */
const repeatable: ReadonlySet<string> = new Set(['roleArn', 'mfaDevice', 'loginArn']);
const repeatedKeys: ReadonlySet<string> = new Set([keys.ssoStartUrl, keys.roleSessionName]);

function listed(place: ValuePlace, facts: KeyFacts, values: readonly string[]): readonly Completion[] {
  return values.map((value) =>
    valueCompletion(place, value, { kind: 'value', ...(value === facts.default ? { isDefault: true } : {}) }),
  );
}

/** The regions of the partition that the section is about first, and of those, the ones that the files use most. */
function regionCompletions(text: AwsText, place: ValuePlace): readonly Completion[] {
  const partition = partitionIn(place);
  const used = writtenValues([text.document, text.other], [place.key], { except: place.lineStart });
  const rankOf = (code: string): number => {
    const isNear = partition === undefined || partition.prefix.test(code);
    const at = used.indexOf(code);
    return (isNear ? 0 : 2000) + (at === -1 ? 1000 : Math.min(at, 999));
  };
  const ranked = regions.map(([code, name]) => ({ code, name, rank: rankOf(code) }));
  return ranked
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ code, name }) => ({
      ...valueCompletion(place, code, { kind: 'region', region: code }),
      alsoFoundBy: name,
    }));
}

/** The partition of the first value of the section that tells one. */
function partitionIn({ block, lineStart }: ValuePlace): Partition | undefined {
  for (const { line } of block.entries) {
    const partition =
      line.start === lineStart ? undefined : partitionOfValue(line.key.toLowerCase(), line.value);
    if (partition) return partition;
  }
  return undefined;
}

function partitionOfValue(key: string, value: string): Partition | undefined {
  return /^arn:aws[\w-]*:/u.test(value) || keyFacts(key)?.form === 'region' ? partitionOf(value) : undefined;
}

export function valueCompletion(
  place: Pick<ValuePlace, 'span' | 'needsSpace' | 'needsSpaceAfter'>,
  value: string,
  about: CompletionSubject,
): Completion {
  return { label: value, about, replace: place.span, insert: spaced(place, value) };
}
