import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { FailureError } from '../../base/failure.ts';
import { type SigninEndpoint, signinUrl } from '../../plan/endpoints/signinEndpoint.ts';
import type { CodeTrouble, SignInPrompts } from '../browser/browserPrompts.ts';
import { type BrowserSignIn, oneAtATime, signInByLink, waitForUser } from '../browser/browserSignIn.ts';
import { listenForBrowser, type Loopback } from '../browser/loopback.ts';
import { awsLimits } from '../sdk/awsLimits.ts';
import { newDpopKey, readDpopKey } from '../sdk/dpop.ts';
import { openSignin } from '../sdk/open.ts';
import { notFromAws } from '../sdk/requestHandler.ts';
import type { IssuedLogin, LoginGrant } from '../sdk/signin.ts';
import { loginFailure } from './loginFailure.ts';
import type { LoginDependencies, Logins } from './logins.ts';
import { claimsOf, newLogin } from './loginTokens.ts';

/** What a sign-in with the AWS console needs. */
export interface ConsoleSignInRequest {
  /** The name of the profile, for texts. */
  readonly label: string;
  readonly signin: SigninEndpoint;
  /** Sees the ARN of the identity before anything is stored, and may reject. */
  readonly accept: (session: string) => Promise<void>;
}

export type ConsoleSignInDependencies = Pick<LoginDependencies, 'withLock' | 'log' | 'now' | 'limits'> & {
  readonly logins: Logins;
  readonly signInPrompts: SignInPrompts;
};

/**
 * Signs the user in to the AWS console in their browser, and stores the token where the CLI finds it. Resolves to the
 * ARN of the identity, which is the `login_session`. Rejects with `FailureError` or `Cancelled`.
 */
export async function signInWithConsole(
  { label, signin, accept }: ConsoleSignInRequest,
  { logins, signInPrompts: prompts, log, now, limits = awsLimits }: ConsoleSignInDependencies,
  signal: AbortSignal,
): Promise<string> {
  const { signInMs } = limits;
  const dpopKey = newDpopKey();
  const redeem = async (grant: LoginGrant, until: AbortSignal): Promise<Redeemed> => {
    const askedAt = now();
    try {
      const client = await openSignin(signin, readDpopKey(dpopKey)!, limits);
      const issued = await client.createToken(grant, until);
      return { issued, askedAt, session: identityIn(issued), clientId: grant.clientId };
    } catch (error) {
      throw loginFailure(error, label, signin, 'code');
    }
  };
  const labels = { label: labelOf(label, prompts), failureLabel: prompts.consoleLabel?.() };
  const browser = { profile: label, ...labels, prompts, signal, signInMs };
  const { issued, askedAt, session, clientId } = await signInInBrowser(browser, signinUrl(signin), redeem);
  await accept(session);
  const token = newLogin(session, issued, { clientId, dpopKey, signInRegion: signin.region }, askedAt);
  await logins.store(session, token, signal);
  log.info(`Signed in as ${session}`);
  return session;
}

/**
 * The same for the identity of a profile. Across all windows, each identity has one sign-in at a time: a window that
 * waited for another's sign-in uses its result.
 */
export async function signInAgain(
  {
    profile,
    session,
    signin,
  }: { readonly profile: string; readonly session: string; readonly signin: SigninEndpoint },
  dependencies: ConsoleSignInDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { logins, now, signInPrompts } = dependencies;
  const before = (await logins.read(session))?.keys.accessKeyId;
  const label = labelOf(profile, signInPrompts);
  await oneAtATime(logins.pathOf(session), label, dependencies, signal, async () => {
    const token = await logins.read(session);
    if (token && token.keys.accessKeyId !== before && token.expiresAt > now()) return;
    const accept = async (got: string): Promise<void> => {
      if (got === session) return;
      throw new FailureError({ code: 'loginOtherIdentity', profile, expected: session, got });
    };
    await signInWithConsole({ label: profile, signin, accept }, dependencies, signal);
  });
}

/** What the sign-in of a profile is called in texts. */
export function labelOf(profile: string, { consoleLabel }: Pick<SignInPrompts, 'consoleLabel'>): string {
  return consoleLabel?.(profile) ?? profile;
}

interface Redeemed {
  readonly issued: IssuedLogin;
  /** In milliseconds since the epoch. */
  readonly askedAt: number;
  readonly session: string;
  readonly clientId: string;
}

