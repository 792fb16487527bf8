import { separatorLike } from '../../config/layout.ts';
import type { Section } from '../../config/syntax.ts';
import { configKey, keys, keysWhere } from '../../profiles/keys.ts';
import { keyFacts, s3Facts, s3Keys } from '../../profiles/keys/knownKeys.ts';
import type { AwsText } from '../awsText.ts';
import { serviceIds } from '../serviceIds.ts';
import type { Block } from './blockAt.ts';
import type { Completion } from './completion.ts';
import type { KeyPlace } from './cursorPlace.ts';
import { inOrderOfUse, isOffered } from './keyOrder.ts';

/** The key whose block has the settings of the CLI for Amazon S3. */
export const s3Block = 's3';

/** The keys that may stand at the cursor, and that the section does not have yet. */
export function keyCompletions(text: AwsText, place: KeyPlace): readonly Completion[] {
  const { block, parent } = place;
  if (!block?.kind) return [];
  const present = presentKeys(block, parent, place.span.start);
  const isMissing = (name: string) => !present.has(name);
  if (parent !== undefined) return nestedCompletions(text, place, block, parent, isMissing);
  if (block.kind === 'services')
    return serviceIds.filter(isMissing).map((id) => serviceCompletion(text, place, id));
  const { kind } = block;
  const names: readonly string[] = keysWhere(({ sections }) => sections.includes(kind)).filter(
    (name) => isMissing(name) && isOffered(name),
  );
  if (kind !== 'profile') return names.map((key) => keyCompletion(text, place, key));
  const ordered = inOrderOfUse(names, present, text.role, text.document);
  const blocks = text.role === 'config' && isMissing(s3Block) && !ordered.includes(s3Block) ? [s3Block] : [];
  return [...ordered, ...blocks].map((key) => keyCompletion(text, place, key));
}

function nestedCompletions(
  text: AwsText,
  place: KeyPlace,
  { kind }: Block,
  parent: string,
  isMissing: (name: string) => boolean,
): readonly Completion[] {
  const names = kind === 'services' ? [keys.endpointUrl] : parent === s3Block ? s3Keys : [];
  return names.filter(isMissing).map((key) => keyCompletion(text, place, key, parent));
}

/** The keys of the section or of a block in it, without that of the line at the cursor. */
function presentKeys({ entries }: Block, parent: string | undefined, cursor: number): ReadonlySet<string> {
  const entry = entries.find(({ line }) => line.key.toLowerCase() === parent);
  const lines = parent === undefined ? entries.map(({ line }) => line) : (entry?.nested ?? []);
  return new Set(lines.filter(({ keyStart }) => keyStart !== cursor).map(({ key }) => key.toLowerCase()));
}

function keyCompletion(text: AwsText, place: KeyPlace, key: string, parent?: string): Completion {
  const about =
    parent === undefined ? ({ kind: 'key', key } as const) : ({ kind: 'key', key, parent } as const);
  const common = { label: key, about, replace: place.span };
  if (place.hasSeparator) return { ...common, insert: key };
  if (parent === undefined && (key === s3Block || keyFacts(key)?.form === 'block'))
    return { ...common, ...blockSnippet(key, place, text, '$0') };
  return {
    ...common,
    insert: key + separator(text, place.block?.section),
    ...(hasValues(key, parent) ? { opensNext: true } : {}),
  };
}

function serviceCompletion(text: AwsText, place: KeyPlace, id: string): Completion {
  const line = `${keys.endpointUrl}${separator(text, place.block?.section)}$0`;
  const about = { kind: 'service', id } as const;
  return { label: id, about, replace: place.span, ...blockSnippet(id, place, text, line) };
}

/** A key with a block below it. */
function blockSnippet(
  key: string,
  { hasSeparator, block }: KeyPlace,
  text: AwsText,
  line: string,
): Pick<Completion, 'insert' | 'isSnippet' | 'opensNext'> {
  if (hasSeparator) return { insert: key };
  const before = separator(text, block?.section).trimEnd();
  return { insert: `${key}${before}\n  ${line}`, isSnippet: true, opensNext: true };
}

/** Whether values of the key are offered, so that VS Code should show them at once. */
function hasValues(key: string, parent: string | undefined): boolean {
  const facts = parent === s3Block ? s3Facts(key) : keyFacts(key);
  const isListed = facts?.values !== undefined || listedForms.has(facts?.form ?? '');
  return isListed && configKey(key)?.accessKey === undefined;
}

const listedForms: ReadonlySet<string> = new Set([
  'boolean',
  'region',
  'roleArn',
  'mfaDevice',
  'accountId',
  'profile',
  'ssoSession',
  'services',
]);

/** `=` with the spacing of the section, or else of the first section of the file. */
function separator({ document }: AwsText, section: Section | undefined): string {
  const like = [section, document.sections[0]].filter((each) => each !== undefined);
  return separatorLike(document.text, like);
}
