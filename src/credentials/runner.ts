import type { Plan } from '../plan/plan.ts';
import type { Credentials } from './credentials.ts';
import { callerIdentity } from './identity.ts';
import { type Progress, type RunnerParts, runPlan } from './run.ts';
import { signIn, type SignInParts } from './signIn.ts';
import { createSources, type SourceParts } from './sources.ts';
import { type Identity, openSts } from './sts.ts';

/** Carries out what is left of a plan; see `runPlan`. */
export type RunPlan = (
  plan: Plan,
  from: Progress | undefined,
  onStep: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
) => Promise<Credentials>;

/** All that it takes to carry out plans: a bundle of its own, read when the first one is. */
export interface Runner {
  readonly run: RunPlan;
  /** Signs a person in to the Identity Center that the plan begins with. */
  signIn(plan: Plan, signal: AbortSignal): Promise<void>;
  /** Who the credentials are, as STS sees them. */
  identify(plan: Plan, credentials: Credentials, signal: AbortSignal): Promise<Identity>;
}

export function createRunner(
  parts: SourceParts & SignInParts & Omit<RunnerParts, 'fetchSource' | 'openSts'>,
): Runner {
  const all: RunnerParts = { ...parts, openSts, fetchSource: createSources(parts) };
  return {
    run: (plan, from, onStep, signal) => runPlan(plan, from, all, onStep, signal),
    signIn: async (plan, signal) => {
      const [source] = plan.steps;
      if (source?.kind === 'identityCenter') await signIn(source.profile, source.session, parts, signal);
    },
    identify: (plan, credentials, signal) => callerIdentity(openSts, plan, credentials, signal),
  };
}
