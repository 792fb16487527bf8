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
import { type SsoDependencies, tokenLock } from './roleCredentials.ts';
import { isPending, isSlowDown, isTransient, ssoFailure } from './ssoFailure.ts';
import { readToken, type SsoToken, tokenPath, writeToken } from './ssoTokens.ts';

/** The user and their browser, as a sign-in needs them; implemented by `host/signInPrompts.ts`. */
export interface SignInPrompts {
  /** Whether the browser runs on another machine or cannot redirect to an address of this process. */
  readonly mustUseCode: () => boolean;
  /** Opens a page. Rejects with `Cancelled` if the user declines. */
  open(url: string): Promise<void>;
  /** Shows that a sign-in is in progress, with the code to compare. */
  show(shown: {
    readonly session: string;
    readonly userCode: string | undefined;
    readonly url: string;
  }): Indicator;
  /** Shows that this window waits for a sign-in in another window. */
  showWait(session: string): Indicator;
  /** The final page in the browser, as a complete HTML document. */
  page(isDone: boolean): string;
}

/** A progress indicator that is visible until `done` is called or the user cancels. */
interface Indicator {
  readonly cancelled: AbortSignal;
  done(): void;
}

export type SignInDependencies = SsoDependencies & { readonly signInPrompts: SignInPrompts };

/** A registered loopback address is valid with any port (RFC 8252, 7.3). */
const callbackPath = '/oauth/callback';
const redirectTimeoutMs = 10 * 60_000;
/** How much to extend the polling interval after a `slow_down` response (RFC 8628, 3.5). */
const slowDownMs = 5000;

/**
 * Signs the user in through their browser and stores the token where the CLI finds it. `profile` is empty when the user
 * signs in without using a profile. Across all windows, each session has one sign-in at a time: a window that waited
 * for another's sign-in uses its result. Rejects with `FailureError` or `Cancelled`.
 */
export async function signIn(
  profile: string,
  session: SsoSession,
  dependencies: SignInDependencies,
  signal: AbortSignal,
): Promise<void> {
  const path = tokenPath(dependencies.ssoCacheFolder, session);
  const before = (await readToken(path))?.accessToken;
  await oneAtATime(path, session, dependencies, signal, async () => {
    const now = await readToken(path);
    if (now && now.accessToken !== before && now.expiresAt > dependencies.now()) return;
    const prompts = dependencies.signInPrompts;
    const context = { center: await openIdentityCenter(session), profile, session, prompts, signal };
    // If this process cannot listen for the redirect, a device code still works.
    const server = prompts.mustUseCode() ? undefined : await listen();
    try {
      const { client, tokens } = await (server ? signInByLink(server, context) : signInByCode(context));
      const { accessToken, lifeMs, refreshToken } = tokens;
      const token: SsoToken = {
        accessToken,
        expiresAt: dependencies.now() + lifeMs,
        refresh: refreshToken === undefined ? undefined : { ...client, refreshToken },
      };
      await dependencies.withLock(tokenLock(path), signal, () => storeToken(path, session, token));
    } catch (error) {
      throw ssoFailure(error, profile, session, 'oidc');
    } finally {
      server?.close();
      server?.closeIdleConnections();
    }
  });
}

/**
 * Runs one sign-in per token file at a time across windows. A waiting window shows that, and the user may cancel the
 * wait.
 */
async function oneAtATime(
  path: string,
  session: SsoSession,
  { withLock, signInPrompts }: SignInDependencies,
  signal: AbortSignal,
  action: () => Promise<void>,
): Promise<void> {
  const leaving = new AbortController();
  let waiting: Indicator | undefined;
  const onWait = (): void => {
    if (waiting) return;
    waiting = signInPrompts.showWait(sessionLabel(session));
    waiting.cancelled.addEventListener('abort', () => leaving.abort());
  };
  const either = AbortSignal.any([signal, leaving.signal]);
  const onTurn = (): Promise<void> => {
    waiting?.done();
    return action();
  };
  try {
    await withLock(`sign in ${path}`, either, onTurn, onWait);
  } finally {
    waiting?.done();
  }
}

async function storeToken(path: string, session: SsoSession, token: SsoToken): Promise<void> {
  try {
    await writeToken(path, session, token);
  } catch (error) {
    const reason = writeTroubleOf(error);
    throw new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error });
  }
}

/** The context that both kinds of sign-in need. */
interface SignInContext {
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

/** Starts listening before the browser opens; undefined if that fails. */
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

/** Signs in with a redirect. Only this process can exchange the code for a token (PKCE, RFC 7636). */
async function signInByLink(server: Server, context: SignInContext): Promise<SignedIn> {
  const { center, session, prompts, signal } = context;
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
    const code = codeFrom(server, state, context, ended);
    await Promise.all([code, prompts.open(url)]);
    const grant = { by: 'code', code: await code, redirectUri, codeVerifier } as const;
    return { client, tokens: await center.createToken(client, grant, ended) };
  } finally {
    shown.done();
  }
}

/**
 * Waits for the authorization code from the browser. Requests with another state are not part of this sign-in and are
 * ignored.
 */
function codeFrom(
  server: Server,
  state: string,
  { profile, session, prompts }: SignInContext,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const label = sessionLabel(session);
    const giveUp = setTimeout(() => {
      reject(new FailureError({ code: 'signInTimedOut', profile, session: label }));
    }, redirectTimeoutMs);
    if (signal.aborted) reject(new Cancelled());
    signal.addEventListener('abort', () => reject(new Cancelled()));
    server.on('close', () => clearTimeout(giveUp));
    server.on('request', (request, response) => {
      const redirect = URL.parse(request.url ?? '', 'http://127.0.0.1');
      if (redirect?.pathname !== callbackPath || redirect.searchParams.get('state') !== state) {
        response.writeHead(404).end();
        return;
      }
      const code = redirect.searchParams.get('code');
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' });
      response.end(prompts.page(code !== null));
      if (code === null) reject(new FailureError({ code: 'signInDenied', profile, session: label }));
      else resolve(code);
    });
  });
}

/**
 * Signs in with a device code. The browser may be on any machine: the user compares the code, and this process polls
 * until they approve (RFC 8628).
 */
async function signInByCode({ center, profile, session, prompts, signal }: SignInContext): Promise<SignedIn> {
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
        if (isSlowDown(error)) intervalMs += slowDownMs;
        else if (isTransient(error, session)) intervalMs += device.intervalMs;
        else throw error;
      }
    }
    throw new FailureError({ code: 'signInTimedOut', profile, session: sessionLabel(session) });
  } finally {
    shown.done();
  }
}
