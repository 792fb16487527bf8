import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, FailureError } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { IdentityCenter, SsoClient, SsoTokens } from '../sdk/identityCenter.ts';
import { openIdentityCenter } from '../sdk/open.ts';
import { lockOfToken, type SsoDependencies } from './roleCredentials.ts';
import { isPending, isSlowDown, mayPass, ssoFailure } from './ssoFailure.ts';
import { readToken, type SsoToken, tokenPath, writeToken } from './ssoTokens.ts';

/** A person and their browser, as a sign-in needs them; served by `host/signInPrompts.ts`. */
export interface SignInPrompts {
  /** Whether the browser runs on another machine, or nobody can come back from it to an address here. */
  readonly mustUseCode: () => boolean;
  /** Opens a page. Rejects with `Cancelled` where the person does not want that. */
  open(url: string): Promise<void>;
  /** Shows that a sign-in is under way, and the code to compare. */
  show(shown: {
    readonly session: string;
    readonly userCode: string | undefined;
    readonly url: string;
  }): Shown;
  /** Shows that another window has a sign-in under way, which this one waits for. */
  showWait(session: string): Shown;
  /** What the browser shows in the end, as a whole page of HTML. */
  page(isDone: boolean): string;
}

/** What a person sees until it is done, unless they call it off. */
interface Shown {
  readonly cancelled: AbortSignal;
  done(): void;
}

export type SignInDependencies = SsoDependencies & { readonly signInPrompts: SignInPrompts };

/** As registered: a loopback address is good with any port (RFC 8252, 7.3). */
const callbackPath = '/oauth/callback';
const patienceMs = 10 * 60_000;
/** So much longer it is between two questions about a device code from when we are told to slow down (RFC 8628, 3.5). */
const slowerByMs = 5000;

/**
 * Signs a person in, for a profile or (empty) for its own sake, in their browser, and keeps the token where the CLI finds
 * it. One at a time for each session, in all windows: who waits for another's sign-in finds it done. Rejects with
 * `FailureError` or `Cancelled`.
 */
export async function signIn(
  profile: string,
  session: SsoSession,
  dependencies: SignInDependencies,
  signal: AbortSignal,
): Promise<void> {
  const path = tokenPath(dependencies.ssoCacheFolder, session);
  const before = (await readToken(path))?.accessToken;
  await inTurn(path, session, dependencies, signal, async () => {
    const now = await readToken(path);
    if (now && now.accessToken !== before && now.expiresAt > dependencies.now()) return;
    const prompts = dependencies.signInPrompts;
    const way = { center: await openIdentityCenter(session), profile, session, prompts, signal };
    // Where this process has no address to come back to, there is still the code.
    const server = prompts.mustUseCode() ? undefined : await listen();
    try {
      const { client, tokens } = await (server ? signInByLink(server, way) : signInByCode(way));
      const { accessToken, lifeMs, refreshToken } = tokens;
      const token: SsoToken = {
        accessToken,
        expiresAt: dependencies.now() + lifeMs,
        refresh: refreshToken === undefined ? undefined : { ...client, refreshToken },
      };
      await dependencies.alone(lockOfToken(path), signal, () => keep(path, session, token));
    } catch (error) {
      throw ssoFailure(error, profile, session, 'oidc');
    } finally {
      server?.close();
      server?.closeIdleConnections();
    }
  });
}

/** Lets one window at a time have a sign-in of this name; who waits for another sees that, and may leave. */
async function inTurn(
  path: string,
  session: SsoSession,
  { alone, signInPrompts }: SignInDependencies,
  signal: AbortSignal,
  action: () => Promise<void>,
): Promise<void> {
  const leaving = new AbortController();
  let waiting: Shown | undefined;
  const onWait = (): void => {
    if (waiting) return;
    waiting = signInPrompts.showWait(sessionLabel(session));
    waiting.cancelled.addEventListener('abort', () => leaving.abort());
  };
  const either = AbortSignal.any([signal, leaving.signal]);
  const atTurn = (): Promise<void> => {
    waiting?.done();
    return action();
  };
  try {
    await alone(`sign in ${path}`, either, atTurn, onWait);
  } finally {
    waiting?.done();
  }
}

