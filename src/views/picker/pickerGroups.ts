import * as vscode from 'vscode';
import type { Settings } from '../../base/contributions.ts';
import { isPlan } from '../../plan/plan.ts';
import { factsOf, type TargetFacts } from '../targetFacts.ts';
import type { ViewSources } from '../viewSources.ts';
import type { Entry } from './pickerEntries.ts';

export interface EntryGroup {
  readonly title: string;
  readonly members: readonly Entry[];
}

type GroupBy = Settings['picker.groupBy'];

/**
 * Groups entries in the order in which groups first occur. Groups of one would bury the list in titles, apart from
 * those that are shown in any case.
 */
export function groupsOf(
  entries: readonly Entry[],
  by: GroupBy,
  sources: ViewSources,
  shownAnyway: readonly string[],
): readonly EntryGroup[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const title = titleOf(entry, by, sources);
    const members = groups.get(title);
    if (members) members.push(entry);
    else groups.set(title, [entry]);
  }
  const rest = restTitle(by);
  const isGroup = ([title, members]: readonly [string, readonly Entry[]]): boolean =>
    title !== rest && (members.length > 1 || shownAnyway.includes(title));
  const others = [...groups].filter((group) => !isGroup(group)).flatMap(([, members]) => members);
  return [
    ...[...groups].filter(isGroup).map(([title, members]) => ({ title, members })),
    ...(others.length > 0 ? [{ title: rest, members: inOrder(others, entries) }] : []),
  ];
}

function inOrder(members: readonly Entry[], all: readonly Entry[]): readonly Entry[] {
  const wanted = new Set(members);
  return all.filter((entry) => wanted.has(entry));
}

function titleOf({ planned }: Entry, by: GroupBy, sources: ViewSources): string {
  const facts = planned && isPlan(planned) ? factsOf(planned, sources) : undefined;
  return (facts && titleFrom(facts, by)) ?? restTitle(by);
}

function titleFrom({ source, signIn, accountId, accountName }: TargetFacts, by: GroupBy): string | undefined {
  switch (by) {
    case 'source':
      return source;
    case 'signIn':
      return signIn;
    case 'account':
      return accountName === undefined ? accountId : `${accountName} · ${accountId}`;
  }
}

function restTitle(by: GroupBy): string {
  const t = vscode.l10n.t;
  switch (by) {
    case 'source':
      return t('other sources');
    case 'signIn':
      return t('without a sign-in');
    case 'account':
      return t('other accounts');
  }
}
