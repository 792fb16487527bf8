import { parseConfig } from '../../../config/parse.ts';
import type { Entry } from '../../../config/syntax.ts';
import { configKey, keys, keysWhere } from '../../../profiles/keys.ts';
import { partitionOf, regionName } from '../../../plan/endpoints/regions.ts';
import { keyFacts } from '../../../profiles/keys/knownKeys.ts';
import type { FileRole } from '../../../profiles/profiles.ts';
import { accessKeyFindings } from './accessKeyChecks.ts';
import { blockFindings, servicesFindings, unindentedBelow } from './blockChecks.ts';
import { endpointsOf, isServiceBlock, moveToBlock } from './blockMoves.ts';
import { keyFinding } from './keyChecks.ts';
import { commandQuotes } from './commandChecks.ts';
import {
  type CheckedSection,
  keySpan,
  type LocalFinding,
  removeLine,
  type SectionKind,
  valueSpan,
} from './localFinding.ts';
import { colonFinding, indentFindings } from './separatorChecks.ts';
import { valueFindings } from './valueChecks.ts';

/** What is wrong with the keys and values of a section, by its text alone. */
export function sectionFindings(text: string, role: FileRole, kind: SectionKind): readonly LocalFinding[] {
  const entries = parseConfig(text).sections[0]?.entries ?? [];
  if (kind === 'services') return servicesFindings(text, entries);
  const byKey = new Map(entries.map((entry) => [entry.line.key.toLowerCase(), entry]));
  const section = { text, role, kind, keys: new Set(byKey.keys()), entries: byKey };
  const unindented = new Map(entries.map((entry, i) => [entry, unindentedBelow(entries, i)]));
  const inBlocks = new Set([...unindented.values()].flat());
  return [
    ...withOneOfEach(
      entries
        .filter((entry) => !inBlocks.has(entry))
        .flatMap((entry) => entryFindings(section, entry, unindented.get(entry) ?? [])),
    ),
    ...indentFindings(text, entries),
    ...(kind === 'profile'
      ? [...accessKeyFindings(byKey), ...besideLogin(byKey), ...otherPartition(byKey)]
      : []),
  ];
}

/** Two fixes that make the same key, or the same block, would make it twice. */
function withOneOfEach(found: readonly LocalFinding[]): readonly LocalFinding[] {
  const made = new Set<string>();
  return found.map((each) => {
    const { fix, ...rest } = each;
    const target =
      fix?.code === 'renameKey'
        ? fix.args[0]
        : fix?.code === 'moveToBlock' && fix.edits.length === 1
          ? keys.s3
          : undefined;
    if (target === undefined || each.code === 'unreadInBlock') return each;
    if (made.has(target)) return rest;
    made.add(target);
    return each;
  });
}

function entryFindings(
  section: CheckedSection,
  entry: Entry,
  unindented: readonly Entry[],
): readonly LocalFinding[] {
  const { line, nested } = entry;
  const key = line.key.toLowerCase();
  const facts = keyFacts(key);
  const own = withBlock(section, entry, keyFinding(section, entry));
  const colon = configKey(key) ? colonFinding(section.text, line, false) : [];
  const found = own ? [own, ...colon] : colon;
  if (!facts && isServiceBlock(entry)) return [...found, ...endpointsOf(section, entry)];
  if (!facts || own?.code === 'otherSection') return found;
  if (facts.form === 'block') {
    const endpoints = key === keys.s3 ? endpointsOf(section, entry) : [];
    return [...found, ...blockFindings(section.text, entry, unindented), ...endpoints];
  }
  // The AWS CLI asks for the code of a device without a name, and then fails.
  if (key === keys.mfaSerial && line.value === '' && section.keys.has(keys.roleArn))
    return [
      ...found,
      { code: 'rejectedEmpty', span: keySpan(line), args: [key], fix: removeLine(key, line) },
    ];
  const command = key === keys.credentialProcess ? commandQuotes(entry) : [];
  if (nested.length === 0) return [...found, ...command, ...valueFindings(section.text, line, key, facts)];
  const isRejected = facts.cliFails === true || facts.form === 'region';
  return isRejected ? [...found, { code: 'unexpectedBlock', span: keySpan(line), args: [key] }] : found;
}

function withBlock(
  section: CheckedSection,
  entry: Entry,
  found: LocalFinding | undefined,
): LocalFinding | undefined {
  const fix = found?.code === 'keyOfBlock' ? moveToBlock(section, entry) : undefined;
  return found && fix ? { ...found, fix } : found;
}

const otherSources: readonly string[] = keysWhere(
  ({ leadsToCredentials, onlyReadBy }) => leadsToCredentials && !onlyReadBy,
).filter((key) => key !== keys.loginSession && key !== keys.mfaSerial);

/** A partition has its own endpoints, which know nothing of the roles of another one. */
function otherPartition(entries: ReadonlyMap<string, Entry>): readonly LocalFinding[] {
  const role = entries.get(keys.roleArn);
  const region = entries.get(keys.region)?.value.toLowerCase();
  const [, id] = /^arn:(aws[a-z-]*):/u.exec(role?.value ?? '') ?? [];
  if (!role || !region || id === undefined || regionName(region) === undefined) return [];
  const right = partitionOf(region)?.id;
  return right === undefined || id === right
    ? []
    : [{ code: 'otherPartition', span: valueSpan(role.line), args: [region, right] }];
}

/** `aws login` refuses a profile with other credentials. */
function besideLogin(entries: ReadonlyMap<string, Entry>): readonly LocalFinding[] {
  const login = entries.get(keys.loginSession);
  const other = otherSources.find((key) => entries.has(key));
  if (!login || other === undefined) return [];
  return [{ code: 'loginBesideOthers', span: keySpan(login.line), args: [other] }];
}
