import { Agent, ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlToHttpOptions } from 'node:url';
import { Cancelled, FailureError } from '../../base/failure.ts';
import type { MetadataService } from '../../base/sourceFailure.ts';
import { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { readTime } from '../time.ts';

export interface MetadataAnswer {
  readonly status: number;
  readonly body: string;
}

/** Nobody is there, or nobody answers in time. The SDK's own providers wait for ever for some of these. */
export class Unreachable extends Error {
  /** The system's error code. */
  readonly reason: string;
  /** Whether there was a connection: then it is the answer that is missing. */
  readonly isConnected: boolean;

  constructor(reason: string, isConnected: boolean) {
    super(reason);
    this.reason = reason;
    this.isConnected = isConnected;
  }
}

export interface Deadline {
  /** For the whole of the answer; a connection must be there within a second, for off the cloud there is none. */
  readonly answerMs: number;
}

const connectMs = 1000;
const mostBytes = 64 * 1024;
const attempts = 3;
const pauseMs = 300;

/** Asks a metadata service. Throttling, a broken connection and errors of the service are tried again. */
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
  { answerMs }: Deadline,
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  if (signal.aborted) throwCancelled();
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let late: Unreachable | undefined;
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(signal.aborted ? new Cancelled() : (late ?? unreachable(error, isConnected)));
    const asked = send(url, { ...options, signal });
    const giveUp = (): void => {
      late = new Unreachable('ETIMEDOUT', isConnected);
      asked.destroy(late);
    };
    const connecting = setTimeout(() => isConnected || giveUp(), connectMs);
    const answering = setTimeout(giveUp, answerMs);
    asked.on('socket', (socket) => {
      // One that was kept from the request before tells of no connection again.
      isConnected = !socket.connecting;
      socket.once('connect', () => (isConnected = true));
    });
    asked.on('response', (response) => {
      readBody(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), fail);
    });
    asked.on('error', fail);
    asked.on('close', () => {
      clearTimeout(connecting);
      clearTimeout(answering);
    });
    asked.end();
  });
}

/** These know of no proxy, whatever the environment says. */
const agent = new Agent({ keepAlive: true });
const secureAgent = new SecureAgent({ keepAlive: true });

/**
 * `http.request`, but for what VS Code has put in its place, which takes every request to the proxy of its settings. A
 * proxy does not reach this machine's services; and where it runs on EC2 itself, it would bring its own role.
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
    // A token that can be no header.
    throw error instanceof Error ? unreachable(error, false) : error;
  }
}

function unreachable(error: NodeJS.ErrnoException, isConnected: boolean): Unreachable {
  return error instanceof Unreachable ? error : new Unreachable(error.code ?? error.name, isConnected);
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Unreachable('EMSGSIZE', true);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Who is asked, and for whom. */
export interface Asked {
  readonly profile: string;
  readonly service: MetadataService;
  readonly host: string;
}

/** The role's credentials, with the end that the service names. The SDKs hand out old ones as fresh; here nobody does. */
export function readRole(body: string, asked: Asked, now: number): Credentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = parseObject(body) ?? {};
  const expiration = readTime(Expiration);
  if (
    typeof AccessKeyId !== 'string' ||
    typeof SecretAccessKey !== 'string' ||
    typeof Token !== 'string' ||
    expiration === undefined
  )
    throw new FailureError({ code: 'metadataBadAnswer', ...asked });
  const { profile, service } = asked;
  if (expiration <= now) throw new FailureError({ code: 'metadataExpired', profile, service });
  return new Credentials({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    expiration,
  });
}

/** What cannot be had, in the terms of the catalogue. */
export function metadataFailure(error: unknown, asked: Asked): unknown {
  if (!(error instanceof Unreachable)) return error;
  return new FailureError({ code: 'metadataUnreachable', ...asked, reason: error.reason }, { cause: error });
}
