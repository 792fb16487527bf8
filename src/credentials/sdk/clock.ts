import { HttpResponse } from '@smithy/protocol-http';
import type { MetadataBearer, MiddlewareStack } from '@smithy/types';

/**
 * Tells AWS's clock by the date of the last answer: a code shows for seconds, and the SDK looks at the date only where
 * minutes keep a signature from being accepted.
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
  // Less may be the way of the answer.
  return () => (Math.abs(offsetMs) > 2000 ? offsetMs : 0);
}

/** What a date in whole seconds leaves out, on average. */
const halfSecondMs = 500;
