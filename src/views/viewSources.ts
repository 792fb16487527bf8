import type { Event } from '../base/event.ts';
import type { Failure } from '../base/failure.ts';
import type { AccessPortal } from '../identityCenter/accessPortal.ts';
import type { Planned, SsoSession } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { OwnFolder } from '../session/boundWindow.ts';

/** Turns a failure into its sentence; served by `host/messages.ts`. */
export type DescribeFailure = (failure: Failure) => string;

/** What views show, and how they hear that it changed. */
export interface ViewSources {
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** What the settings bind the window to, and folders that stay with a profile of their own. */
  readonly bound: {
    readonly target: Target | undefined;
    readonly folders: readonly OwnFolder[];
    readonly onDidChange: Event<void>;
  };
  readonly store: {
    readonly state: StoreState;
    readonly onDidChange: Event<StoreState>;
    ready(): Promise<StoreState>;
  };
  readonly planOf: (target: Target) => Planned;
  /** Where the files let a person sign in, by what an assignment names it by; and what is wrong where they do not. */
  readonly signIns: () => ReadonlyMap<string, SsoSession | Failure>;
  /** What that leads to, from when it is first shown or asked for. */
  readonly portal: { get(): Promise<AccessPortal> };
  /** The patterns by which profiles are production. */
  readonly production: { readonly value: readonly string[]; readonly onChange: Event<unknown> };
  readonly describe: DescribeFailure;
  /** The same without the profile's name, for where that stands beside it. */
  readonly describeReason: DescribeFailure;
  readonly now: () => number;
}
