import { escapeHtml, htmlPage } from '../http/htmlPage.ts';
import type { Answer, Exchange, Reply, Service, ServiceRequest } from '../http/service.ts';
import { isoSeconds } from '../clock.ts';
import { json } from '../machineRoles/containerAgents.ts';
import { readParameters, type Parameters } from '../sts/parameters.ts';
import { Refusal } from '../sts/refusals.ts';
import type { ConsoleSession, Federation } from './federation.ts';
import { FederationRefusal } from './federationRefusals.ts';
import { type SigninAddress, signinAddress } from './signinAddress.ts';

type Done = { readonly reply: Reply; readonly principalArn?: string };

/** The federation endpoint: exchanges credentials for a sign-in token, and a sign-in token for a console session. */
export function createFederationPages(federation: Federation, now: () => number): Service {
  return {
    open: (request) => {
      const address = signinAddress(request);
      const parameters = readParameters(request);
      const action = parameters.get('Action') ?? '';
      if (address.path === '/oauth' && request.method === 'GET')
        return exchange(action || 'page:/oauth', request, () => ({ reply: logout(parameters, address) }));
      if (address.path !== '/federation') return undefined;
      return exchange(action || 'page:/federation', request, () => {
        if (action === 'getSigninToken') return { reply: signinToken(federation, parameters, address) };
        if (action === 'login' && request.method === 'GET')
          return login(federation, parameters, address, now());
        throw new FederationRefusal('The action is not supported.');
      });
    },
  };
}

function exchange(action: string, request: ServiceRequest, act: () => Done): Exchange {
  const parameters = readParameters(request);
  return {
    action,
    parameters: recorded(parameters, signinAddress(request)),
    accessKeyId: /"sessionId"\s*:\s*"(\w+)"/u.exec(parameters.get('Session') ?? '')?.[1],
    answer: async () => {
      try {
        return { ...act(), outcome: 'OK' };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        throw error;
      }
    },
    refuse,
  };
}

/** Never the session or the token, but whether the request had them in its address. */
function recorded(parameters: Parameters, { region }: SigninAddress): Readonly<Record<string, string>> {
  const shown = ['SessionDuration', 'Issuer', 'Destination', 'redirect_uri'].flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [[name, withoutToken(value)] as const];
  });
  return { ...Object.fromEntries(shown), ...(region === undefined ? {} : { region }) };
}

/** The address that a logout redirects to may be that of a login. */
function withoutToken(text: string): string {
  return text.replace(/(SigninToken=)[^&]*/u, '$1…');
}

function signinToken(federation: Federation, parameters: Parameters, { region }: SigninAddress): Reply {
  const session = parameters.get('Session') ?? '';
  const token = federation.signinToken(session, parameters.get('SessionDuration'), region);
  return json(200, { SigninToken: token });
}

function login(federation: Federation, parameters: Parameters, { region }: SigninAddress, now: number): Done {
  const destination = parameters.get('Destination') ?? '';
  if (!isConsole(destination)) throw new FederationRefusal('The destination is not a page of AWS.');
  const issuer = parameters.get('Issuer') ?? '';
  if (issuer !== '' && !/^https?:$/u.test(URL.parse(issuer)?.protocol ?? ''))
    throw new FederationRefusal('The issuer is not a web page.');
  const console = federation.login(parameters.get('SigninToken') ?? '', region);
  return { reply: consolePage(console, destination, now), principalArn: console.session.caller.arn };
}

/** It stands for the console, and shows what a test or a person wants to know. */
function consolePage(
  { session: { caller }, endsAt }: ConsoleSession,
  destination: string,
  now: number,
): Reply {
  const rows = {
    identity: caller.arn,
    account: caller.accountId,
    until: `${isoSeconds(endsAt)} (${Math.round((endsAt - now) / 1000)} s)`,
    destination,
  };
  const list = Object.entries(rows).map(
    ([id, text]) => `<dt>${id}</dt><dd id="${id}">${escapeHtml(text)}</dd>`,
  );
  return page(200, `<h1>AWS console</h1><dl>${list.join('')}</dl>`);
}

/** Signs the browser out and sends it on, as the hosts of regions do. */
function logout(parameters: Parameters, { base }: SigninAddress): Reply {
  const target = parameters.get('redirect_uri') ?? '';
  if (parameters.get('Action') !== 'logout') throw new FederationRefusal('The action is not supported.');
  if (!isConsole(target) && URL.parse(target)?.host !== base.split('/')[0])
    throw new FederationRefusal('The redirect URI is not a page of AWS.');
  return { status: 302, headers: { Location: target }, body: '' };
}

const consoleHosts = /(?:^|\.)(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)$/u;

function isConsole(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' && consoleHosts.test(parsed.hostname);
}

function refuse(refusal: Refusal): Answer {
  return {
    reply: page(refusal.status, `<h1>Error</h1><p>${escapeHtml(refusal.message)}</p>`),
    outcome: refusal.code,
  };
}

function page(status: number, content: string): Reply {
  return htmlPage(status, 'Amazon Web Services Sign-In', content);
}
