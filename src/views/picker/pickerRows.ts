import * as vscode from 'vscode';
import { isPlan, isRole } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { targetKey } from '../../profiles/profiles.ts';
import {
  fileRows,
  firstRows,
  hintRows,
  inUseRows,
  noteRow,
  otherRows,
  separator,
  typedRoleRow,
} from './commandRows.ts';
import type { AlibabaEntry, AlibabaRows } from '../alibabaRows.ts';
import type { Entry, SignInRoles } from './pickerEntries.ts';
import { groupsOf } from './pickerGroups.ts';
import type { PickerPurpose } from './pickerChoice.ts';
import { type Row, type RowFrame, targetRow } from './targetRow.ts';
import { normalized, searchWords } from './wordSearch.ts';

/** What the picker can show. */
export interface PickerContent {
  readonly entries: readonly Entry[];
  readonly roles: readonly SignInRoles[];
}

/** Further rows are found by typing: nobody reads thousands, and VS Code would have to be sent all of them. */
const maxTargets = 400;
const maxRoles = 50;
const maxFound = 100;
const maxRecent = 6;

/** All rows, in groups, for a picker in which nothing was typed. */
export function browseRows(content: PickerContent, frame: RowFrame): readonly Row[] {
  const t = vscode.l10n.t;
  const { purpose, sources } = frame;
  const [usable, broken] = byUse(content.entries, frame);
  if (isFirst(content, frame)) {
    const others = purpose === 'switch' ? otherRows('assumeRole') : [];
    return [...firstRows(), ...hintRows(sources), ...section(t('more'), others)];
  }
  const { recent, pinned, others } = byChoice(usable, frame);
  const alibaba = alibabaOf(frame);
  return [
    ...fileRows(sources),
    ...inUseRows(purpose, sources),
    ...(alibaba?.inUseRows() ?? []),
    ...section(t('recent'), rowsOf(recent, frame, true)),
    ...section(t('pinned'), rowsOf(pinned, frame)),
    ...groupRows(others, content.roles, frame),
    ...alibabaSection(frame),
    ...section(t('needs attention'), [...rowsOf(broken.slice(0, maxTargets), frame), ...hintRows(sources)]),
    ...section(t('more'), otherRows(purpose)),
  ];
}

/** Whether there is nothing to find yet, so that the picker shows the ways to a first profile. */
export function isFirst({ entries, roles }: PickerContent, frame: RowFrame): boolean {
  const { purpose, sources } = frame;
  // These are about what is there already.
  if (purpose === 'assumeRole' || purpose === 'bind') return false;
  if (alibabaOf(frame)?.entries().length) return false;
  return entries.length + roles.length + fileRows(sources).length === 0;
}

/** Profiles and other roles of a sign-in are together, after the other profiles, which they would bury. */
function groupRows(
  entries: readonly Entry[],
  roles: readonly SignInRoles[],
  frame: RowFrame,
): readonly Row[] {
  const { sources } = frame;
  const shown = entries.slice(0, maxTargets);
  const labels = roles.map(({ label }) => label);
  const isPlanned = entries.every(({ planned }) => planned !== undefined);
  const groups = isPlanned
    ? groupsOf(shown, sources.groupBy.value, sources, labels)
    : [{ title: vscode.l10n.t('profiles'), members: shown }];
  return [
    ...groups
      .filter(({ title }) => !labels.includes(title))
      .flatMap(({ title, members }) => section(title, rowsOf(members, frame))),
    ...moreRows(entries.length - shown.length),
    ...roles.flatMap((signIn) => {
      const profiles = groups.find(({ title }) => title === signIn.label)?.members ?? [];
      return section(signIn.label, [...rowsOf(profiles, frame), ...signInRows(signIn, frame)]);
    }),
  ];
}

/** The rows that contain what was typed, the best first. What else the picker offers follows, and is never left out. */
export function foundRows(content: PickerContent, typed: string, frame: RowFrame): readonly Row[] {
  const t = vscode.l10n.t;
  const { purpose, sources, words } = frame;
  const alibaba = alibabaOf(frame);
  const recent = new Map(sources.chosen.recent.map((target, i) => [targetKey(target), i]));
  const rankOf = ({ key }: Entry): number => recent.get(key) ?? recent.size;
  const offered = content.entries.filter((entry) => isOffered(entry, frame));
  const all = [
    // A profile, and the same with less access, are found by the same words.
    ...(recent.size === 0 ? offered : offered.toSorted((one, other) => rankOf(one) - rankOf(other))),
    ...content.roles.flatMap(({ entries }) => entries),
    ...(alibaba?.entries() ?? []),
  ];
  const { first, more } = searchWords(all, typed, maxFound, ({ key }) => recent.has(key));
  const typedRole = ['switch', 'assumeRole'].includes(purpose) ? typedRoleRow(typed) : undefined;
  const typedRows = [typedRole, alibaba?.typedRow(typed)].filter((row) => row !== undefined);
  const commands = [
    ...fileRows(sources),
    ...inUseRows(purpose, sources),
    ...(alibaba?.inUseRows() ?? []),
    ...hintRows(sources),
    ...browseSignIns(content),
  ];
  const others = [...otherRows(purpose), ...(alibaba?.otherRows() ?? [])];
  const isNamed = ({ label }: Row): boolean => words.every((word) => normalized(label).includes(word));
  const matching = [...commands, ...others].filter(isNamed);
  const found = [...typedRows, ...rowsOf(first, frame), ...matching];
  return [
    ...(found.length > 0 ? found : [noteRow('info', t('No profile or role matches'))]),
    ...moreRows(more),
    ...section(
      t('more'),
      others.filter((row) => !isNamed(row)),
    ),
  ];
}

