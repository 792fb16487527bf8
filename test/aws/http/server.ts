import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { serviceTrouble, throttling } from '../sts/refusals.ts';
import type { Fault, Faults } from './faults.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import type { Answer, Exchange, Reply, Service, ServiceRequest } from './service.ts';
import { slowBody } from './slowBody.ts';

export type ServerParts = {
  /** The first service that accepts a request answers it. */
  readonly services: readonly Service[];
  readonly clock: Clock;
  readonly faults: Faults;
  readonly record: (request: RecordedRequest) => void;
};

/** Requests to Alibaba Cloud have tokens of up to 20,000 characters in their address. */
const maxHeaderSize = 64 * 1024;

/** The HTTP server of the services: reads requests, applies faults, sends responses, and records everything. */
export function createHttpServer(parts: ServerParts): Server {
  return createServer({ maxHeaderSize }, (message, response) => {
    handle(parts, message, response).catch((error: unknown) => {
      // This is a bug in the local AWS, which AWS would not have: show it to the test that caused it.
      console.error(error);
      response.destroy();
    });
  });
}

async function handle(parts: ServerParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  const exchange = open(parts.services, request);
  if (exchange === undefined) {
    await send(response, parts.clock, { status: 404, headers: {}, body: '' });
    return;
  }
  const fault = parts.faults.take(exchange.action);
  const answer = await answerOrFail(exchange, fault);
  const { action, parameters, accessKeyId } = exchange;
  parts.record({
    action,
    parameters,
    accessKeyId,
    principalArn: answer?.principalArn,
    outcome: answer?.outcome ?? (fault?.kind === 'silence' ? 'unanswered' : 'dropped'),
    time: parts.clock.now(),
  });
  if (answer !== undefined) {
    await send(response, parts.clock, answer.reply, fault);
  } else if (fault?.kind !== 'silence') {
    response.destroy();
  }
}

function open(services: readonly Service[], request: ServiceRequest): Exchange | undefined {
  for (const service of services) {
    const exchange = service.open(request);
    if (exchange !== undefined) {
      return exchange;
    }
  }
  return undefined;
}

/** Undefined means that no response is sent: the fault drops the connection or keeps silent. */
async function answerOrFail(exchange: Exchange, fault: Fault | undefined): Promise<Answer | undefined> {
  switch (fault?.kind) {
    case 'drop':
    case 'silence':
      return undefined;
    case 'throttle':
      return exchange.refuse(throttling());
    case 'status':
      return exchange.refuse(serviceTrouble(fault.status));
    case 'refusal':
      return exchange.refuse(fault.refusal);
    case 'body':
      return replaceBody(await exchange.answer(), fault.body);
    case 'delay':
      await sleep(fault.milliseconds, undefined, { ref: false });
      return exchange.answer();
    case 'cut':
    case 'stall':
    case 'drip':
    case 'padding':
    case undefined:
      return exchange.answer();
  }
}

function replaceBody(answer: Answer, body: string): Answer {
  return { ...answer, reply: { ...answer.reply, body } };
}

async function readRequest(message: IncomingMessage): Promise<ServiceRequest> {
  const bytes = await buffer(message);
  const url = new URL(message.url ?? '/', 'http://localhost');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: readHeaders(message),
    body: bytes.toString(),
    bytes,
  };
}

function readHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [name, values?.join(',') ?? '']),
  );
}

async function send(response: ServerResponse, clock: Clock, reply: Reply, fault?: Fault): Promise<void> {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const slow = slowBody(reply.body.toString(), fault, closed.signal);
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(fault?.kind === 'padding' ? {} : { 'Content-Length': Buffer.byteLength(reply.body) }),
    // A client that is rejected because of its clock corrects it by this header.
    Date: new Date(clock.wire()).toUTCString(),
  });
  if (slow) {
    // Fails if the client does not wait for all of it.
    await pipeline(slow, response, { signal: closed.signal }).catch(() => {});
  } else if (fault?.kind === 'cut') {
    response.write(reply.body.slice(0, reply.body.length / 2), () => response.destroy());
  } else {
    response.end(reply.body);
  }
}
