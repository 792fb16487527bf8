import { Cancelled, type Failure, failureOf } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { withoutNamedSecrets } from '../base/secretText.ts';
import { anyName, type AnyTarget } from '../plan/anyPlan.ts';

/**
 * Runs an action that the user requested. A failure is shown once, with a button to try again; a cancellation shows
 * nothing. Resolves to undefined in both cases. `subject` is the profile or the title of the command, or the target, so
 * that a button can explain it. `renew` is true if the user tries again with a new MFA code. `remedy` replaces the
 * button that opens the config file.
 */
export type Attempt = <T>(
  subject: string | AnyTarget,
  action: (renew: boolean) => Promise<T>,
  remedy?: Remedy,
) => Promise<T | undefined>;

/** A button of a message about a failure. */
export interface Remedy {
  readonly title: string;
  /** The failures for which there is the button; all unless set. */
  readonly isFor?: (failure: Failure) => boolean;
  readonly follow: () => void;
}

export function createAttempt(
  showFailure: (
    failure: Failure,
    retry: (renew: boolean) => void,
    remedy?: Remedy,
    target?: AnyTarget,
  ) => void,
  log: Log,
): Attempt {
  const attempt = async <T>(
    subject: string | AnyTarget,
    action: (renew: boolean) => Promise<T>,
    renew: boolean,
    remedy: Remedy | undefined,
  ): Promise<T | undefined> => {
    try {
      return await action(renew);
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      const [name, target] = typeof subject === 'string' ? [subject] : [anyName(subject), subject];
      const failure = failureOf(error, name);
      if (failure.code === 'unexpected' && error instanceof Error) log.error(causeOf(error));
      else log.warn(`${withoutNamedSecrets(name, '=')}: ${JSON.stringify(failure, withoutDetail)}`);
      showFailure(failure, (again) => void attempt(subject, action, again, remedy), remedy, target);
      return undefined;
    }
  };
  return (subject, action, remedy) => attempt(subject, action, false, remedy);
}

/**
 * Messages from AWS are for the user only: anyone who controls an endpoint could put anything into the log with them.
 */
function withoutDetail(key: string, value: unknown): unknown {
  return key === 'detail' ? undefined : value;
}

/** The log needs the original error: a failure that is shown to the user does not contain its origin. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}
