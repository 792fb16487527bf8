import type { AssignmentLine, Entry } from '../../../config/syntax.ts';
import { keys } from '../../../profiles/keys.ts';
import { keyFacts, s3Facts, s3Keys } from '../../../profiles/keys/knownKeys.ts';
import { nearestSpelling } from '../../../profiles/spelling.ts';
import { isServiceId, meantServiceId } from '../../serviceIds.ts';
import { colonFinding } from './separatorChecks.ts';
import { keySpan, type LocalFinding, removeLine, valueSpan } from './localFinding.ts';
import { commentFinding, valueFindings } from './valueChecks.ts';

/** What is wrong with a key of a profile that has lines of its own below it: `s3 =`. */
export function blockFindings(
  text: string,
  entry: Entry,
  unindented: readonly Entry[],
): readonly LocalFinding[] {
  const { line, nested } = entry;
  if (nested.length === 0) return [headOfBlock(entry, unindented)];
  const found = line.key.toLowerCase() === keys.s3 ? nested.flatMap((each) => nestedInS3(text, each)) : [];
  return [...commentBesideHead(text, line), ...withoutLastRemoved(nested, found)];
}

/** The AWS CLI takes it as the value of the key. */
function commentBesideHead(text: string, line: AssignmentLine): readonly LocalFinding[] {
  const found = commentFinding(text, line, line.key.toLowerCase(), { form: 'block', readBy: [] });
  return found ? [found] : [];
}

/** Without its only line, a block would be broken. */
function withoutLastRemoved(
  nested: readonly AssignmentLine[],
  found: readonly LocalFinding[],
): readonly LocalFinding[] {
  if (nested.length > 1) return found;
  return found.map(({ fix, ...rest }) => (fix && fix.code !== 'removeKey' ? { ...rest, fix } : rest));
}

/** The entries below an empty `s3 =` that belong to it and are not indented. */
export function unindentedBelow(entries: readonly Entry[], i: number): readonly Entry[] {
  const { line, nested } = entries[i]!;
  if (line.key.toLowerCase() !== keys.s3 || line.value !== '' || nested.length > 0) return [];
  return following(entries, i, (key) => s3Facts(key) !== undefined);
}

/** A section `[services x]`. */
export function servicesFindings(text: string, entries: readonly Entry[]): readonly LocalFinding[] {
  return entries.flatMap((entry, i) => {
    const { line, nested } = entry;
    const key = line.key.toLowerCase();
    if (key === keys.endpointUrl) {
      const isBelowEmpty = i > 0 && isEmptyHead(entries[i - 1]!);
      return isBelowEmpty
        ? []
        : [{ code: 'endpointOutsideService' as const, span: keySpan(line), args: [key] }];
    }
    const service = [...colonFinding(text, line, false), ...serviceFinding(line)];
    if (nested.length > 0) {
      const found = nested.flatMap((each) => nestedInService(text, each));
      return [...service, ...commentBesideHead(text, line), ...withoutLastRemoved(nested, found)];
    }
    // Nobody looks at the value of a key that is no service.
    if (!isServiceId(key)) return service;
    const { fix, ...head } = headOfBlock(entry, following(entries, i, isEndpoint));
    // The AWS CLI does not find a section without keys.
    const canFix = fix && (fix.code !== 'removeKey' || entries.length > 1);
    return [...service, canFix ? { ...head, fix } : head];
  });
}

function isEmptyHead({ line, nested }: Entry): boolean {
  return line.value === '' && nested.length === 0;
}

function isEndpoint(key: string): boolean {
  return key === keys.endpointUrl;
}

/** The entries directly below the one at `head` that belong to its block. */
function following(
  entries: readonly Entry[],
  head: number,
  belongs: (key: string) => boolean,
): readonly Entry[] {
  let end = head + 1;
  while (end < entries.length && belongs(entries[end]!.line.key.toLowerCase())) end++;
  return entries.slice(head + 1, end);
}

/** A key that must have lines below it, and has none. */
function headOfBlock({ line }: Entry, belonging: readonly Entry[]): LocalFinding {
  const key = line.key.toLowerCase();
  if (line.value !== '') return { code: 'valueOfBlock', span: valueSpan(line), args: [key] };
  if (belonging.length === 0)
    return { code: 'emptyBlock', span: keySpan(line), args: [key], fix: removeLine(key, line) };
  const first = belonging[0]!.line;
  return {
    code: 'notIndented',
    span: { start: first.keyStart, end: belonging.at(-1)!.line.valueEnd },
    args: [key],
    fix: {
      code: 'indentLines',
      args: [],
      edits: belonging.map((each) => ({ start: each.line.keyStart, end: each.line.keyStart, text: '  ' })),
    },
  };
}

function serviceFinding(line: AssignmentLine): readonly LocalFinding[] {
  const { key } = line;
  const span = keySpan(line);
  const small = key.toLowerCase();
  if (isServiceId(small)) {
    const fix = { code: 'renameKey', args: [small], edits: [{ ...span, text: small }] } as const;
    return small === key ? [] : [{ code: 'keyCase', span, args: [key, small], fix }];
  }
  const meant = meantServiceId(key);
  const fix =
    meant === undefined
      ? {}
      : { fix: { code: 'renameKey', args: [meant], edits: [{ ...span, text: meant }] } as const };
  return [{ code: 'unknownService', span, args: [key, meant ?? ''], ...fix }];
}

function nestedInService(text: string, line: AssignmentLine): readonly LocalFinding[] {
  const key = line.key.toLowerCase();
  if (key === keys.endpointUrl)
    return [...colonFinding(text, line, true), ...valueFindings(text, line, key, keyFacts(key)!)];
  return [unreadInBlock(line, [keys.endpointUrl])];
}

function nestedInS3(text: string, line: AssignmentLine): readonly LocalFinding[] {
  const key = line.key.toLowerCase();
  // That it belongs elsewhere is said in `blockMoves.ts`.
  if (key === keys.endpointUrl) return [];
  const facts = s3Facts(key);
  if (!facts) return [unreadInBlock(line, s3Keys)];
  return [...colonFinding(text, line, true), ...valueFindings(text, line, key, facts)];
}

function unreadInBlock(line: AssignmentLine, known: readonly string[]): LocalFinding {
  const span = keySpan(line);
  const meant = nearestSpelling(line.key.toLowerCase().replaceAll('-', '_'), known, 2);
  return {
    code: 'unreadInBlock',
    span,
    args: [line.key.toLowerCase(), meant ?? ''],
    ...(meant !== undefined && {
      fix: { code: 'renameKey', args: [meant], edits: [{ ...span, text: meant }] } as const,
    }),
  };
}
