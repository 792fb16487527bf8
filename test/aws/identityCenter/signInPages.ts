import { escapeHtml, htmlPage } from '../http/htmlPage.ts';
import type { Reply, Service, ServiceRequest } from '../http/service.ts';
import type { Person } from './directory.ts';
import type { Grants } from './grants.ts';

/** The pages that ask whether a program may have access, for an authorization link or a device code. */
export function createSignInPages(grants: Grants, signedIn: () => Person): Service {
  const pages: Readonly<Record<string, (request: ServiceRequest) => Reply>> = {
    'GET /authorize': (request) => askForLink(grants, request),
    'POST /authorize': (request) => answerLink(grants, request, signedIn()),
    'GET /device': (request) => askForDevice(grants, request),
    'POST /device': (request) => answerDevice(grants, request, signedIn()),
  };
  return {
    open: (request) => {
      const page = pages[`${request.method} ${request.path}`];
      return (
        page && {
          action: `page:${request.path}`,
          parameters: {},
          accessKeyId: undefined,
          answer: async () => ({ reply: page(request), outcome: 'OK' }),
          refuse: (refusal) => ({
            reply: html(refusal.status, `<p>${escapeHtml(refusal.message)}</p>`),
            outcome: refusal.code,
          }),
        }
      );
    },
  };
}

/** The error that the real page shows for an invalid link. Undefined if the link is valid. */
function linkError(grants: Grants, query: URLSearchParams): string | undefined {
  const client = grants.publicClient(query.get('client_id') ?? '');
  if (!client) return 'The client is not known.';
  const redirect = URL.parse(query.get('redirect_uri') ?? '');
  // RFC 8252, section 7.3: a loopback redirect may use any port.
  if (
    !redirect ||
    !client.redirectUris.includes(`http://127.0.0.1${redirect.pathname}`) ||
    redirect.hostname !== '127.0.0.1'
  )
    return 'The redirect URI is not the registered one.';
  if (query.get('response_type') !== 'code') return 'The response type is not supported.';
  if (query.get('code_challenge_method') !== 'S256') return 'The code challenge method is not supported.';
  if (!/^[\w-]{43}$/u.test(query.get('code_challenge') ?? '')) return 'The code challenge is not valid.';
  if (!query.get('state')) return 'The state is missing.';
  if (!(query.get('scopes') ?? '').split(' ').every((scope) => client.scopes.includes(scope)))
    return 'A scope was not registered.';
  return undefined;
}

function askForLink(grants: Grants, { query }: ServiceRequest): Reply {
  const wrong = linkError(grants, query);
  if (wrong) return html(400, `<p>${wrong}</p>`);
  return question(
    `authorize?${query.toString()}`,
    'A program on this machine asks for access to your AWS accounts.',
  );
}

function answerLink(grants: Grants, { query, body }: ServiceRequest, person: Person): Reply {
  const client = grants.publicClient(query.get('client_id') ?? '');
  if (!client || linkError(grants, query)) return html(400, '<p>The link is not valid.</p>');
  const redirectUri = query.get('redirect_uri') ?? '';
  const back = new URL(redirectUri);
  back.searchParams.set('state', query.get('state') ?? '');
  if (isAllowed(body)) {
    const code = grants.authorize(client, redirectUri, query.get('code_challenge') ?? '', person);
    back.searchParams.set('code', code);
  } else {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'The user denied access.');
  }
  return { status: 302, headers: { Location: back.href }, body: '' };
}

function askForDevice(grants: Grants, { query }: ServiceRequest): Reply {
  const userCode = query.get('user_code') ?? '';
  if (!grants.isWaiting(userCode))
    return html(
      400,
      '<p>Nothing waits for this code.</p><form><input name="user_code"><button>Next</button></form>',
    );
  return question(
    `device?user_code=${encodeURIComponent(userCode)}`,
    `A device that shows the code ${userCode} asks for access to your AWS accounts.`,
  );
}

function answerDevice(grants: Grants, { query, body }: ServiceRequest, person: Person): Reply {
  const isYes = isAllowed(body);
  grants.answerDevice(query.get('user_code') ?? '', isYes ? person : undefined);
  return html(
    200,
    `<h1>${isYes ? 'Request approved' : 'Request denied'}</h1><p>You can close this window.</p>`,
  );
}

function isAllowed(body: string): boolean {
  return new URLSearchParams(body).get('answer') === 'allow';
}

function question(action: string, text: string): Reply {
  return html(
    200,
    `<h1>Allow access?</h1><p>${escapeHtml(text)}</p><form method="post" action="${escapeHtml(action)}">
<button name="answer" value="deny">Deny access</button>
<button name="answer" value="allow">Allow access</button></form>`,
  );
}

function html(status: number, content: string): Reply {
  return htmlPage(status, 'AWS access portal', content);
}
