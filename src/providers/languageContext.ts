import type { ViewSources } from '../views/viewSources.ts';
import type { LintContext } from './lintContext.ts';
import type { NavigationContext } from './navigationContext.ts';

/** What the providers get from the composition; `AwsDocuments` adds the texts. */
export interface LanguageContext
  extends Omit<NavigationContext, 'selector' | 'textOf'>, Omit<LintContext, 'selector' | 'textOf' | 'store'> {
  /** `rolecall.editor.maskSecrets`. */
  readonly maskSecrets: { readonly value: boolean; readonly onChange: (listener: () => void) => { dispose(): void } };
  readonly views: ViewSources;
}