function rowsOf(
  entries: readonly (Entry | AlibabaEntry)[],
  frame: RowFrame,
  isRecent = false,
): readonly Row[] {
  return entries.map((entry) => ('foundRow' in entry ? entry.foundRow : targetRow(entry, frame, isRecent)));
}

/** The rows of Alibaba Cloud, if this picker offers them. */
function alibabaOf({ purpose, sources }: RowFrame): AlibabaRows | undefined {
  return purpose === 'switch' ? sources.alibaba.rows : undefined;
}

function alibabaSection(frame: RowFrame): readonly Row[] {
  const rows = alibabaOf(frame);
  if (!rows) return [];
  const entries = rows.entries();
  const shown = entries.slice(0, maxTargets);
  return section(vscode.l10n.t('Alibaba Cloud'), [
    ...shown.map(({ row }) => row),
    ...moreRows(entries.length - shown.length),
    ...rows.otherRows(),
  ]);
}

function section(title: string, rows: readonly Row[]): readonly Row[] {
  return rows.length === 0 ? [] : [separator(title), ...rows];
}

function moreRows(count: number): readonly Row[] {
  return count > 0
    ? [noteRow('ellipsis', vscode.l10n.t('{0} more. Keep typing to narrow the list.', count))]
    : [];
}

/** The entries that this picker offers: those that work, or that are not planned yet, and the others. */
function byUse(entries: readonly Entry[], frame: RowFrame): readonly [readonly Entry[], readonly Entry[]] {
  const offered = entries.filter((entry) => isOffered(entry, frame));
  return [offered.filter((entry) => !isBroken(entry)), offered.filter(isBroken)];
}

function isBroken({ planned }: Entry): boolean {
  return planned !== undefined && !isPlan(planned);
}

/** What these are for does not depend on the access of a target, or asks for it. */
const hasNoAccess: ReadonlySet<PickerPurpose> = new Set([
  'agents',
  'bind',
  'lessAccess',
  'treatAsProduction',
  'notProduction',
]);

/**
 * Settings can only name profiles of the files. A permission set of IAM Identity Center counts as a role. What is
 * production already cannot become it.
 */
function isOffered({ target, planned }: Entry, { purpose, sources }: RowFrame): boolean {
  if (target.access && hasNoAccess.has(purpose)) return false;
  if (purpose === 'bind') return target.kind === 'profile';
  if (planned === undefined) return true;
  if (purpose === 'treatAsProduction') return sources.production.of(planned) === undefined;
  if (purpose === 'notProduction') return sources.production.of(planned) !== undefined;
  if (purpose !== 'assumeRole' && purpose !== 'consoleRole') return true;
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  if (last) return isRole(last) || last.kind === 'identityCenter';
  const profile =
    target.kind === 'profile' ? sources.store.state.profiles.profiles.get(target.name) : undefined;
  return profile?.values.has(keys.roleArn) ?? false;
}

/** Each target is shown once: where the user pinned it, else where they used it, else in its group. */
function byChoice(entries: readonly Entry[], { sources: { chosen } }: RowFrame) {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const take = (keysWanted: readonly string[]): readonly Entry[] =>
    keysWanted.flatMap((key) => {
      const entry = byKey.get(key);
      byKey.delete(key);
      return entry ?? [];
    });
  const pinned = take(chosen.pinned.map(targetKey));
  const isKnown = (key: string): boolean => byKey.has(key);
  const recent = take(chosen.recent.map(targetKey).filter(isKnown).slice(0, maxRecent));
  return { recent, pinned, others: [...byKey.values()] };
}

function signInRows(signIn: SignInRoles, frame: RowFrame): readonly Row[] {
  if (frame.purpose === 'bind') return [];
  const { entries } = signIn;
  const shown = entries.slice(0, maxRoles);
  const browse = ['switch', 'assumeRole'].includes(frame.purpose) ? [browseRow(signIn)] : [];
  return [...rowsOf(shown, frame), ...moreRows(entries.length - shown.length), ...browse];
}

function browseSignIns({ roles }: PickerContent): readonly Row[] {
  return roles.map(browseRow);
}

/** Opens the roles of a sign-in in a picker of their own, which lists them again. */
function browseRow({ key, label }: SignInRoles): Row {
  const shown = vscode.l10n.t('Browse the roles of {0}…', label);
  return { icon: 'cloud', label: shown, choice: { kind: 'signIn', name: key } };
}
