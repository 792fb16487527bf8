import type { Event } from '../../base/event.ts';
import { alibabaKey } from '../../profiles/alibaba/alibabaTarget.ts';
import type { AlibabaEntry, AlibabaRows } from '../alibabaRows.ts';
import { alibabaEntries, alibabaInUseRows, alibabaOtherRows, typedRamRoleRow } from './alibabaPicker.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { alibabaBelow, alibabaDraft } from './alibabaTree.ts';

/** What the tree and the picker show of Alibaba Cloud. */
export function createAlibabaRows(sources: AlibabaSources): AlibabaRows {
  return {
    below: (node) => alibabaBelow(node, sources),
    draftOf: (node) => alibabaDraft(node, sources),
    entries: keptEntries(sources),
    inUseRows: () => alibabaInUseRows(sources),
    otherRows: () => alibabaOtherRows(sources),
    typedRow: typedRamRoleRow,
  };
}

/**
 * Makes the entries once as long as nothing has changed: the picker and the tree search all of them for each letter.
 * The time left is in them, too.
 */
function keptEntries(sources: AlibabaSources): () => readonly AlibabaEntry[] {
  let kept: { readonly basis: readonly unknown[]; readonly entries: readonly AlibabaEntry[] } | undefined;
  return () => {
    const { store, active, recentRoles, now } = sources;
    const recent = recentRoles.value.map(alibabaKey).join('\n');
    const basis = [store.state, active.state, recent, Math.floor(now() / keptForMs)];
    if (kept && basis.every((each, i) => each === kept?.basis[i])) return kept.entries;
    const entries = alibabaEntries(sources);
    kept = { basis, entries };
    return entries;
  };
}

/** Milliseconds. */
const keptForMs = 1000;

/** Fires when the rows have to be drawn again. */
export function onAlibabaChange({ store, active, recentRoles, identities }: AlibabaSources): Event<unknown> {
  const events = [store.onDidChange, active.onDidChange, recentRoles.onDidChange, identities.onDidChange];
  return (listener) => {
    const listening = (events as readonly Event<unknown>[]).map((event) => event(listener));
    return { dispose: () => listening.forEach((each) => each.dispose()) };
  };
}
