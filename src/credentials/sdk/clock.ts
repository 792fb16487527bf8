import { HttpResponse } from '@smithy/protocol-http';
import type { MetadataBearer, MiddlewareStack } from '@smithy/types';
import { clockOffsetMs, clockToleranceMs } from '../clockOffset.ts';

/** The difference between this machine's clock and AWS's, as of the last response. */
export interface MeasuredClock {
  /** The offset to add to this machine's clock to get AWS's, in milliseconds. */
  readonly offsetMs: () => number;
  /** Whether this machine's clock was set, or the machine slept, since the last response. */
  readonly hasMoved: () => boolean;
}

/**
 * Measures AWS's clock by the `Date` header of the last response. MFA codes need this precision: the SDK corrects its
 * clock only when a signature is rejected because of a skew of minutes.
 */
export function watchClock<Input extends object, Output extends MetadataBearer>(
  ...clients: readonly { readonly middlewareStack: MiddlewareStack<Input, Output> }[]
): MeasuredClock {
  let offsetMs = 0;
  let originAtResponse: number | undefined;
  for (const client of clients) {
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const date = HttpResponse.isInstance(result.response) ? result.response.headers['date'] : undefined;
        if (date) {
          offsetMs = clockOffsetMs(date);
          originAtResponse = monotonicOrigin();
        }
        return result;
      },
      { step: 'deserialize' },
    );
  }
  return {
    offsetMs: () => offsetMs,
    hasMoved: () =>
      originAtResponse !== undefined && Math.abs(monotonicOrigin() - originAtResponse) > clockToleranceMs,
  };
}

/** When the monotonic clock began, by the wall clock: always the same, unless one of them is set or stands still. */
function monotonicOrigin(): number {
  return Date.now() - performance.now();
}
