import { codeOf } from '../../base/errorCode.ts';
import { FailureError, type WriteTrouble } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';

/** A write that the system would allow but that must not happen, or that the system rejects for a known reason. */
export class WriteError extends Error {
  readonly reason: WriteTrouble;

  constructor(reason: WriteTrouble, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** Runs `action` and rethrows its errors as a `fileUnwritable` failure that names the file. */
export async function rethrowAsFileFailure<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new FailureError({ code: 'fileUnwritable', path, reason: troubleOf(error) }, { cause: error });
  }
}

function troubleOf(error: unknown): WriteTrouble {
  return error instanceof WriteError ? error.reason : writeTroubleOf(error);
}

/** Whether the system does not allow creating or changing a file. */
export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));
}
