import type { Failure } from '../failure.ts';
import type { Target } from '../profiles/profiles.ts';
import type { Session } from './sessions.ts';

/** What this window uses. */
export type ActiveState =
  | SettledState
  | {
      readonly kind: 'switching';
      readonly target: Target;
      readonly from: SettledState;
      /** The MFA device whose code another window asks for. */
      readonly waitsFor?: string;
    };

export type SettledState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ready';
      readonly target: Target;
      readonly session: Session;
      /** It ends soon, and to renew it takes a person. */
      readonly mustAsk?: true;
    }
  /** Chosen, but without a session: a person is needed, or something went wrong. */
  | { readonly kind: 'waiting'; readonly target: Target; readonly failure: Failure };

/** What is in force now: while a switch is under way, what there was before. */
export function settled(state: ActiveState): SettledState {
  return state.kind === 'switching' ? state.from : state;
}

/** What is chosen, if anything is. */
export function targetOf(state: ActiveState): Target | undefined {
  return state.kind === 'none' ? undefined : state.target;
}

/** Whether nothing has become of trying again. */
export function isSameWait(state: ActiveState, next: SettledState): boolean {
  return state.kind === 'waiting' && JSON.stringify(state) === JSON.stringify(next);
}
