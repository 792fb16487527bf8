import type { ConfigDocument } from '../../config/syntax.ts';
import type { FileLocation } from '../profiles.ts';
import { readBotocore } from './botocore.ts';
import {
  locationKey,
  type ParsedFiles,
  type ParseResult,
  type ParsedSection,
  type ParsedValue,
  type Rejection,
  type Tool,
} from './parsedFiles.ts';
import { readRolecall } from './rolecall.ts';
import { readRust } from './rust.ts';
import { readSmithy } from './smithy.ts';

/**
 * A location that AWS tools read differently than Rolecall. Contains codes and facts but never a value, which may be a
 * secret.
 */
export type Difference = DifferenceFacts & {
  readonly location: FileLocation;
  readonly tools: readonly Tool[];
};

type DifferenceFacts =
  /** The tools fail at this line and read neither file. */
  | { readonly code: 'fileRejected'; readonly why: Rejection }
  /** For the tools, the lines under this header are not part of the section. */
  | { readonly code: 'headerIgnored'; readonly section: SectionName }
  /** Only for the tools, the lines under this header are part of the section. */
  | { readonly code: 'headerAdded'; readonly section: SectionName }
  /** The tools do not find the key. `within` is the key whose value contains the line instead. */
  | {
      readonly code: 'keyIgnored';
      readonly section: SectionName;
      readonly key: string;
      readonly within: string | undefined;
    }
  /** Only the tools find the key: in several sections if it comes from `[DEFAULT]`. */
  | { readonly code: 'keyAdded'; readonly sections: readonly SectionName[]; readonly key: string }
  /** The tools read a different text here, which includes a comment or the next line. */
  | { readonly code: 'valueDiffers'; readonly section: SectionName; readonly key: string }
  /** The tools use the value at this location; Rolecall uses another one. */
  | { readonly code: 'valueOverruled'; readonly section: SectionName; readonly key: string };

/** A `[profile x]`, `[sso-session x]` or `[services x]`. */
export interface SectionName {
  readonly kind: 'profile' | 'sso-session' | 'services';
  readonly name: string;
}

/** All differences that matter to users of several AWS tools, in file order, config file first. */
export function differences(config: ConfigDocument, credentials: ConfigDocument): readonly Difference[] {
  const ours = readRolecall(config, credentials);
  const texts = { config: config.text, credentials: credentials.text };
  return mergeDifferences([
    ...compare('botocore', ours, readBotocore(texts)),
    ...compare('smithy', ours, readSmithy(texts)),
    ...compare('rust', ours, readRust(texts)),
  ]).toSorted(byLocation);
}

function byLocation(
  { location: a }: { location: FileLocation },
  { location: b }: { location: FileLocation },
): number {
  return a.file === b.file ? a.start - b.start : a.file === 'config' ? -1 : 1;
}

function compare(tool: Tool, ours: ParsedFiles, theirs: ParseResult): Difference[] {
  if (theirs.kind === 'fails')
    return [{ code: 'fileRejected', why: theirs.why, location: theirs.at, tools: [tool] }];
  return sectionKinds.flatMap(([kind, all]) => {
    const names = new Set([...ours[all].keys(), ...theirs[all].keys()]);
    return [...names].flatMap((name) => {
      const found = compareSections({ kind, name }, ours[all].get(name), theirs[all].get(name));
      return found.map((difference) => ({ ...difference, tools: [tool] }));
    });
  });
}

const sectionKinds = [
  ['profile', 'profiles'],
  ['sso-session', 'ssoSessions'],
  ['services', 'services'],
] as const;

type LocatedDifference = DifferenceFacts & { readonly location: FileLocation };

const nothing: ParsedSection = { headers: [], values: new Map() };

