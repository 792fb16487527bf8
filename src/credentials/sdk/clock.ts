import { HttpResponse } from '@smithy/protocol-http';
import type { MetadataBearer, MiddlewareStack } from '@smithy/types';

/**
 * Measures AWS's clock by the `Date` header of the last response. MFA codes need this precision: the SDK corrects its
 * clock only when a signature is rejected because of a skew of minutes.
 */
export function watchClock<Input extends object, Output extends MetadataBearer>(
  ...clients: readonly { readonly middlewareStack: MiddlewareStack<Input, Output> }[]
): () => number {
  let offsetMs = 0;
  for (const client of clients) {
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const date = HttpResponse.isInstance(result.response) ? result.response.headers['date'] : undefined;
        if (date) offsetMs = Date.parse(date) + halfSecondMs - Date.now();
        return result;
      },
      { step: 'deserialize' },
    );
  }
  // A smaller offset may be network latency.
  return () => (Math.abs(offsetMs) > 2000 ? offsetMs : 0);
}

/** The average fraction that a date in whole seconds omits. */
const halfSecondMs = 500;