async function keep(path: string, session: SsoSession, token: SsoToken): Promise<void> {
  try {
    await writeToken(path, session, token);
  } catch (error) {
    const reason = writeTroubleOf(error);
    throw new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error });
  }
}

/** What both ways of signing in go by. */
interface Way {
  readonly center: IdentityCenter;
  readonly profile: string;
  readonly session: SsoSession;
  readonly prompts: SignInPrompts;
  readonly signal: AbortSignal;
}

interface SignedIn {
  readonly client: SsoClient;
  readonly tokens: SsoTokens;
}

/** It listens before the browser can ask; undefined where it cannot. */
async function listen(): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/** The browser comes back by itself, with a code that only this process can turn into a token (RFC 7636). */
async function signInByLink(server: Server, way: Way): Promise<SignedIn> {
  const { center, session, prompts, signal } = way;
  const client = await center.registerClient(`http://127.0.0.1${callbackPath}`, signal);
  const codeVerifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const { port } = server.address() as { readonly port: number };
  const redirectUri = `http://127.0.0.1:${port}${callbackPath}`;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: 'S256',
    scopes: session.scopes.join(' '),
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  });
  const url = `${center.authorizeUrl}?${query.toString()}`;
  const shown = prompts.show({ session: sessionLabel(session), userCode: undefined, url });
  try {
    const ended = AbortSignal.any([signal, shown.cancelled]);
    const code = codeFrom(server, state, way, ended);
    await Promise.all([code, prompts.open(url)]);
    const grant = { by: 'code', code: await code, redirectUri, codeVerifier } as const;
    return { client, tokens: await center.createToken(client, grant, ended) };
  } finally {
    shown.done();
  }
}

/** What the browser brings back. What comes with another state is not ours, and is not listened to. */
function codeFrom(
  server: Server,
  state: string,
  { profile, session, prompts }: Way,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const label = sessionLabel(session);
    const giveUp = setTimeout(() => {
      reject(new FailureError({ code: 'signInTimedOut', profile, session: label }));
    }, patienceMs);
    if (signal.aborted) reject(new Cancelled());
    signal.addEventListener('abort', () => reject(new Cancelled()));
    server.on('close', () => clearTimeout(giveUp));
    server.on('request', (request, response) => {
      const asked = URL.parse(request.url ?? '', 'http://127.0.0.1');
      if (asked?.pathname !== callbackPath || asked.searchParams.get('state') !== state) {
        response.writeHead(404).end();
        return;
      }
      const code = asked.searchParams.get('code');
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' });
      response.end(prompts.page(code !== null));
      if (code === null) reject(new FailureError({ code: 'signInDenied', profile, session: label }));
      else resolve(code);
    });
  });
}

/** The browser may be anywhere: the person compares a code, and this process asks until they have said yes (RFC 8628). */
async function signInByCode({ center, profile, session, prompts, signal }: Way): Promise<SignedIn> {
  const client = await center.registerClient(undefined, signal);
  const device = await center.startDevice(client, signal);
  const { userCode, verificationUriComplete: url, deviceCode } = device;
  const end = performance.now() + device.lifeMs;
  const shown = prompts.show({ session: sessionLabel(session), userCode, url });
  try {
    const ended = AbortSignal.any([signal, shown.cancelled]);
    await prompts.open(url);
    for (let intervalMs = device.intervalMs; performance.now() < end;) {
      await sleep(intervalMs, undefined, { signal: ended }).catch(() => {
        throw new Cancelled();
      });
      try {
        const tokens = await center.createToken(client, { by: 'device', deviceCode }, ended);
        return { client, tokens };
      } catch (error) {
        if (isPending(error)) continue;
        if (isSlowDown(error)) intervalMs += slowerByMs;
        else if (mayPass(error, session)) intervalMs += device.intervalMs;
        else throw error;
      }
    }
    throw new FailureError({ code: 'signInTimedOut', profile, session: sessionLabel(session) });
  } finally {
    shown.done();
  }
}
