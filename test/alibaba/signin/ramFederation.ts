import { isoSeconds } from '../../aws/clock.ts';
import { escapeHtml, htmlPage } from '../../aws/http/htmlPage.ts';
import type { Answer, Reply, Service, ServiceRequest } from '../../aws/http/service.ts';
import { json } from '../../aws/machineRoles/containerAgents.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import type { RamSession, RamSessions } from '../ram/ramSessions.ts';
import type { RamRoleSource } from '../sources/instanceRole.ts';
import { requestId } from '../sts/alibabaSts.ts';
import { SignInTokens } from './signInTokens.ts';

const tokenSeconds = 30;

type Done = { readonly reply: Reply; readonly principalArn: string };

/**
 * The sign-in of temporary keys to the console, at the path `/federation`: `GetSigninToken` exchanges keys for a token,
 * and `Login` opens the console with it.
 *
 * @see The RAM documents "GetSigninToken" and "Login"
 */
export class RamFederation {
  readonly service: Service;
  readonly tokens: SignInTokens<RamSession>;
  readonly #sessions: RamSessions;

  constructor({ sessions, clock }: RamRoleSource) {
    this.#sessions = sessions;
    this.tokens = new SignInTokens(clock);
    this.service = { open: (request) => (request.path === '/federation' ? this.#open(request) : undefined) };
  }

  #open(request: ServiceRequest): ReturnType<Service['open']> {
    const { headers, query, body } = request;
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const parameters = new URLSearchParams([...query, ...new URLSearchParams(isForm ? body : '')]);
    const action = parameters.get('Action') ?? '';
    const isLogin = action === 'Login';
    const refuse = isLogin ? refusePage : refuseJson;
    return {
      action,
      parameters: recordable(parameters),
      accessKeyId: parameters.get('AccessKeyId') ?? undefined,
      answer: async () => {
        try {
          const done = isLogin ? this.#login(parameters) : this.#signinToken(action, request, parameters);
          return { ...done, outcome: 'OK' };
        } catch (error) {
          if (error instanceof Refusal) return refuse(error);
          throw error;
        }
      },
      refuse,
    };
  }

  /** The document shows the keys in a query string, too. Here they must be in the form, so that no log gets them. */
  #signinToken(action: string, { method, query }: ServiceRequest, parameters: URLSearchParams): Done {
    if (action !== 'GetSigninToken')
      throw new Refusal(400, 'InvalidAction', `The action ${action} is invalid.`);
    if (method !== 'POST' || query.has('AccessKeySecret') || query.has('SecurityToken'))
      throw new Refusal(400, 'SecretInAddress', 'The keys must be in a form.');
    const accessKeyId = need(parameters, 'AccessKeyId');
    const accessKeySecret = need(parameters, 'AccessKeySecret');
    const securityToken = need(parameters, 'SecurityToken');
    const ticketType = need(parameters, 'TicketType');
    if (ticketType !== 'mini' && ticketType !== 'normal')
      throw new Refusal(400, 'InvalidParameter.TicketType', 'The parameter TicketType is invalid.');
    const session = this.#sessions.find(accessKeyId);
    if (session?.accessKeySecret !== accessKeySecret || session.securityToken !== securityToken)
      throw credentialInvalid();
    if (this.#sessions.isExpired(session)) throw credentialInvalid();
    const SigninToken = this.tokens.issue(session, tokenSeconds);
    const content = { RequestId: requestId(), SigninToken };
    return { reply: json(200, content), principalArn: session.caller.arn };
  }

  #login(parameters: URLSearchParams): Done {
    const destination = parameters.get('Destination') ?? '';
    if (!isConsole(destination))
      throw new Refusal(400, 'InvalidParameter.Destination', 'The parameter Destination is invalid.');
    if (!URL.canParse(need(parameters, 'LoginUrl')))
      throw new Refusal(400, 'InvalidParameter.LoginUrl', 'The parameter LoginUrl is invalid.');
    const session = this.tokens.take(need(parameters, 'SigninToken'));
    if (!session || this.#sessions.isExpired(session)) throw credentialInvalid();
    return { reply: consolePage(session, destination), principalArn: session.caller.arn };
  }
}

function need(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name) ?? '';
  if (value === '') throw new Refusal(400, `MissingParameter.${name}`, `The parameter ${name} is missing.`);
  return value;
}

/** The documents have this code for tokens. For keys, and for those that have ended, it is assumed. */
function credentialInvalid(): Refusal {
  return new Refusal(401, 'InvalidCredential.AuthenticateFail', 'The credential you provided is invalid.');
}

const hosts = /(?:^|\.)(?:aliyun\.com|alibabacloud\.com)$/u;

function isConsole(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' && hosts.test(parsed.hostname);
}

/** It stands for the console, to which Alibaba Cloud redirects, and shows what a test or a person wants to know. */
function consolePage({ caller, expiration }: RamSession, destination: string): Reply {
  const rows = {
    identity: caller.arn,
    account: caller.accountId,
    until: isoSeconds(expiration),
    destination,
  };
  const list = Object.entries(rows).map(
    ([id, text]) => `<dt>${id}</dt><dd id="${id}">${escapeHtml(text)}</dd>`,
  );
  return page(200, `<h1>Alibaba Cloud console</h1><dl>${list.join('')}</dl>`);
}

function recordable(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const secrets = ['Action', 'AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'SigninToken'];
  return Object.fromEntries([...parameters].filter(([name]) => !secrets.includes(name)));
}

function refusePage({ status, code, message }: Refusal): Answer {
  return { reply: page(status, `<h1>Error</h1><p>${escapeHtml(message)}</p>`), outcome: code };
}

function refuseJson({ status, code, message }: Refusal): Answer {
  const content = { RequestId: requestId(), Code: code, Message: message };
  return { reply: json(status, content), outcome: code };
}

function page(status: number, content: string): Reply {
  return htmlPage(status, 'Alibaba Cloud Sign-In', content);
}
