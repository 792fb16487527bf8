import type { AnyPlan } from '../../plan/anyPlan.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { Plan } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { Credentials } from '../credentials.ts';
import { labelOf, signInAgain } from '../login/consoleSignIn.ts';
import { openSts } from '../sdk/open.ts';
import type { Identity } from '../sdk/sts.ts';
import { createLogins, createSources, type SourceDependencies } from '../sources/fetchSource.ts';
import { HeldTokens } from '../heldTokens.ts';
import { signIn, type SignInDependencies } from '../sso/signIn.ts';
import { ssoFiles } from '../sso/ssoTokens.ts';
import { callerIdentity } from './callerIdentity.ts';
import type { Requester } from './mfa.ts';
import { type RunnerDependencies, runPlan } from './runPlan.ts';
import type { OnStep, Progress } from './runSteps.ts';

/** Runs the remaining steps of a plan; see `runPlan`. */
export type RunPlan<P extends AnyPlan = Plan> = (
  plan: P,
  from: Progress | undefined,
  onStep: OnStep<P>,
  signal: AbortSignal,
  requester?: Promise<Requester>,
  minimumMs?: number,
) => Promise<Credentials>;

/** Runs plans, signs the user in, and asks for identities. */
export interface Runner {
  readonly run: RunPlan;
  /**
   * Signs the user in to the Identity Center, or with the AWS console, if that is the plan's source. Asks first if an
   * AI agent needs that.
   */
  signIn(plan: Plan, signal: AbortSignal, requester?: Promise<Requester>): Promise<void>;
  /** The identity of the credentials according to STS. */
  identify(plan: Plan, credentials: Credentials, signal: AbortSignal): Promise<Identity>;
}

export function createRunner(
  given: SourceDependencies & SignInDependencies & Omit<RunnerDependencies, 'fetchSource' | 'openSts'>,
): Runner {
  const dependencies = { tokens: new HeldTokens(ssoFiles), logins: createLogins(given), ...given };
  const all: RunnerDependencies = { ...dependencies, openSts, fetchSource: createSources(dependencies) };
  return {
    run: (plan, from, ...request) => runPlan(plan, from, all, ...request),
    signIn: async (plan, signal, requester) => {
      const [source] = plan.steps;
      if (source?.kind !== 'identityCenter' && source?.kind !== 'login') return;
      const { agent, terminal } = { ...(await requester) };
      if (agent !== undefined) {
        const session =
          source.kind === 'login'
            ? labelOf(source.profile, dependencies.signInPrompts)
            : sessionLabel(source.session);
        const what = { session, profile: targetName(plan.target) };
        await dependencies.signInPrompts.allow({ ...what, agent, terminal });
      }
      // The user may allow it after the agent has given up, and wants to be signed in nevertheless.
      const isLate = agent !== undefined && signal.aborted;
      const until = isLate ? new AbortController().signal : signal;
      if (source.kind === 'login') await signInAgain(source, dependencies, until);
      else await signIn(source.profile, source.session, dependencies, until);
    },
    identify: (plan, credentials, signal) => callerIdentity(openSts, plan, credentials, signal),
  };
}
