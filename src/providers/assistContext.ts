import type { ViewSources } from '../views/viewSources.ts';
import type { NavigationContext } from './navigationContext.ts';

/** What completion and hovers need of the editor. */
export interface AssistContext extends Pick<NavigationContext, 'selector' | 'textOf' | 'ownRows'> {
  readonly views: ViewSources;
}
