import type { Environment } from '../../base/environment.ts';
import type { Log } from '../../base/log.ts';
import type { SourceStep } from '../../plan/plan.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { Credentials } from '../credentials.ts';
import { fetchRole, type SsoDependencies } from '../sso/roleCredentials.ts';
import { readAccessKey } from './accessKeys.ts';
import { readLogin } from './awsLogin.ts';
import { fetchContainer } from './containerRole.ts';
import { runCredentialProcess } from './credentialProcess.ts';
import { readEnvironmentKey } from './environmentKeys.ts';
import { fetchInstance } from './instanceRole.ts';
import { assumeWithToken } from './webIdentity.ts';

/** Fetches the current credentials of a source. Rejects with `FailureError` or `Cancelled`. */
export type FetchSource = (step: SourceStep, signal: AbortSignal) => Promise<Credentials>;

export interface SourceDependencies extends SsoDependencies {
  readonly profiles: () => ProfileSet;
  /** The environment that VS Code was started with. */
  readonly environment: Environment;
  /** Whether the workspace is trusted; programs run only then. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
  readonly now: () => number;
}

/** Dispatches each kind of source to its file. */
export function createSources(dependencies: SourceDependencies): FetchSource {
  return async (step, signal) => {
    switch (step.kind) {
      case 'keys':
        return readAccessKey(step, dependencies.profiles(), dependencies.now());
      case 'environment':
        return readEnvironmentKey(step, dependencies.environment, dependencies.now());
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
