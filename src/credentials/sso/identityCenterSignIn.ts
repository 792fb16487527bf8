import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SsoSession } from '../../plan/plan.ts';
import { type BrowserSignIn, signInByLink, waitForUser } from '../browser/browserSignIn.ts';
import { callbackPath, listenForBrowser, type Loopback } from '../browser/loopback.ts';
import type { DeviceCode, IdentityCenter, SsoClient, SsoTokens } from '../sdk/identityCenter.ts';
import { isPending, isSlowDown, isTransient } from './ssoFailure.ts';

/** How much to extend the polling interval after a `slow_down` response (RFC 8628, 3.5). */
const slowDownMs = 5000;
/** Longer than any that IAM Identity Center requests. */
const maxIntervalMs = 60_000;

/** What a sign-in needs. */
export interface SignInContext extends BrowserSignIn {
  readonly center: IdentityCenter;
  readonly session: SsoSession;
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
  const loopback = context.prompts.mustUseCode() ? undefined : await listenForBrowser();
  if (!loopback) return signInByCode(context);
  try {
    return (await signInWithRedirect(loopback, context)) ?? (await signInByCode(context));
  } finally {
    loopback.close();
  }
}

/**
 * Signs in with a redirect. Only this process can exchange the code for a token (PKCE, RFC 7636). Undefined if the user
 * would rather use a device code.
 */
async function signInWithRedirect(loopback: Loopback, context: SignInContext): Promise<SignedIn | undefined> {
  const { center, session, signal } = context;
  const client = await center.registerClient(`http://127.0.0.1${callbackPath}`, signal);
  const codeVerifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const { redirectUri } = loopback;
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
  return signInByLink(context, loopback, { url, state }, async (code, ended) => {
    const grant = { by: 'code', code, redirectUri, codeVerifier } as const;
    return { client, tokens: await center.createToken(client, grant, ended) };
  });
}

/**
 * Signs in with a device code. The browser may be on any machine: the user compares the code, and this process polls
 * until they approve (RFC 8628).
 */
async function signInByCode(context: SignInContext): Promise<SignedIn> {
  const { center, label, prompts, signal } = context;
  const client = await center.registerClient(undefined, signal);
  const device = await center.startDevice(client, signal);
  const { userCode, verificationUriComplete: url } = device;
  const signInMs = Math.min(device.lifeMs, context.signInMs);
  const shown = prompts.show({ session: label, userCode, url });
  try {
    const ended = AbortSignal.any([signal, shown.cancelled]);
    return await waitForUser({ ...context, signInMs, signal: ended }, async (until) => {
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
