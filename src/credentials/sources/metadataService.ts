import { Agent, ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlToHttpOptions } from 'node:url';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { MetadataService, OtherCloud } from '../../base/failures/sourceFailure.ts';
import { badText } from '../../profiles/keyForm.ts';
import { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { connectionFailure, isNetworkCode } from '../sdk/connectionFailure.ts';
import { readTime } from '../time.ts';

export interface MetadataAnswer {
  readonly status: number;
  readonly body: string;
  /** The cloud whose metadata service answered, if it is another one: all of them have the same address. */
  readonly cloud: OtherCloud | undefined;
}

/**
 * No service is listening, or it does not answer in time. The SDK's own providers wait forever in some of these cases.
 */
export class Unreachable extends Error {
  /** The system's error code. */
  readonly reason: string;
  /** Whether a connection was established, so that only the answer is missing. */
  readonly isConnected: boolean;

  constructor(reason: string, isConnected: boolean) {
    super(reason);
    this.reason = reason;
    this.isConnected = isConnected;
  }
}

/** In milliseconds. */
export interface Deadline {
  /** For the complete answer. */
  readonly answerMs: number;
  /** For the connection. By default one second, since there is no such service outside the cloud. */
  readonly connectMs?: number;
}

const attempts = 3;
const pauseMs = 300;

/** Sends a request to a metadata service. Retries on throttling, reset connections and server errors. */
export async function askMetadata(
  url: string,
  options: Pick<RequestOptions, 'method' | 'headers'>,
  deadline: Deadline,
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await askOnce(url, options, deadline, signal).catch((error: unknown) => {
      if (error instanceof Unreachable && error.reason === 'ECONNRESET') return error;
      throw error;
    });
    const isOver = 'status' in answer && answer.status < 500 && answer.status !== 429;
    if (!isOver && attempt < attempts) await sleep(pauseMs, undefined, { signal }).catch(throwCancelled);
    else if ('status' in answer) return answer;
    else throw answer;
  }
}

function throwCancelled(): never {
  throw new Cancelled();
}

function askOnce(
  url: string,
  options: Pick<RequestOptions, 'method' | 'headers'>,
  { answerMs, connectMs = deadlines.metadataConnectMs }: Deadline,
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  if (signal.aborted) throwCancelled();
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let late: Unreachable | undefined;
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(signal.aborted ? new Cancelled() : (late ?? unreachable(error, isConnected)));
    const request = send(url, { ...options, signal });
    const giveUp = (): void => {
      late = new Unreachable('ETIMEDOUT', isConnected);
      request.destroy(late);
    };
    const connecting = setTimeout(() => isConnected || giveUp(), connectMs);
    const answering = setTimeout(giveUp, answerMs);
    request.on('socket', (socket) => {
      // A kept-alive socket emits no `connect` event.
      isConnected = !socket.connecting;
      if (!isConnected) socket.once('connect', () => (isConnected = true));
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const cloud = otherCloudOf(response);
      readBody(response).then((body) => resolve({ status, body, cloud }), fail);
    });
    request.on('error', fail);
    request.on('close', () => {
      clearTimeout(connecting);
      clearTimeout(answering);
    });
    request.end();
  });
}

/** These agents use no proxy, whatever the environment says. */
const agent = new Agent({ keepAlive: true });
const secureAgent = new SecureAgent({ keepAlive: true });

/**
 * Sends a request like `http.request`, which VS Code replaces with a version that sends every request to the proxy in
 * its settings. A proxy cannot reach this machine's services; if it runs on EC2 itself, it would return its own role.
 */
function send(url: string, options: RequestOptions): ClientRequest {
  try {
    const address = urlToHttpOptions(new URL(url));
    return new ClientRequest({
      ...address,
      ...options,
      agent: address.protocol === 'https:' ? secureAgent : agent,
    });
  } catch (error) {
    // A header value or the URL is not valid.
    throw error instanceof Error ? unreachable(error, false) : error;
  }
}

function unreachable(error: NodeJS.ErrnoException, isConnected: boolean): Unreachable {
  return error instanceof Unreachable ? error : new Unreachable(error.code ?? error.name, isConnected);
}

/**
 * @see https://cloud.google.com/compute/docs/metadata/querying-metadata for the header of all answers
 * @see https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service for the service of Azure, which
 * names itself `IMDS`, or `Microsoft-IIS` in earlier versions
 */
function otherCloudOf({ headers }: IncomingMessage): OtherCloud | undefined {
  if (headers['metadata-flavor'] === 'Google') return 'Google Cloud';
  return /^(?:IMDS|Microsoft-IIS)\b/u.test(String(headers.server)) ? 'Microsoft Azure' : undefined;
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxSizes.metadataBytes) throw new Unreachable('EMSGSIZE', true);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The metadata service that is queried, and the profile that needs it. */
export interface MetadataSource {
  readonly profile: string;
  readonly service: MetadataService;
  readonly host: string;
}

/**
 * Parses the role's credentials with the expiration that the service returns. Unlike the SDKs, rejects expired
 * credentials instead of treating them as fresh.
 */
export function readRole(body: string, source: MetadataSource, now: number): Credentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = parseObject(body) ?? {};
  const expiration = readTime(Expiration);
  if (
    typeof AccessKeyId !== 'string' ||
    typeof SecretAccessKey !== 'string' ||
    typeof Token !== 'string' ||
    expiration === undefined ||
    badText(AccessKeyId) ||
    badText(Token)
  )
    throw new FailureError({ code: 'metadataBadAnswer', ...source });
  const { profile, service } = source;
  if (expiration <= now) throw new FailureError({ code: 'metadataExpired', profile, service });
  return new Credentials({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    expiration,
  });
}

/** Converts `Unreachable` to a failure of the catalog; returns other errors unchanged. */
export function metadataFailure(error: unknown, source: MetadataSource): unknown {
  if (!(error instanceof Unreachable)) return error;
  const { reason } = error;
  const failure: Failure = isNetworkCode(reason)
    ? { code: 'metadataUnreachable', ...source, reason }
    : connectionFailure(reason, source);
  return new FailureError(failure, { cause: error });
}
