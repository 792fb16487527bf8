import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/protocol-http';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Readable } from 'node:stream';
import { withDeadline } from '../../base/deadline.ts';
import type { AwsLimits } from './awsLimits.ts';

/**
 * The SDK's handler with limits for each attempt as a whole. The SDK's own time-outs end with the headers of the answer
 * or begin again with each byte, and it reads answers of any size. Here, an answer is complete before the SDK parses
 * it. Rejects with `TimedOut`, which the SDK retries, and with an error that has only the HTTP status if the answer is
 * too large: AWS sends no such answer.
 */
export class BoundedHandler extends NodeHttpHandler {
  readonly #limits: AwsLimits;

  constructor(limits: AwsLimits, options: NodeHttpHandlerOptions) {
    super({ ...options, connectionTimeout: limits.connectMs });
    this.#limits = limits;
  }

  override handle(
    request: HttpRequest,
    { abortSignal, ...options }: HttpHandlerOptions = {},
  ): Promise<{ response: HttpResponse }> {
    const { attemptMs, answerBytes } = this.#limits;
    return withDeadline(attemptMs, (abortSignal ?? neverAborted) as AbortSignal, async (signal) => {
      const { response } = await super.handle(request, { ...options, abortSignal: signal });
      response.body = await readWhole(response, answerBytes);
      return { response };
    });
  }
}

const neverAborted = new AbortController().signal;

async function readWhole({ body, statusCode }: HttpResponse, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of body as Readable as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) throw notFromAws(statusCode);
  }
  return Buffer.concat(chunks);
}

/** The error for an answer that AWS cannot have sent. */
export function notFromAws(httpStatusCode: number | undefined): Error {
  return Object.assign(new Error('Not an answer of AWS'), { $metadata: { httpStatusCode } });
}
