import { targetRow } from '../../views/tree/targetItems.ts';
import type { ViewSources } from '../../views/viewSources.ts';

/** What is beside the name of a profile, as in the tree: its account, role, and region. Empty before it is saved. */
export function profileWords(name: string, views: ViewSources): string {
  if (!views.store.state.profiles.profiles.has(name)) return '';
  const { description = [] } = targetRow({ kind: 'profile', name }, 'found', views);
  return description.filter((word) => word !== undefined && word !== '').join(' · ');
}
