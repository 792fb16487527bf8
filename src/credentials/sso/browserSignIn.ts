import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { TimedOut, withDeadline } from '../../base/deadline.ts';
import { FailureError } from '../../base/failure.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { DeviceCode, IdentityCenter, SsoClient, SsoTokens } from '../sdk/identityCenter.ts';
import { isPending, isSlowDown, isTransient } from './ssoFailure.ts';

/** The user and their browser, as a sign-in needs them; implemented by `host/signInPrompts.ts`. */
export interface SignInPrompts {
  /** Asks before a sign-in that an AI agent needs. Rejects with `Cancelled` if the user declines. */
  allow(request: AgentSignIn): Promise<void>;
  /** Whether the browser runs on another machine or cannot redirect to an address of this process. */
  readonly mustUseCode: () => boolean;
  /** Opens a page. Rejects with `Cancelled` if the user declines. */
  open(url: string): Promise<void>;
  /** Shows that a sign-in is in progress, with the code to compare. Without one, the user can ask for one. */
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

/** Texts for the user. `agent` and `terminal`: as in `Requester`. */
export interface AgentSignIn {
  readonly session: string;
  readonly profile: string;
  readonly agent: string;
  readonly terminal: string | undefined;
}

/** A progress indicator that is visible until `done` is called or the user cancels. */
export interface Indicator {
  readonly cancelled: AbortSignal;
  /** Aborts when the user would rather use a code. */
  readonly useCode?: AbortSignal;
  done(): void;
}

/** A registered loopback address is valid with any port (RFC 8252, 7.3). */
const callbackPath = '/oauth/callback';
/** How much to extend the polling interval after a `slow_down` response (RFC 8628, 3.5). */
const slowDownMs = 5000;
/** Longer than any that IAM Identity Center requests. */
const maxIntervalMs = 60_000;
/** How long the browser may take to load the final page. Milliseconds. */
const closeAfterMs = 1000;

/** What a sign-in needs. */
export interface SignInContext {
  readonly center: IdentityCenter;
  readonly profile: string;
  readonly session: SsoSession;
  readonly prompts: SignInPrompts;
  readonly signal: AbortSignal;
  /** How long the user may take, in milliseconds. */
  readonly signInMs: number;
}

export interface SignedIn {
  readonly client: SsoClient;
  readonly tokens: SsoTokens;
}

/**
 * Signs the user in through their browser, in one of two ways. Rejects with what the SDK throws, with `FailureError`,
 * or with `Cancelled`.
 */
export async function signInInBrowser(context: SignInContext): Promise<SignedIn> {
  // If this process cannot listen for the redirect, a device code still works.
  const server = context.prompts.mustUseCode() ? undefined : await listen();
  if (!server) return signInByCode(context);
  try {
    return (await signInByLink(server, context)) ?? (await signInByCode(context));
  } finally {
    server.close();
    // The browser keeps its connections open, and has received the final page by then.
    setTimeout(() => server.closeAllConnections(), closeAfterMs).unref();
  }
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

/**
 * Signs in with a redirect. Only this process can exchange the code for a token (PKCE, RFC 7636). Undefined if the user
 * would rather use a device code.
 */
async function signInByLink(server: Server, context: SignInContext): Promise<SignedIn | undefined> {
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
    const ended = AbortSignal.any([signal, shown.cancelled, ...(shown.useCode ? [shown.useCode] : [])]);
    const code = await waitForUser(context, context.signInMs, ended, async () => {
      const coming = codeFrom(server, state, context);
      // VS Code may still ask whether to open the page when the user comes back from it.
      await Promise.race([coming, prompts.open(url)]);
      return coming;
    });
    const grant = { by: 'code', code, redirectUri, codeVerifier } as const;
    return { client, tokens: await center.createToken(client, grant, ended) };
  } catch (error) {
    if (shown.useCode?.aborted && !signal.aborted && !shown.cancelled.aborted) return undefined;
    throw error;
  } finally {
    shown.done();
  }
}

/** Waits for the user in their browser. Rejects with the failure `signInTimedOut` if they take too long. */
async function waitForUser<T>(
  { profile, session }: SignInContext,
  ms: number,
  ended: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withDeadline(ms, ended, work).catch((error: unknown) => {
    if (!(error instanceof TimedOut)) throw error;
    throw new FailureError({ code: 'signInTimedOut', profile, session: sessionLabel(session) });
  });
}

/**
 * Waits for the authorization code from the browser. Requests with another state are not part of this sign-in and are
 * ignored.
 */
function codeFrom(
  server: Server,
  state: string,
  { profile, session, prompts }: SignInContext,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const label = sessionLabel(session);
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
async function signInByCode(context: SignInContext): Promise<SignedIn> {
  const { center, session, prompts, signal, signInMs } = context;
  const client = await center.registerClient(undefined, signal);
  const device = await center.startDevice(client, signal);
  const { userCode, verificationUriComplete: url } = device;
  const ms = Math.min(device.lifeMs, signInMs);
  const shown = prompts.show({ session: sessionLabel(session), userCode, url });
  try {
    const ended = AbortSignal.any([signal, shown.cancelled]);
    return await waitForUser(context, ms, ended, async (until) => {
      await prompts.open(url);
      return { client, tokens: await pollForTokens(context, client, device, until) };
    });
  } finally {
    shown.done();
  }
}

/** Asks for the tokens until the user has approved the code. */
async function pollForTokens(
  { center, session }: SignInContext,
  client: SsoClient,
  { deviceCode, intervalMs: firstMs }: DeviceCode,
  signal: AbortSignal,
): Promise<SsoTokens> {
  for (let intervalMs = firstMs; ;) {
    await sleep(Math.min(intervalMs, maxIntervalMs), undefined, { signal });
    try {
      return await center.createToken(client, { by: 'device', deviceCode }, signal);
    } catch (error) {
      if (isPending(error)) continue;
      if (isSlowDown(error)) intervalMs += slowDownMs;
      else if (isTransient(error, session)) intervalMs += firstMs;
      else throw error;
    }
  }
}
