import type * as vscode from 'vscode';
import type { Event } from '../base/event.ts';
import type { Failure } from '../base/failure.ts';
import type { AwsText } from '../language/awsText.ts';
import type { Planned } from '../plan/plan.ts';
import type { FileRole, Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { OwnFolder } from '../session/boundWindow.ts';
import type { OwnRows } from '../views/tree/ownRows.ts';

/** What the providers of names, structure, lenses, and hints need. */
export interface NavigationContext {
  /** The documents that are AWS files. */
  readonly selector: vscode.DocumentSelector;
  /** Undefined for a document that is none of the two files. */
  textOf(document: vscode.TextDocument): AwsText | undefined;
  readonly store: {
    readonly paths: Readonly<Record<FileRole, string>>;
    readonly state: StoreState;
    readonly onDidChange: Event<StoreState>;
    ready(): Promise<StoreState>;
  };
  readonly planOf: (target: Target) => Planned;
  readonly active: {
    readonly state: ActiveState;
    readonly onDidChange: Event<ActiveState>;
    isUsing(target: Target): boolean;
    use(target: Target): Promise<unknown>;
  };
  readonly bound: {
    readonly target: Target | undefined;
    readonly folders: readonly OwnFolder[];
    choose(folder: string | undefined, profile: string | undefined, before: string | undefined): boolean;
  };
  /** The settings `rolecall.editor.codeLens` and `rolecall.editor.inlayHints`. */
  readonly codeLens: { readonly value: boolean; readonly onChange: Event<unknown> };
  readonly inlayHints: { readonly value: boolean; readonly onChange: Event<unknown> };
  readonly ownRows: OwnRows;
  readonly describe: (failure: Failure) => string;
  /** Runs an action and shows its failure. */
  readonly attempt: (subject: string, action: () => Promise<unknown>) => Promise<unknown>;
  readonly now: () => number;
}
