import type { ConfigDocument } from '../../config/syntax.ts';
import type { Place } from '../profiles.ts';
import { readBotocore } from './botocore.ts';
import {
  idOf,
  type ReadFiles,
  type Reading,
  type ReadSection,
  type ReadValue,
  type Rejection,
  type Tool,
} from './reading.ts';
import { readHere } from './rolecall.ts';
import { readRust } from './rust.ts';
import { readSmithy } from './smithy.ts';

/**
 * A place that tools read otherwise than it is read here. Codes and facts, never a value, which may be a secret: what
 * is written stands at the place.
 */
export type Difference = What & { readonly place: Place; readonly tools: readonly Tool[] };

type What =
  /** The tools stop at this line and read nothing at all. */
  | { readonly code: 'fileRejected'; readonly why: Rejection }
  /** What stands under this header is no part of the section there. */
  | { readonly code: 'headerIgnored'; readonly section: SectionName }
  /** What stands under this header is part of the section there, and not here. */
  | { readonly code: 'headerAdded'; readonly section: SectionName }
  /** The key is not found there; `within` is the key that has the line as (a part of) its value instead. */
  | {
      readonly code: 'keyIgnored';
      readonly section: SectionName;
      readonly key: string;
      readonly within: string | undefined;
    }
  /** The key is found there and not here: in all of these sections, where it comes from `[DEFAULT]`. */
  | { readonly code: 'keyAdded'; readonly sections: readonly SectionName[]; readonly key: string }
  /** These lines have another text there: a comment or the next line belongs to it. */
  | { readonly code: 'valueDiffers'; readonly section: SectionName; readonly key: string }
  /** These lines have the value that counts there; here it is another one. */
  | { readonly code: 'valueOverruled'; readonly section: SectionName; readonly key: string };

/** A `[profile x]`, an `[sso-session x]` or a `[services x]`. */
export interface SectionName {
  readonly kind: 'profile' | 'sso-session' | 'services';
  readonly name: string;
}

/** What a person should know who uses more than one of AWS's tools, in the order of the files, config file first. */
export function differences(config: ConfigDocument, credentials: ConfigDocument): readonly Difference[] {
  const here = readHere(config, credentials);
  const texts = { config: config.text, credentials: credentials.text };
  return gather([
    ...compare('botocore', here, readBotocore(texts)),
    ...compare('smithy', here, readSmithy(texts)),
    ...compare('rust', here, readRust(texts)),
  ]).toSorted(byPlace);
}

function byPlace({ place: a }: { place: Place }, { place: b }: { place: Place }): number {
  return a.file === b.file ? a.start - b.start : a.file === 'config' ? -1 : 1;
}

function compare(tool: Tool, here: ReadFiles, there: Reading): Difference[] {
  if (there.kind === 'fails')
    return [{ code: 'fileRejected', why: there.why, place: there.at, tools: [tool] }];
  return sectionKinds.flatMap(([kind, all]) => {
    const names = new Set([...here[all].keys(), ...there[all].keys()]);
    return [...names].flatMap((name) => {
      const found = compareSections({ kind, name }, here[all].get(name), there[all].get(name));
      return found.map((difference) => ({ ...difference, tools: [tool] }));
    });
  });
}

const sectionKinds = [
  ['profile', 'profiles'],
  ['sso-session', 'ssoSessions'],
  ['services', 'services'],
] as const;

type Found = What & { readonly place: Place };

const nothing: ReadSection = { headers: [], values: new Map() };

/** What stands under a header that is told of is not told again key by key. */
function compareSections(section: SectionName, here = nothing, there = nothing): Found[] {
  const ignored = missing(headersInUse(here), there.headers);
  const added = missing(headersInUse(there), here.headers);
  const told = new Set([...ignored, ...added].map(idOf));
  const isTold = ({ header }: ReadValue): boolean => told.has(idOf(header));
  return [
    ...ignored.map((place): Found => ({ code: 'headerIgnored', section, place })),
    ...added.map((place): Found => ({ code: 'headerAdded', section, place })),
    ...compareValues(section, here, there, isTold),
  ];
}

function compareValues(
  section: SectionName,
  here: ReadSection,
  there: ReadSection,
  isTold: (value: ReadValue) => boolean,
): Found[] {
  const found: Found[] = [];
  let keyAt: ((place: Place) => string | undefined) | undefined;
  for (const [key, value] of here.values) {
    const other = there.values.get(key);
    if (value.text === (other?.text ?? '') || isTold(value) || (other && isTold(other))) continue;
    if (!other?.text) {
      keyAt ??= keyFinder(there);
      found.push({ code: 'keyIgnored', section, key, within: keyAt(value.place), place: value.place });
    } else {
      const code = touch(value.place, other.place) ? 'valueDiffers' : 'valueOverruled';
      found.push({ code, section, key, place: other.place });
    }
  }
  const within = new Set(found.map((one) => (one.code === 'keyIgnored' ? one.within : undefined)));
  for (const [key, other] of there.values) {
    if (other.text === '' || here.values.has(key) || within.has(key) || isTold(other)) continue;
    found.push({ code: 'keyAdded', sections: [section], key, place: other.place });
  }
  return found;
}

/** An empty value is as good as none, and a header without values says nothing. */
function headersInUse({ headers, values }: ReadSection): readonly Place[] {
  const filled = [...values.values()].filter(({ text }) => text !== '');
  const used = new Set(filled.map(({ header }) => idOf(header)));
  return headers.filter((header) => used.has(idOf(header)));
}

/** The headers that are not among those of the other reading, whose lines may begin elsewhere. */
function missing(headers: readonly Place[], others: readonly Place[]): readonly Place[] {
  const known = new Set(others.map(idOf));
  return headers.filter(
    (header) => !known.has(idOf(header)) && !others.some((other) => touch(header, other)),
  );
}

/** Finds the key whose lines a place is in. Keys share no lines, so the last that begins before its end decides. */
function keyFinder({ values }: ReadSection): (place: Place) => string | undefined {
  const keys = [...values].map(([key, { text, place }]) => ({ key, text, place })).toSorted(byPlace);
  return (place) => {
    const end = { place: { ...place, start: place.end } };
    let [from, to] = [0, keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (byPlace(keys[middle] ?? end, end) <= 0) from = middle + 1;
      else to = middle;
    }
    const last = keys[from - 1];
    return last && last.text !== '' && touch(last.place, place) ? last.key : undefined;
  };
}

function touch(a: Place, b: Place): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}

/** One difference for all tools that agree, and for all sections that a line is added to. */
function gather(found: readonly Difference[]): Difference[] {
  const groups = new Map<string, [Difference, ...Difference[]]>();
  for (const difference of found) {
    const id = JSON.stringify({ ...difference, tools: undefined, sections: undefined });
    const group = groups.get(id);
    if (group) group.push(difference);
    else groups.set(id, [difference]);
  }
  return [...groups.values()].map(together);
}

function together(group: readonly [Difference, ...Difference[]]): Difference {
  const tools = [...new Set(group.flatMap((one) => one.tools))];
  if (group[0].code !== 'keyAdded') return { ...group[0], tools };
  const sections = group.flatMap((one) => (one.code === 'keyAdded' ? one.sections : []));
  const byName = new Map(sections.map((section) => [JSON.stringify(section), section]));
  return { ...group[0], tools, sections: [...byName.values()] };
}
