import type { AssistContext } from '../assistContext.ts';
import type { NavigationContext } from '../navigationContext.ts';

/** What is needed for profile names in files that are no AWS files. `selector` and `textOf` are about the AWS files. */
export interface ElsewhereContext extends AssistContext, Pick<NavigationContext, 'store' | 'attempt'> {}
