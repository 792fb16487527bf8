import { codeOf } from '../../base/errorCode.ts';
import { FailureError, type WriteTrouble } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';

/** What the system would let us do, but should not be done; or what it refuses for a reason that we know. */
export class Refusal extends Error {
  readonly reason: WriteTrouble;

  constructor(reason: WriteTrouble, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** Says of which file it is that a call of the system failed. */
export async function wrapWriteErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new FailureError({ code: 'fileUnwritable', path, reason: troubleOf(error) }, { cause: error });
  }
}

function troubleOf(error: unknown): WriteTrouble {
  return error instanceof Refusal ? error.reason : writeTroubleOf(error);
}

/** Whether the system does not let us make or change a file. */
export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));
}
