import type { Log } from '../log.ts';
import type { Environment } from '../plan/endpoint.ts';
import type { SourceStep } from '../plan/plan.ts';
import type { ProfileSet } from '../profiles/profiles.ts';
import { fetchContainer } from './container.ts';
import type { Credentials } from './credentials.ts';
import { fetchRole, type SsoParts } from './identityCenter.ts';
import { fetchInstance } from './instance.ts';
import { readKeys } from './keys.ts';
import { readLogin } from './login.ts';
import { runCredentialProcess } from './process.ts';
import { assumeWithToken } from './webIdentity.ts';

/** Gets the first credentials of a plan, as they are now. Rejects with `FailureError` or `Cancelled`. */
export type FetchSource = (step: SourceStep, signal: AbortSignal) => Promise<Credentials>;

export interface SourceParts extends SsoParts {
  readonly profiles: () => ProfileSet;
  /** The variables that VS Code was started with. */
  readonly environment: Environment;
  /** Whether the person trusts what this window has open: only then programs are run. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
  readonly now: () => number;
}

/** A file for each kind of source; here is which serves which. */
export function createSources(parts: SourceParts): FetchSource {
  const keysOf = readKeys(parts.profiles, parts.environment, parts.now);
  return async (step, signal) => {
    switch (step.kind) {
      case 'keys':
      case 'environment':
        return keysOf(step);
      case 'process':
        return runCredentialProcess(step, parts, signal);
      case 'webIdentity':
        return assumeWithToken(step, parts, signal);
      case 'container':
        return fetchContainer(step, parts.environment, parts.now(), signal);
      case 'instance':
        return fetchInstance(step, parts.now(), signal);
      case 'login':
        return readLogin(step, parts.environment, parts.now());
      case 'identityCenter':
        return fetchRole(step, parts, signal);
    }
  };
}
