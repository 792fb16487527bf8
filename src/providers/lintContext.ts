import type { Event } from '../base/event.ts';
import type { LintCode } from '../language/lint/codes.ts';
import type { NavigationContext } from './navigationContext.ts';

/** What the checks of AWS files need of the editor. */
export interface LintContext extends Pick<NavigationContext, 'selector' | 'textOf' | 'now'> {
  readonly store: Pick<NavigationContext['store'], 'paths' | 'state' | 'onDidChange'>;
  /** The codes that the settings turn off. */
  readonly lintOff: { readonly value: ReadonlySet<string> | 'all'; readonly onChange: Event<unknown> };
  /** Adds a code to those that the settings turn off. */
  turnOff(code: LintCode): Promise<unknown>;
  readonly permissions: Permissions;
}

/** The permissions of the credentials file. */
export interface Permissions {
  /** Whether other users may read the file; undefined where that cannot be told, as on Windows. */
  othersMayRead(path: string): Promise<boolean | undefined>;
  /** As `chmod 600`. */
  makePrivate(path: string): Promise<void>;
}
