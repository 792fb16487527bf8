import type { Environment } from '../../base/environment.ts';
import type { Log } from '../../base/log.ts';
import type { SourceStep } from '../../plan/plan.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { Credentials } from '../credentials.ts';
import { fetchRole, type SsoDependencies } from '../sso/roleCredentials.ts';
import { readKeys } from './accessKeys.ts';
import { readLogin } from './awsLogin.ts';
import { fetchContainer } from './containerRole.ts';
import { runCredentialProcess } from './credentialProcess.ts';
import { fetchInstance } from './instanceRole.ts';
import { assumeWithToken } from './webIdentity.ts';

/** Gets the first credentials of a plan, as they are now. Rejects with `FailureError` or `Cancelled`. */
export type FetchSource = (step: SourceStep, signal: AbortSignal) => Promise<Credentials>;

export interface SourceDependencies extends SsoDependencies {
  readonly profiles: () => ProfileSet;
  /** The variables that VS Code was started with. */
  readonly environment: Environment;
  /** Whether the person trusts what this window has open: only then programs are run. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
  readonly now: () => number;
}

/** A file for each kind of source; here is which serves which. */
export function createSources(dependencies: SourceDependencies): FetchSource {
  const keysOf = readKeys(dependencies.profiles, dependencies.environment, dependencies.now);
  return async (step, signal) => {
    switch (step.kind) {
      case 'keys':
      case 'environment':
        return keysOf(step);
      case 'process':
        return runCredentialProcess(step, dependencies, signal);
      case 'webIdentity':
        return assumeWithToken(step, dependencies, signal);
      case 'container':
        return fetchContainer(step, dependencies.environment, dependencies.now(), signal);
      case 'instance':
        return fetchInstance(step, dependencies.now(), signal);
      case 'login':
        return readLogin(step, dependencies.environment, dependencies.now());
      case 'identityCenter':
        return fetchRole(step, dependencies, signal);
    }
  };
}
