import type { Failure } from '../../base/failure.ts';

/** What a server on this machine answers. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

export function refusal(status: number, code: string): Answer {
  return { status, body: { Code: code, Message: code } };
}

export const wrongHost = refusal(403, 'WrongHost');
/** The same for a token that never existed, that was revoked, or that belongs to another address. */
export const wrongToken = refusal(401, 'WrongToken');

/** The name of the program, or of its SDK, as it claims: the first product of its `User-Agent`. */
export function claimedProgram(userAgent: string | undefined): string | undefined {
  return /^[\w.+-]{1,40}(?:\/[\w.+-]{1,20})?/u.exec(userAgent ?? '')?.[0];
}

/** The answer in place of credentials: the code of the failure, and a sentence for the user. */
export function failed(failure: Failure, describe: (failure: Failure) => string): Answer {
  return { status: statusOf(failure), body: { Code: failure.code, Message: describe(failure) } };
}

function statusOf({ code }: Failure): number {
  switch (code) {
    case 'noSuchProfile':
      return 404;
    case 'tookTooLong':
    case 'network':
    case 'throttled':
    case 'serviceFault':
      return 503;
    case 'unexpected':
      return 500;
    default:
      return 403;
  }
}
