import type { AnyPlan } from '../../plan/anyPlan.ts';
import { isCacheable } from '../../plan/cacheable.ts';
import type { Credentials } from '../credentials.ts';

/** The cached credentials that the first `done` steps of a plan yielded. */
export interface Progress {
  readonly done: number;
  readonly credentials: Credentials;
}

/** Receives the result of a step, with the plan that it belongs to. */
export type OnStep<P extends AnyPlan> = (progress: Progress, plan: P) => Promise<void>;

/** Performs one step of a plan. `source`: the credentials before it; undefined for the first step. */
export type Perform<P extends AnyPlan> = (
  plan: P,
  index: number,
  source: Credentials | undefined,
) => Promise<{
  /** Another plan, if its step at this position was performed instead. */
  readonly plan: P;
  readonly credentials: Credentials;
}>;

/**
 * Performs the remaining steps of a plan of either cloud. `onStep` receives each result, so that a chain that fails
 * halfway keeps its earlier sessions. Credentials with an unknown expiration are fetched again each time, as by each
 * command of the CLI.
 */
export async function runSteps<P extends AnyPlan>(
  requestedPlan: P,
  from: Progress | undefined,
  perform: Perform<P>,
  onStep: OnStep<P>,
): Promise<Credentials> {
  let plan = requestedPlan;
  let credentials = from?.credentials;
  for (let i = from?.done ?? 0; i < plan.steps.length; i++) {
    ({ plan, credentials } = await perform(plan, i, credentials));
    const isKept = i > 0 || (isCacheable(plan.steps[i]!) && credentials.expiration !== undefined);
    if (isKept) await onStep({ done: i + 1, credentials }, plan);
  }
  return credentials!;
}
