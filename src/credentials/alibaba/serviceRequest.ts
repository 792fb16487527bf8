import { Agent, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as overHttps } from 'node:https';
import { TimedOut, withDeadline } from '../../base/deadline.ts';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import { checkProxy, proxyVariables } from '../sdk/proxy.ts';

/** A `POST` request to a service of Alibaba Cloud. */
export interface ServiceRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
  /** The `Date` header. */
  readonly date: string | undefined;
}

/** An answer that is larger than any of Alibaba Cloud. */
export class AnswerTooLarge extends Error {
  readonly status: number;

  constructor(status: number) {
    super('too large');
    this.name = 'AnswerTooLarge';
    this.status = status;
  }
}

/**
 * Sends a request, through the proxy that is configured for it, and waits for the whole answer. Rejects with
 * `UnusableProxy`, `TimedOut`, `AnswerTooLarge`, `Cancelled`, or the system's error.
 */
export async function sendRequest(request: ServiceRequest, signal: AbortSignal): Promise<ServiceAnswer> {
  checkProxy(request.url, process.env);
  return withDeadline(deadlines.attemptMs, signal, async (until) => {
    const response = await responseTo(request, until);
    const status = response.statusCode ?? 0;
    return { status, body: await wholeBody(response, status), date: response.headers.date };
  });
}

function responseTo({ url, headers, body }: ServiceRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const proxyEnv = proxyVariables(process.env);
    const isSecure = url.startsWith('https:');
    const agent = isSecure ? new SecureAgent({ proxyEnv }) : new Agent({ proxyEnv });
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options: RequestOptions = { method: 'POST', headers: { ...headers, ...length }, agent, signal };
    const request = (isSecure ? overHttps : overHttp)(url, options);
    const connecting = setTimeout(() => request.destroy(new TimedOut()), deadlines.connectMs);
    const connected = (): void => clearTimeout(connecting);
    request.once('socket', (socket) => (socket.connecting ? socket.once('connect', connected) : connected()));
    request.once('close', connected);
    request.once('error', reject);
    request.once('response', resolve);
    request.end(body);
  });
}

async function wholeBody(response: IncomingMessage, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxSizes.answerBytes) throw new AnswerTooLarge(status);
  }
  return Buffer.concat(chunks).toString('utf8');
}
