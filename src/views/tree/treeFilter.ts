import * as vscode from 'vscode';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import { type AnyTarget, isAwsTarget } from '../../plan/anyPlan.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { entriesOf, profileTargets, rolesOfSignIns } from '../picker/pickerEntries.ts';
import { planInRounds } from '../picker/pickerPlanning.ts';
import { searchWords } from '../picker/wordSearch.ts';
import type { ViewSources } from '../viewSources.ts';
import type { TreeNode } from './treeNodes.ts';

/** The number of rows that are shown at a time. Typing more narrows them down. */
const maxFound = 200;

export interface FoundTargets {
  /** The rows of profiles and roles, the best first. */
  readonly rows: readonly TreeNode[];
  /** The number of further matches. */
  readonly more: number;
  /** The labels of the sign-ins whose accounts are not known. */
  readonly unlisted: readonly string[];
}

/**
 * Finds profiles and roles of sign-ins as the picker does: VS Code's own search in trees looks only at the labels of
 * rows that were expanded before.
 */
export async function findTargets(
  text: string,
  sources: ViewSources,
  signal: AbortSignal,
): Promise<FoundTargets> {
  const profiles = profileTargets(sources.store.state.profiles);
  await planInRounds(profiles, sources, () => {}, signal);
  const signIns = await rolesOfSignIns(sources);
  // The user has typed more. What is not planned yet would block all extensions.
  if (signal.aborted) return { rows: [], more: 0, unlisted: [] };
  const entries = [
    ...entriesOf(profiles, sources),
    ...signIns.flatMap((each) => each.entries),
    ...(sources.alibaba.rows?.entries() ?? []),
  ];
  const recent = new Set(sources.chosen.recent.map(targetKey));
  const { first, more } = searchWords(entries, text, maxFound, ({ key }) => recent.has(key));
  const rows = first.flatMap(({ target }) => rowOf(target) ?? []);
  return { rows, more, unlisted: await unlistedSignIns(sources) };
}

function rowOf(target: AnyTarget): TreeNode | undefined {
  if (!isAwsTarget(target)) return { kind: 'alibabaProfile', target };
  return target.kind === 'profile' || target.kind === 'assignment' ? target : undefined;
}

async function unlistedSignIns({ signIns, portal }: ViewSources): Promise<readonly string[]> {
  const sessions = [...signIns().values()].flatMap((session) => ('code' in session ? [] : session));
  if (sessions.length === 0) return [];
  const { accounts } = await portal.get();
  const known = await Promise.all(sessions.map((session) => accounts.known(session)));
  return sessions.filter((_, i) => known[i]?.completedAt === undefined).map(sessionLabel);
}

/** What to say about a search: how many were found, or why nothing was. */
export function foundWords(text: string, { rows, more, unlisted }: FoundTargets): readonly string[] {
  const t = vscode.l10n.t;
  const count = rows.length;
  const shown =
    count === 0
      ? t(
          'No profile or role matches “{0}”. All words must be in its name, account, role, region, or source.',
          text,
        )
      : more > 0
        ? t('Filter “{0}”: {1} of {2}. Type more to narrow it down.', text, count, count + more)
        : t('Filter “{0}”: {1} found.', text, count);
  const missing = unlisted.map((signIn) =>
    t('Not all roles of {0} are listed yet. Sign in and refresh its accounts to search them.', signIn),
  );
  return [shown, ...missing];
}
