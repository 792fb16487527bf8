import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../base/event.ts';
import { type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { containerOutput } from '../handover/containers.ts';
import { addressName, type Recipient } from '../handover/recipient.ts';
import { decodeTarget, encodeTarget } from '../handover/targetEncoding.ts';
import type { HandOuts } from '../record/handOuts.ts';
import { type CopiedAddress, EndpointAddresses, type Grant } from './endpointAddresses.ts';
import { type Answer, claimedProgram, failed, refusal, wrongHost, wrongToken } from './endpointAnswers.ts';
import type { Caller, Route, RoutedAddress } from './endpointRoute.ts';
import { type GetSession, getSilently } from './silentSession.ts';

export interface EndpointDependencies {
  readonly get: GetSession;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  readonly give: HandOuts['give'];
  readonly describe: (failure: Failure) => string;
  readonly log: Log;
  readonly now: () => number;
}

export interface EndpointLimits {
  /** How long a connection may take to send a request, and may stay idle between requests, in milliseconds. */
  readonly requestMs: number;
  /** How many connections may be open that have not sent a valid token. */
  readonly maxStrangers: number;
}

/** The values for `AWS_CONTAINER_CREDENTIALS_FULL_URI` and `AWS_CONTAINER_AUTHORIZATION_TOKEN`. */
export interface EndpointAddress {
  readonly uri: string;
  readonly token: string;
}

/** The SDK for JavaScript waits for one second (credential-provider-http, fromHttp). */
const answerMs = 800;
const defaultLimits: EndpointLimits = { requestMs: 5000, maxStrangers: 64 };

/**
 * A container credential endpoint for programs on this machine. Callers must send the token of the address and use a
 * name of this machine as the host, so that no web page reaches the endpoint through a host name of its own (DNS
 * rebinding). The endpoint never prompts the user, because programs do not wait that long.
 */
export class Endpoint implements Disposable {
  readonly #dependencies: EndpointDependencies;
  readonly #server: Server;
  readonly #addresses: EndpointAddresses<Target>;
  readonly #routes = new Set<Route>();
  /** Connections that have not sent a valid token, oldest first. */
  readonly #strangers = new Set<Socket>();

  private constructor(dependencies: EndpointDependencies, limits: EndpointLimits) {
    this.#dependencies = dependencies;
    this.#addresses = new EndpointAddresses(dependencies.now);
    const { requestMs } = limits;
    const options = {
      maxHeaderSize: 8192,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      keepAliveTimeout: requestMs,
      // Node looks for connections that exceed their time only this often; its default is 30 seconds.
      connectionsCheckingInterval: requestMs / 5,
    };
    this.#server = createServer(options, (request, response) => void this.#respond(request, response));
    this.#server.maxConnections = 512;
    this.#server.on('connection', (socket: Socket) => this.#watchStranger(socket, limits.maxStrangers));
  }

  /** Rejects with the system's error if the server cannot be started. */
  static async open(dependencies: EndpointDependencies, limits = defaultLimits): Promise<Endpoint> {
    const endpoint = new Endpoint(dependencies, limits);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    // A caller that disconnects needs no answer.
    endpoint.#server.on('error', () => {});
    return endpoint;
  }

  /** The address for one target, or for the profile in use at the time of each request. */
  addressFor(target: Target | undefined): EndpointAddress {
    const { token } = this.#addresses.grant(target);
    return { uri: `${this.origin}/${target ? `profile/${encodeTarget(target)}` : ''}`, token };
  }

  /** Answers at other paths, too, as long as the endpoint exists. */
  serve(route: Route): void {
    this.#routes.add(route);
  }

  /** What all addresses begin with, without the slash. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The addresses that can be used now. */
  get copied(): readonly CopiedAddress<Target>[] {
    return this.#addresses.all;
  }

  /** Revokes the addresses of targets; undefined means the address that follows the window's profile. */
  revoke(...targets: readonly (Target | undefined)[]): void {
    for (const target of targets) this.#addresses.revoke(target);
  }

  /** The same of the routes. */
  get routed(): readonly RoutedAddress[] {
    return [...this.#routes].flatMap(({ addresses }) => addresses);
  }

  revokeAll(): void {
    this.#addresses.revokeAll();
    for (const route of this.#routes) route.revokeAll();
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A new connection displaces the oldest one without a token, so that silent connections cannot lock callers out. */
  #watchStranger(socket: Socket, maxStrangers: number): void {
    this.#strangers.add(socket);
    socket.once('close', () => this.#strangers.delete(socket));
    const [oldest] = this.#strangers;
    if (this.#strangers.size > maxStrangers) oldest?.destroy();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await this.#answer(request, gone.signal);
    const { status, body } = answer;
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    if (status === 405) response.setHeader('Allow', 'GET');
    if (answer === wrongHost || answer === wrongToken) response.setHeader('Connection', 'close');
    response.writeHead(status, headers).end(JSON.stringify(body));
    request.resume();
  }

  /** Callers that are not authorized learn nothing else. */
  async #answer({ headers, method, url = '', socket }: IncomingMessage, gone: AbortSignal): Promise<Answer> {
    const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${this.#port}`);
    if (!hosts.includes(headers.host ?? '')) return wrongHost;
    const program = claimedProgram(headers['user-agent']);
    const routed = method === 'GET' ? this.#routed(url, { program, gone }) : undefined;
    const grant = this.#addresses.find(headers.authorization ?? '');
    if (routed ?? grant) this.#strangers.delete(socket);
    if (routed) return routed;
    if (!grant) return wrongToken;
    if (method !== 'GET') return refusal(405, 'MethodNotAllowed');
    const requested = readPath(url);
    if (!requested) return refusal(404, 'NotFound');
    if (!isSame(requested.target, grant.target)) return wrongToken;
    const target = grant.target ?? this.#dependencies.active();
    if (!target) return refusal(404, 'NoProfile');
    const answer = await this.#serve(target, grant, program, gone);
    return grant.revoked.aborted ? wrongToken : answer;
  }

  #routed(url: string, caller: Caller): Promise<Answer> | undefined {
    for (const route of this.#routes) {
      const answer = route.answer(url, caller);
      if (answer) return answer;
    }
    return undefined;
  }

  /** `gone` aborts when the caller disconnects. */
  async #serve(
    target: Target,
    grant: Grant<Target>,
    program: string | undefined,
    gone: AbortSignal,
  ): Promise<Answer> {
    const failure = { code: 'tookTooLong', profile: targetName(target) } as const;
    const answered = new AbortController();
    const late = sleep(answerMs, undefined, { ref: false }).then(() => {
      answered.abort();
      return failed(failure, this.#dependencies.describe);
    });
    const recipient = { kind: 'endpoint', address: addressName(grant.target), program } as const;
    const ended = AbortSignal.any([answered.signal, gone]);
    return Promise.race([this.#credentialsOf(target, recipient, grant.revoked, ended), late]);
  }

  /**
   * Credentials that arrive too late for one request are ready for the next one: programs try again. Nothing is handed
   * out after `ended`.
   */
  async #credentialsOf(
    target: Target,
    recipient: Recipient,
    signal: AbortSignal,
    ended: AbortSignal,
  ): Promise<Answer> {
    try {
      const session = await getSilently(this.#dependencies.get, target, signal);
      // A program whose address was revoked in the meantime gets nothing.
      if (signal.aborted || ended.aborted) return wrongToken;
      return this.#dependencies.give(session, recipient, ({ credentials }) => ({
        status: 200,
        body: containerOutput(credentials, targetName(target)),
      }));
    } catch (error) {
      const failure = failureOf(error, targetName(target));
      if (failure.code === 'unexpected' && error instanceof Error && !signal.aborted)
        this.#dependencies.log.error(error);
      return failed(failure, this.#dependencies.describe);
    }
  }

  dispose(): void {
    this.revokeAll();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Undefined if it is not the path of an address. */
function readPath(url: string): Pick<CopiedAddress<Target>, 'target'> | undefined {
  const [path, word] = /^\/(?:profile\/([^/]+))?$/u.exec(url) ?? [];
  if (path === undefined) return undefined;
  if (word === undefined) return { target: undefined };
  const target = decodeTarget(word);
  return target && { target };
}

function isSame(one: Target | undefined, other: Target | undefined): boolean {
  return one === undefined || other === undefined ? one === other : targetKey(one) === targetKey(other);
}
