import { FailureError } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { type AlibabaSite, isEndpoint, signinEndpoint, siteOf } from '../../plan/alibaba/alibabaEndpoints.ts';
import { type AlibabaPlan, type AlibabaSourceStep, isAlibabaSource } from '../../plan/alibaba/alibabaPlan.ts';
import { credentialsUriOf } from '../../plan/alibaba/stepSecrets.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { alibabaName } from '../../profiles/alibaba/alibabaTarget.ts';
import type { Credentials, RevealedCredentials } from '../credentials.ts';
import type { RunPlan } from '../run/runner.ts';
import { type Perform, runSteps } from '../run/runSteps.ts';
import { fetchCliSignIn } from './cliSignIn.ts';
import { readCredentialsFile } from './credentialsFile.ts';
import { fetchCredentialsUri } from './credentialsUri.ts';
import { fetchEcsRamRole } from './ecsRamRole.ts';
import { runProcessCommand } from './externalProgram.ts';
import { fetchOidcRole } from './oidcRole.ts';
import { readRamKeys } from './ramKeys.ts';
import { type AlibabaIdentity, assumeRamRole, callerIdentity } from './ramRoles.ts';
import { fetchRamSigninToken } from './ramSigninToken.ts';
import type { MachineClock } from './ramSts.ts';

export type { AlibabaIdentity } from './ramRoles.ts';

export interface AlibabaRunnerDependencies extends MachineClock {
  readonly profiles: () => AlibabaProfiles;
  /** Whether the workspace is trusted; programs run only then. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/** Runs plans for Alibaba Cloud. All functions reject with `FailureError` or `Cancelled`. */
export interface AlibabaRunner {
  readonly run: RunPlan<AlibabaPlan>;
  /** The identity of the credentials according to STS. */
  identify(
    session: { readonly plan: AlibabaPlan; readonly credentials: Credentials },
    signal: AbortSignal,
  ): Promise<AlibabaIdentity>;
  /**
   * A token for a link that opens the console of a site, by default that of the profile. It works once and for 30
   * seconds. The session comes from `HandOuts.give`.
   */
  signinToken(
    given: { readonly plan: AlibabaPlan; readonly credentials: RevealedCredentials },
    signal: AbortSignal,
    site?: AlibabaSite,
  ): Promise<string>;
}

export function createAlibabaRunner(dependencies: AlibabaRunnerDependencies): AlibabaRunner {
  const identify: AlibabaRunner['identify'] = ({ plan, credentials }, signal) =>
    callerIdentity(alibabaName(plan.target), plan.sts, credentials, dependencies, signal);
  return {
    run: (plan, from, onStep, signal, _requester, minimumMs) => {
      const perform: Perform<AlibabaPlan> = async (current, index, source) => {
        const step = current.steps[index]!;
        if (!isAlibabaSource(step))
          return {
            plan: current,
            credentials: await assumeRamRole(step, source!, dependencies, signal),
          };
        const credentials = await fetchAlibabaSource(step, dependencies, signal, minimumMs);
        // The expiration of these credentials is unknown, so ask STS whether they are still valid.
        if (credentials.isTemporary && credentials.expiration === undefined && current.steps.length === 1)
          await identify({ plan: current, credentials }, signal);
        return { plan: current, credentials };
      };
      return runSteps(plan, from, perform, onStep);
    },
    identify,
    signinToken: async ({ plan, credentials }, signal, site) => {
      const profiles = dependencies.profiles();
      const profile = alibabaName(plan.target);
      const endpoint = signinEndpoint(profiles.environment, site ?? siteOf(plan.target, profiles));
      if (!isEndpoint(endpoint))
        throw new FailureError({ code: 'alibabaValueInvalid', profile, key: endpoint.invalid });
      return fetchRamSigninToken(profile, endpoint, credentials, signal);
    },
  };
}

/** Dispatches each kind of source to its file. `minimumMs`: as in `FetchSource`. */
async function fetchAlibabaSource(
  step: AlibabaSourceStep,
  dependencies: AlibabaRunnerDependencies,
  signal: AbortSignal,
  minimumMs: number | undefined,
): Promise<Credentials> {
  const { profiles, now } = dependencies;
  switch (step.kind) {
    case 'ramKeys':
      return readRamKeys(step, profiles());
    case 'credentialsUri':
      return fetchCredentialsUri(step, credentialsUriOf(step, profiles()), now, signal);
    case 'credentialsFile':
      return readCredentialsFile(step, now, signal);
    case 'ecsRamRole':
      return fetchEcsRamRole(step, now, signal);
    case 'oidcRole':
      return fetchOidcRole(step, dependencies, signal);
    case 'external': {
      const { environment } = profiles();
      return runProcessCommand(step, { ...dependencies, environment }, now, signal);
    }
    case 'cloudSso':
    case 'oauth':
      return fetchCliSignIn(step, profiles(), now, signal, minimumMs);
  }
}
