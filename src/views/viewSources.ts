import type { Event } from '../base/event.ts';
import type { Failure } from '../base/failure.ts';
import type { AccessPortal } from '../identityCenter/accessPortal.ts';
import type { Planned, SsoSession } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { OwnFolder } from '../session/boundWindow.ts';

/** Converts a failure to a message. Implemented by `host/messages/messages.ts`. */
export type DescribeFailure = (failure: Failure) => string;

/** What views show, with events for changes. */
export interface ViewFacts {
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** The target that the settings bind the window to, and the folders that are bound to their own profiles. */
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
  /** The sign-ins in the AWS files, keyed as in an assignment, with the failure of each one that is not valid. */
  readonly signIns: () => ReadonlyMap<string, SsoSession | Failure>;
  /** The access portal, which is created when it is first shown or requested. */
  readonly portal: { get(): Promise<AccessPortal> };
  /** The patterns that mark profiles as production. */
  readonly production: { readonly value: readonly string[]; readonly onChange: Event<unknown> };
  readonly now: () => number;
}

/** The same with sentences, which start-up does not need. */
export interface ViewSources extends ViewFacts {
  readonly describe: DescribeFailure;
  /** Like `describe` without the profile's name, for places that already show it. */
  readonly describeReason: DescribeFailure;
}
