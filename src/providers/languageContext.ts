import type * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { ViewSources } from '../views/viewSources.ts';
import type { LintContext } from './lintContext.ts';
import type { NavigationContext } from './navigationContext.ts';
import type { PolicyDocuments } from './policyDiagnostics.ts';

/** What the providers get of the rest. `registerProviders.ts` adds the texts. */
export interface LanguageFacts
  extends Omit<NavigationContext, 'selector' | 'textOf'>, Omit<LintContext, 'selector' | 'textOf' | 'store'> {
  /** Which of the AWS files of the user this is, at its own path or where a link there leads to. */
  readonly roleAt: (uri: vscode.Uri) => FileRole | undefined;
  /** Whether secrets are covered in editors. */
  readonly maskSecrets: { readonly value: boolean; readonly onChange: Event<unknown> };
  /** The folder of the extension. */
  readonly extension: vscode.Uri;
  readonly views: ViewSources;
  readonly policies: PolicyDocuments;
}
