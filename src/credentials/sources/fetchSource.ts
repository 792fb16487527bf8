import type { Environment } from '../../base/environment.ts';
import type { Log } from '../../base/log.ts';
import type { SourceStep } from '../../plan/plan.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { Credentials } from '../credentials.ts';
import { type LoginDependencies, Logins } from '../login/logins.ts';
import { loginCacheFolder } from '../login/loginTokens.ts';
import { fetchRole, type SsoDependencies } from '../sso/roleCredentials.ts';
import { readAccessKey } from './accessKeys.ts';
import { fetchContainer } from './containerRole.ts';
import { runCredentialProcess } from './credentialProcess.ts';
import { readEnvironmentKey } from './environmentKeys.ts';
import { fetchInstance } from './instanceRole.ts';
import { assumeWithToken } from './webIdentity.ts';

/**
 * Fetches the current credentials of a source. `minimumMs`: how long they should last, if that is known; a source that
 * can renew them does so. Rejects with `FailureError` or `Cancelled`.
 */
export type FetchSource = (step: SourceStep, signal: AbortSignal, minimumMs?: number) => Promise<Credentials>;

export interface SourceDependencies extends SsoDependencies {
  readonly profiles: () => ProfileSet;
  /** The environment that VS Code was started with. */
  readonly environment: Environment;
  /** Whether the workspace is trusted; programs run only then. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
  readonly now: () => number;
  /** The sign-ins with the AWS console. By default, those in the folder that the environment names. */
  readonly logins?: Logins;
}

/** The sign-ins of the folder that the environment names. */
export function createLogins(
  dependencies: Omit<LoginDependencies, 'loginCacheFolder'> & Pick<SourceDependencies, 'environment'>,
): Logins {
  return new Logins({ ...dependencies, loginCacheFolder: loginCacheFolder(dependencies.environment) });
}

/** Dispatches each kind of source to its file. */
export function createSources(dependencies: SourceDependencies): FetchSource {
  const { logins = createLogins(dependencies) } = dependencies;
  return async (step, signal, minimumMs) => {
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
        return logins.keysOf(step, minimumMs, signal);
      case 'identityCenter':
        return fetchRole(step, dependencies, signal);
    }
  };
}