/** Reports no single keys under a header that is itself reported. */
function compareSections(section: SectionName, ours = nothing, theirs = nothing): LocatedDifference[] {
  const ignored = missingHeaders(headersInUse(ours), theirs.headers);
  const added = missingHeaders(headersInUse(theirs), ours.headers);
  const reported = new Set([...ignored, ...added].map(locationKey));
  const isReported = ({ header }: ParsedValue): boolean => reported.has(locationKey(header));
  return [
    ...ignored.map((location): LocatedDifference => ({ code: 'headerIgnored', section, location })),
    ...added.map((location): LocatedDifference => ({ code: 'headerAdded', section, location })),
    ...compareValues(section, ours, theirs, isReported),
  ];
}

function compareValues(
  section: SectionName,
  ours: ParsedSection,
  theirs: ParsedSection,
  isReported: (value: ParsedValue) => boolean,
): LocatedDifference[] {
  const found: LocatedDifference[] = [];
  let keyAt: ((location: FileLocation) => string | undefined) | undefined;
  for (const [key, value] of ours.values) {
    const other = theirs.values.get(key);
    if (value.text === (other?.text ?? '') || isReported(value) || (other && isReported(other))) continue;
    if (!other?.text) {
      keyAt ??= keyFinder(theirs);
      found.push({
        code: 'keyIgnored',
        section,
        key,
        within: keyAt(value.location),
        location: value.location,
      });
    } else {
      const code = touch(value.location, other.location) ? 'valueDiffers' : 'valueOverruled';
      found.push({ code, section, key, location: other.location });
    }
  }
  const within = new Set(found.map((one) => (one.code === 'keyIgnored' ? one.within : undefined)));
  for (const [key, other] of theirs.values) {
    if (other.text === '' || ours.values.has(key) || within.has(key) || isReported(other)) continue;
    found.push({ code: 'keyAdded', sections: [section], key, location: other.location });
  }
  return found;
}

/** The headers with at least one value that is not empty. */
function headersInUse({ headers, values }: ParsedSection): readonly FileLocation[] {
  const filled = [...values.values()].filter(({ text }) => text !== '');
  const used = new Set(filled.map(({ header }) => locationKey(header)));
  return headers.filter((header) => used.has(locationKey(header)));
}

/** The headers that the other result lacks. Line starts can differ between results, so overlapping headers match. */
function missingHeaders(
  headers: readonly FileLocation[],
  others: readonly FileLocation[],
): readonly FileLocation[] {
  const known = new Set(others.map(locationKey));
  return headers.filter(
    (header) => !known.has(locationKey(header)) && !others.some((other) => touch(header, other)),
  );
}

/** Finds the key whose lines contain a location. Keys share no lines, so only the last key before its end can match. */
function keyFinder({ values }: ParsedSection): (location: FileLocation) => string | undefined {
  const keys = [...values].map(([key, { text, location }]) => ({ key, text, location })).toSorted(byLocation);
  return (location) => {
    const end = { location: { ...location, start: location.end } };
    let [from, to] = [0, keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (byLocation(keys[middle] ?? end, end) <= 0) from = middle + 1;
      else to = middle;
    }
    const last = keys[from - 1];
    return last && last.text !== '' && touch(last.location, location) ? last.key : undefined;
  };
}

function touch(a: FileLocation, b: FileLocation): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}

/** Merges equal differences of several tools, and additions of one line to several sections. */
function mergeDifferences(found: readonly Difference[]): Difference[] {
  const groups = new Map<string, [Difference, ...Difference[]]>();
  for (const difference of found) {
    const id = JSON.stringify({ ...difference, tools: undefined, sections: undefined });
    const group = groups.get(id);
    if (group) group.push(difference);
    else groups.set(id, [difference]);
  }
  return [...groups.values()].map(mergeGroup);
}

function mergeGroup(group: readonly [Difference, ...Difference[]]): Difference {
  const tools = [...new Set(group.flatMap((one) => one.tools))];
  if (group[0].code !== 'keyAdded') return { ...group[0], tools };
  const sections = group.flatMap((one) => (one.code === 'keyAdded' ? one.sections : []));
  const byName = new Map(sections.map((section) => [JSON.stringify(section), section]));
  return { ...group[0], tools, sections: [...byName.values()] };
}
