import { Cancelled, type Failure, failureOf } from '../base/failure.ts';
import type { Log } from '../base/log.ts';

/**
 * Runs what a person asked for. A failure is shown once, with a way to try again; cancelling shows nothing. Resolves to
 * undefined in both cases. `subject`: the profile or the title of the command. `renew` is true where the person tries
 * again with a new MFA code.
 */
export type Attempt = <T>(subject: string, action: (renew: boolean) => Promise<T>) => Promise<T | undefined>;

export function createAttempt(
  showFailure: (failure: Failure, retry: (renew: boolean) => void) => void,
  log: Log,
): Attempt {
  const attempt = async <T>(
    subject: string,
    action: (renew: boolean) => Promise<T>,
    renew: boolean,
  ): Promise<T | undefined> => {
    try {
      return await action(renew);
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      const failure = failureOf(error, subject);
      if (failure.code === 'unexpected' && error instanceof Error) log.error(causeOf(error));
      else log.warn(`${subject}: ${JSON.stringify(failure, withoutDetail)}`);
      showFailure(failure, (again) => void attempt(subject, action, again));
      return undefined;
    }
  };
  return (subject, action) => attempt(subject, action, false);
}

/** AWS's own words are for the person; whoever stands at an endpoint could put anything into a log with them. */
function withoutDetail(key: string, value: unknown): unknown {
  return key === 'detail' ? undefined : value;
}

/** What the log needs: a failure on its way to a person says nothing of where it came from. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}
