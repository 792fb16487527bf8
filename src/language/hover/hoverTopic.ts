import { isCommandKey } from '../../config/commandText.ts';
import type { AssignmentLine, Section, Span } from '../../config/syntax.ts';
import { isSecretName } from '../../base/secretText.ts';
import { looksLikeRegion } from '../../plan/endpoints/regions.ts';
import { configKey, keys } from '../../profiles/keys.ts';
import { keyFacts, s3Facts } from '../../profiles/keys/knownKeys.ts';
import type { AwsText } from '../awsText.ts';
import { s3Block } from '../completion/keyCompletions.ts';
import { contains, nameAt, sectionAt, subjectOf, type Subject } from '../navigation/namedPlaces.ts';
import { serviceIds } from '../serviceIds.ts';
import { ownerOf } from '../toolKeys.ts';
import { arnAt, type ArnParts } from './arnParts.ts';

/** What the pointer is on, and where that is. */
export type HoverTopic = { readonly span: Span } & (
  | Subject
  /** `parent`: the key whose block it is in. */
  | { readonly kind: 'key'; readonly key: string; readonly parent: string | undefined }
  | { readonly kind: 'service'; readonly id: string }
  /** A key of another tool. */
  | { readonly kind: 'toolKey'; readonly key: string; readonly tool: string }
  | { readonly kind: 'arn'; readonly parts: ArnParts }
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'region'; readonly region: string }
);

/** Undefined where there is nothing to say, and within secrets and commands. */
export function hoverTopicAt(text: AwsText, offset: number): HoverTopic | undefined {
  const section = sectionAt(text.document, offset);
  if (!section) return undefined;
  const found = nameAt(text, offset);
  if (found) return { ...found.subject, span: { start: found.place.start, end: found.place.end } };
  const place = assignmentAt(section, offset);
  if (!place) return undefined;
  const { line } = place;
  const keySpan = { start: line.keyStart, end: line.keyStart + line.key.length };
  if (contains(keySpan, offset)) return keyTopic(text, section, place, keySpan);
  return contains({ start: line.valueStart, end: line.valueEnd }, offset)
    ? valueTopic(place, offset)
    : undefined;
}

interface AssignmentPlace {
  readonly line: AssignmentLine;
  readonly parent: string | undefined;
}

function assignmentAt({ entries }: Section, offset: number): AssignmentPlace | undefined {
  const entry = entries.findLast(({ line }) => line.start <= offset);
  if (!entry) return undefined;
  if (offset <= entry.line.valueEnd) return { line: entry.line, parent: undefined };
  const line = entry.nested.find(({ start, end }) => start <= offset && offset < end);
  return line && { line, parent: entry.line.key.toLowerCase() };
}

function keyTopic(
  { role }: AwsText,
  { title }: Section,
  { line, parent }: AssignmentPlace,
  span: Span,
): HoverTopic | undefined {
  const key = line.key.toLowerCase();
  const subject = subjectOf(role, title);
  if (subject?.kind === 'services' && parent === undefined)
    return serviceIds.includes(key) ? { kind: 'service', id: key, span } : undefined;
  const isBelow = parent !== undefined && subject?.kind === 'services' && key === keys.endpointUrl;
  const facts =
    parent === undefined || isBelow ? keyFacts(key) : parent === s3Block ? s3Facts(key) : undefined;
  if (facts) return { kind: 'key', key, parent, span };
  const tool = parent === undefined ? ownerOf(key) : undefined;
  return tool === undefined ? undefined : { kind: 'toolKey', key, tool, span };
}

function valueTopic({ line, parent }: AssignmentPlace, offset: number): HoverTopic | undefined {
  const key = line.key.toLowerCase();
  const { value, valueStart: start, valueEnd: end } = line;
  if (isCommandKey(key) || isSecretName(key) || configKey(key)?.accessKey !== undefined) return undefined;
  const arn = arnAt(value, start, offset);
  if (arn) return { kind: 'arn', ...arn };
  const form = parent === undefined ? keyFacts(key)?.form : undefined;
  if (form === 'accountId' && /^\d{12}$/u.test(value))
    return { kind: 'account', id: value, span: { start, end } };
  if (form === 'region' && looksLikeRegion(value))
    return { kind: 'region', region: value, span: { start, end } };
  return undefined;
}
