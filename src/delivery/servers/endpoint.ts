import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../base/event.ts';
import { type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { containerOutput } from '../handover/containers.ts';
import { decodeTarget, encodeTarget } from '../handover/targetEncoding.ts';
import { type GetSession, getSilently } from './silentSession.ts';

export interface EndpointDependencies {
  readonly get: GetSession;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  readonly describe: (failure: Failure) => string;
  readonly log: Log;
}

/** The values for `AWS_CONTAINER_CREDENTIALS_FULL_URI` and `AWS_CONTAINER_AUTHORIZATION_TOKEN`. */
export interface EndpointAddress {
  readonly uri: string;
  readonly token: string;
}

/** The SDK for JavaScript waits for one second (credential-provider-http, fromHttp). */
const answerMs = 800;
const requestMs = 5000;

/**
 * A container credential endpoint for programs on this machine. Callers must send the token and address the endpoint by
 * a name of this machine, so that no web page reaches it through a host name of its own (DNS rebinding). It never
 * prompts the user, because programs do not wait that long.
 */
export class Endpoint implements Disposable {
  readonly #dependencies: EndpointDependencies;
  readonly #server: Server;
  readonly #token = randomBytes(30).toString('base64url');
  readonly #closed = new AbortController();

  private constructor(dependencies: EndpointDependencies) {
    this.#dependencies = dependencies;
    const options = { maxHeaderSize: 8192, headersTimeout: requestMs, requestTimeout: requestMs };
    this.#server = createServer(options, (request, response) => void this.#respond(request, response));
    this.#server.maxConnections = 512;
  }

  /** Rejects with the system's error if the server cannot be started. */
  static async open(dependencies: EndpointDependencies): Promise<Endpoint> {
    const endpoint = new Endpoint(dependencies);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    // A caller that disconnects needs no answer.
    endpoint.#server.on('error', () => {});
    return endpoint;
  }

  /** The address for one target, or for the profile in use at the time of each request. */
  addressFor(target: Target | undefined): EndpointAddress {
    const path = target ? `profile/${encodeTarget(target)}` : '';
    return { uri: `http://127.0.0.1:${this.#port}/${path}`, token: this.#token };
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request);
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    if (status === 405) response.setHeader('Allow', 'GET');
    response.writeHead(status, headers).end(JSON.stringify(body));
    request.resume();
  }

  /** Callers that are not authorized learn nothing else. */
  async #answer({ headers, method, url = '' }: IncomingMessage): Promise<Answer> {
    const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${this.#port}`);
    if (!hosts.includes(headers.host ?? '')) return refusal(403, 'WrongHost');
    if (!matchesToken(headers.authorization ?? '', this.#token)) return refusal(401, 'WrongToken');
    if (method !== 'GET') return refusal(405, 'MethodNotAllowed');
    const word = /^\/(?:profile\/([^/]+))?$/u.exec(url);
    if (!word) return refusal(404, 'NotFound');
    const target = word[1] === undefined ? this.#dependencies.active() : decodeTarget(word[1]);
    if (!target) return refusal(404, 'NoProfile');
    return this.#serve(target);
  }

  async #serve(target: Target): Promise<Answer> {
    const failure = { code: 'tookTooLong', profile: targetName(target) } as const;
    const late = sleep(answerMs, undefined, { ref: false }).then(() => this.#failed(failure));
    return Promise.race([this.#credentialsOf(target), late]);
  }

  /** Credentials that arrive too late for one request are ready for the next one: programs try again. */
  async #credentialsOf(target: Target): Promise<Answer> {
    try {
      const session = await getSilently(this.#dependencies.get, target, this.#closed.signal);
      return { status: 200, body: containerOutput(session.credentials.reveal(), targetName(target)) };
    } catch (error) {
      const failure = failureOf(error, targetName(target));
      if (failure.code === 'unexpected' && error instanceof Error && !this.#closed.signal.aborted)
        this.#dependencies.log.error(error);
      return this.#failed(failure);
    }
  }

  #failed(failure: Failure): Answer {
    return {
      status: statusOf(failure),
      body: { Code: failure.code, Message: this.#dependencies.describe(failure) },
    };
  }

  dispose(): void {
    this.#closed.abort();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

function refusal(status: number, code: string): Answer {
  return { status, body: { Code: code, Message: code } };
}

/** Compares digests of equal length, so that the timing reveals nothing. */
function matchesToken(received: string, token: string): boolean {
  const [one, other] = [received, token].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
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
