import type { Event } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Planned } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import type { ActiveState } from '../session/activeState.ts';

/** Turns a failure into its sentence; served by `host/messages.ts`. */
export type DescribeFailure = (failure: Failure) => string;

/** What views show, and how they hear that it changed. */
export interface ViewSources {
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  readonly store: {
    readonly state: StoreState;
    readonly onDidChange: Event<StoreState>;
    ready(): Promise<StoreState>;
  };
  readonly planOf: (target: Target) => Planned;
  /** The patterns by which profiles are production. */
  readonly production: { readonly value: readonly string[]; readonly onChange: Event<unknown> };
  readonly describe: DescribeFailure;
  /** The same without the profile's name, for where that stands beside it. */
  readonly describeReason: DescribeFailure;
  readonly now: () => number;
}
