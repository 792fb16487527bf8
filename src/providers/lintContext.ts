import type * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import type { AwsText } from '../language/awsText.ts';
import type { LintCode } from '../language/lint/codes.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';

/** What the checks of AWS files need of the editor. */
export interface LintContext {
  readonly selector: vscode.DocumentSelector;
  /** Undefined for a document that is none of the two files. */
  textOf(document: vscode.TextDocument): AwsText | undefined;
  readonly store: {
    readonly paths: Readonly<Record<FileRole, string>>;
    readonly state: StoreState;
    readonly onDidChange: Event<unknown>;
  };
  /** The codes that the settings turn off. */
  readonly lintOff: { readonly value: ReadonlySet<string> | 'all'; readonly onChange: Event<unknown> };
  /** Adds a code to those that the settings turn off. */
  turnOff(code: LintCode): Thenable<void>;
  readonly permissions: Permissions;
  readonly now: () => number;
}

/** The permissions of the credentials file. */
export interface Permissions {
  /** Whether other users may read the file; undefined where that cannot be told, as on Windows. */
  othersMayRead(path: string): Promise<boolean | undefined>;
  /** As `chmod 600`. */
  makePrivate(path: string): Promise<void>;
}