type Redeem = (grant: LoginGrant, signal: AbortSignal) => Promise<Redeemed>;

/** The kinds of sign-ins of the CLI: the browser can redirect to this machine, or the user pastes a code. */
const clientIds = {
  sameDevice: 'arn:aws:signin:::devtools/same-device',
  crossDevice: 'arn:aws:signin:::devtools/cross-device',
} as const;

async function signInInBrowser(browser: BrowserSignIn, url: string, redeem: Redeem): Promise<Redeemed> {
  // If this process cannot listen for the redirect, a code to paste still works.
  const loopback = browser.prompts.mustUseCode() ? undefined : await listenForBrowser();
  if (!loopback) return signInByCode(browser, url, redeem);
  try {
    return (
      (await signInWithRedirect(loopback, browser, url, redeem)) ?? (await signInByCode(browser, url, redeem))
    );
  } finally {
    loopback.close();
  }
}

/** Undefined if the user would rather paste a code. */
function signInWithRedirect(
  loopback: Loopback,
  browser: BrowserSignIn,
  url: string,
  redeem: Redeem,
): Promise<Redeemed | undefined> {
  const page = newPage(url, clientIds.sameDevice, loopback.redirectUri);
  return signInByLink(browser, loopback, page, (code, ended) =>
    redeem({ by: 'code', code, ...page.grant }, ended),
  );
}

/**
 * The browser may be on any machine: its last page shows the code, which the user pastes. If AWS refuses the code, the
 * user is asked again: it may be incomplete, and the same page can show a new one.
 */
async function signInByCode(browser: BrowserSignIn, url: string, redeem: Redeem): Promise<Redeemed> {
  const { prompts, label, signal } = browser;
  const page = newPage(url, clientIds.crossDevice, `${url}/v1/sessions/confirmation`);
  const check = (text: string): CodeTrouble | undefined => {
    const { state, code } = pastedCode(text);
    if (code === undefined) return 'malformed';
    return state === page.state ? undefined : 'otherSignIn';
  };
  for (let isRefused = false; ; isRefused = true) {
    const text = await waitForUser(browser, async (until) => {
      if (!isRefused) await prompts.open(page.url);
      return prompts.askCode({ session: label, url: page.url, check, isRefused }, until);
    });
    try {
      return await redeem({ by: 'code', code: pastedCode(text).code ?? '', ...page.grant }, signal);
    } catch (error) {
      if (!isRefusedCode(error)) throw error;
    }
  }
}

function isRefusedCode(error: unknown): boolean {
  if (!(error instanceof FailureError)) return false;
  const { failure } = error;
  return (
    failure.code === 'loginCodeExpired' ||
    (failure.code === 'refusedRequest' && failure.awsCode === 'ValidationException')
  );
}

interface AuthorizePage {
  readonly url: string;
  readonly state: string;
  readonly grant: { readonly clientId: string; readonly codeVerifier: string; readonly redirectUri: string };
}

/** The page on which the user signs in. Only this process can exchange its code for a token (PKCE, RFC 7636). */
function newPage(url: string, clientId: string, redirectUri: string): AuthorizePage {
  const codeVerifier = randomBytes(48).toString('base64url');
  const state = randomUUID();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    state,
    // AWS's name for S256.
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  });
  return {
    url: `${url}/v1/authorize?${query.toString()}`,
    state,
    grant: { clientId, codeVerifier, redirectUri },
  };
}

/** The page shows `state=…&code=…` as Base64. Spaces, line breaks, and quotes in it do not matter. */
function pastedCode(text: string): { readonly state?: string; readonly code?: string } {
  const shown = Buffer.from(text, 'base64').toString().trim();
  const pasted = new URLSearchParams(shown);
  const [code, ...more] = pasted.getAll('code');
  const state = pasted.get('state');
  // A text that was pasted twice has a second code, or bytes that are no text.
  return state && code && more.length === 0 && /^[\x21-\x7E]+$/u.test(shown) ? { state, code } : {};
}

function identityIn({ idToken = '' }: IssuedLogin): string {
  const { sub } = claimsOf(idToken);
  if (typeof sub !== 'string' || !identityArn.test(sub)) throw notFromAws(200);
  return sub;
}

/** It becomes a line of the config file. Names in IAM consist of printable ASCII characters. */
const identityArn = /^arn:[\w-]+:(?:iam|sts)::\d{12}:[\x21-\x7E]+$/u;
