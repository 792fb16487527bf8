import { escapeHtml, htmlPage } from '../http/htmlPage.ts';
import type { Answer, Exchange, Reply, Service, ServiceRequest } from '../http/service.ts';
import { Refusal } from '../sts/refusals.ts';
import { isOwnUrl, type SigninAddress, signinAddress } from './signinAddress.ts';
import { SigninRefusal } from './signinRefusals.ts';
import { type ClientKind, clientKind, type SignIns } from './signIns.ts';

export const confirmationPath = '/v1/sessions/confirmation';

type Page = (request: ServiceRequest, address: SigninAddress) => Reply;

/**
 * The pages that ask whether a command line tool may sign in with the identity of the browser.
 *
 * @see https://docs.aws.amazon.com/signin/latest/APIReference/API_dataplane-signin_AuthorizeOAuth2Access.html
 */
export function createAuthorizePages(signIns: SignIns, signedIn: () => string): Service {
  const pages: Readonly<Record<string, Page>> = {
    'GET /v1/authorize': (request, address) => ask(request, address, signedIn()),
    'POST /v1/authorize': (request, address) => answer(signIns, request, address, signedIn()),
    [`GET ${confirmationPath}`]: confirm,
  };
  return {
    open: (request) => {
      const address = signinAddress(request);
      const page = pages[`${request.method} ${address.path}`];
      return page && exchange(page, request, address);
    },
  };
}

function exchange(page: Page, request: ServiceRequest, address: SigninAddress): Exchange {
  return {
    action: `page:${address.path}`,
    parameters: address.region === undefined ? {} : { region: address.region },
    accessKeyId: undefined,
    answer: async () => {
      try {
        const reply = page(request, address);
        return { reply, outcome: reply.status < 400 ? 'OK' : `${reply.status}` };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        throw error;
      }
    },
    refuse,
  };
}

function refuse(refusal: Refusal): Answer {
  const reply = signinPage(refusal.status, `<p>${escapeHtml(refusal.message)}</p>`);
  return { reply, outcome: refusal instanceof SigninRefusal ? refusal.error : refusal.code };
}

type Link = {
  readonly client: ClientKind;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
};

/** The parts of a link, or what is wrong with it. */
function readLink(query: URLSearchParams, address: SigninAddress): Link | string {
  const value = (name: string): string => (query.getAll(name).length === 1 ? (query.get(name) ?? '') : '');
  const client = clientKind(value('client_id'));
  if (!client) return 'The client is not known.';
  if (value('response_type') !== 'code') return 'The response type is not supported.';
  if (value('scope') !== 'openid') return 'The scope is not supported.';
  const redirectUri = value('redirect_uri');
  const isFitting =
    client === 'same-device' ? isLoopback(redirectUri) : isOwnUrl(redirectUri, address, confirmationPath);
  if (!isFitting) return 'The redirect URI is not one of this client.';
  if (value('code_challenge_method') !== 'SHA-256') return 'The code challenge method is not supported.';
  const challenge = value('code_challenge');
  if (!/^[\w-]{43}$/u.test(challenge)) return 'The code challenge is not valid.';
  const state = value('state');
  return state === '' ? 'The state is missing.' : { client, redirectUri, state, challenge };
}

/** RFC 8252, section 7.3: any port of the loopback address. */
function isLoopback(uri: string): boolean {
  return /^http:\/\/127\.0\.0\.1:\d{1,5}\/oauth\/callback$/u.test(uri);
}

function ask({ query }: ServiceRequest, address: SigninAddress, arn: string): Reply {
  const link = readLink(query, address);
  if (typeof link === 'string') return signinPage(400, `<p>${link}</p>`);
  const where = link.client === 'same-device' ? 'A program on this machine' : 'A program on another device';
  return signinPage(
    200,
    `<h1>Continue with an active session?</h1><p>${where} asks for access to AWS as
<strong id="identity">${escapeHtml(arn)}</strong>.</p>
<form method="post" action="authorize?${escapeHtml(query.toString())}">
<button name="answer" value="deny">Deny access</button>
<button name="answer" value="allow">Allow access</button></form>`,
  );
}

function answer(
  signIns: SignIns,
  { query, body }: ServiceRequest,
  address: SigninAddress,
  arn: string,
): Reply {
  const link = readLink(query, address);
  if (typeof link === 'string') return signinPage(400, `<p>${link}</p>`);
  const back = new URL(link.redirectUri);
  back.searchParams.set('state', link.state);
  if (new URLSearchParams(body).get('answer') === 'allow') {
    back.searchParams.set('code', signIns.authorize(arn, { ...link, region: address.region }));
  } else {
    back.searchParams.set('error', 'access_denied');
  }
  return { status: 302, headers: { Location: back.href }, body: '' };
}

/** What the user copies to the device where the program runs. */
function confirm({ query }: ServiceRequest): Reply {
  const [state, code] = [query.get('state'), query.get('code')];
  if (query.has('error')) return signinPage(200, '<h1>Request denied</h1><p>You can close this window.</p>');
  if (state === null || code === null) return signinPage(400, '<p>The code is missing.</p>');
  const text = Buffer.from(`state=${state}&code=${code}`).toString('base64');
  return signinPage(
    200,
    `<h1>Your authorization code</h1><p>Enter it in the program that asks for it:</p><code>${text}</code>`,
  );
}

function signinPage(status: number, content: string): Reply {
  return htmlPage(status, 'AWS Sign-In', content);
}
