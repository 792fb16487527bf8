import { targetRow } from '../../views/tree/targetItems.ts';
import type { ViewSources } from '../../views/viewSources.ts';

/** The words do not change with the state of a sign-in, which is elsewhere. */
const noStates = { of: () => undefined };

/** What is beside the name of a profile, as in the tree: its account, role, and region. Empty before it is saved. */
export function profileWords(name: string, views: ViewSources): string {
  if (!views.store.state.profiles.profiles.has(name)) return '';
  const { description = [] } = targetRow({ kind: 'profile', name }, 'found', views, noStates);
  return description.filter((word) => word !== undefined && word !== '').join(' · ');
}
