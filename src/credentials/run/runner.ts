import type { Plan } from '../../plan/plan.ts';
import type { Credentials } from '../credentials.ts';
import { openSts } from '../sdk/open.ts';
import type { Identity } from '../sdk/sts.ts';
import { createSources, type SourceDependencies } from '../sources/fetchSource.ts';
import { HeldTokens } from '../sso/heldTokens.ts';
import { signIn, type SignInDependencies } from '../sso/signIn.ts';
import { callerIdentity } from './callerIdentity.ts';
import type { Requester } from './mfa.ts';
import { type OnStep, type Progress, type RunnerDependencies, runPlan } from './runPlan.ts';

/** Runs the remaining steps of a plan; see `runPlan`. */
export type RunPlan = (
  plan: Plan,
  from: Progress | undefined,
  onStep: OnStep,
  signal: AbortSignal,
  requester?: Promise<Requester>,
) => Promise<Credentials>;

/** Runs plans, signs the user in, and asks for identities. */
export interface Runner {
  readonly run: RunPlan;
  /** Signs the user in to the Identity Center that is the plan's source. */
  signIn(plan: Plan, signal: AbortSignal): Promise<void>;
  /** The identity of the credentials according to STS. */
  identify(plan: Plan, credentials: Credentials, signal: AbortSignal): Promise<Identity>;
}

export function createRunner(
  given: SourceDependencies & SignInDependencies & Omit<RunnerDependencies, 'fetchSource' | 'openSts'>,
): Runner {
  const dependencies = { tokens: new HeldTokens(), ...given };
  const all: RunnerDependencies = { ...dependencies, openSts, fetchSource: createSources(dependencies) };
  return {
    run: (plan, from, ...request) => runPlan(plan, from, all, ...request),
    signIn: async (plan, signal) => {
      const [source] = plan.steps;
      if (source?.kind === 'identityCenter')
        await signIn(source.profile, source.session, dependencies, signal);
    },
    identify: (plan, credentials, signal) => callerIdentity(openSts, plan, credentials, signal),
  };
}
