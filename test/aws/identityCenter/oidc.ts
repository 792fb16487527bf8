import type { Clock } from '../clock.ts';
import type { Answer, Exchange, Service, ServiceRequest } from '../http/service.ts';
import { json } from '../machineRoles/containerAgents.ts';
import { Refusal } from '../sts/refusals.ts';
import { deviceGrant, type Grants, pollSeconds, type Tokens } from './grants.ts';
import { invalidRequest, OidcRefusal, unsupportedGrant } from './refusals.ts';

/**
 * The OIDC service of IAM Identity Center: registers clients and issues tokens. Its requests are not signed.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/Welcome.html
 */
export function createOidc(grants: Grants, clock: Clock, origin: () => string): Service {
  const actions: Readonly<Record<string, [string, (body: Body) => object]>> = {
    '/client/register': ['RegisterClient', (body) => registerClient(grants, clock, origin(), body)],
    '/device_authorization': ['StartDeviceAuthorization', (body) => startDevice(grants, origin(), body)],
    '/token': ['CreateToken', (body) => createToken(grants, body)],
  };
  return {
    open: (request) => {
      const [action, act] = request.method === 'POST' ? (actions[request.path] ?? []) : [];
      return action && act ? exchange(action, request, act) : undefined;
    },
  };
}

class Body {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(text: string) {
    this.#values = parse(text);
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== 'string' || value === '') throw invalidRequest(`${name} is required.`);
    return value;
  }

  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw invalidRequest('The body is no JSON.');
  }
}

function exchange(action: string, request: ServiceRequest, act: (body: Body) => object): Exchange {
  return {
    action,
    parameters: recorded(request.body),
    accessKeyId: undefined,
    answer: async () => {
      try {
        return { reply: json(200, act(new Body(request.body))), outcome: 'OK' };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        throw error;
      }
    },
    refuse,
  };
}

/** The part of a request that is recorded: the grant type, never a code or token. */
function recorded(body: string): Readonly<Record<string, string>> {
  const { grantType, clientName } = JSON.parse(body || '{}') as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries({ grantType, clientName }).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function refuse(refusal: Refusal): Answer {
  const error = refusal instanceof OidcRefusal ? refusal.error : 'server_error';
  const reply = json(refusal.status, { error, error_description: refusal.message });
  return {
    reply: { ...reply, headers: { ...reply.headers, 'x-amzn-ErrorType': refusal.code } },
    outcome: refusal.code,
  };
}

function registerClient(grants: Grants, clock: Clock, origin: string, body: Body): object {
  body.text('clientName');
  if (body.text('clientType') !== 'public') throw invalidRequest('The client type is not supported.');
  if (body.list('grantTypes').includes('authorization_code')) body.text('issuerUrl');
  const client = grants.register({
    scopes: body.list('scopes'),
    grantTypes: body.list('grantTypes'),
    redirectUris: body.list('redirectUris'),
  });
  return {
    clientId: client.id,
    clientSecret: client.secret,
    clientIdIssuedAt: Math.floor(clock.now() / 1000),
    clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
    authorizationEndpoint: `${origin}/authorize`,
    tokenEndpoint: `${origin}/token`,
  };
}

function startDevice(grants: Grants, origin: string, body: Body): object {
  const client = grants.client(body.text('clientId'), body.text('clientSecret'));
  const { deviceCode, userCode } = grants.startDevice(client, body.text('startUrl'));
  return {
    deviceCode,
    userCode,
    verificationUri: `${origin}/device`,
    verificationUriComplete: `${origin}/device?user_code=${userCode}`,
    expiresIn: 600,
    interval: pollSeconds,
  };
}

function createToken(grants: Grants, body: Body): object {
  const client = grants.client(body.text('clientId'), body.text('clientSecret'));
  return tokenAnswer(
    ((): Tokens => {
      switch (body.text('grantType')) {
        case deviceGrant:
          return grants.byDevice(client, body.text('deviceCode'));
        case 'authorization_code':
          return grants.byCode(
            client,
            body.text('code'),
            body.text('redirectUri'),
            body.text('codeVerifier'),
          );
        case 'refresh_token':
          return grants.byRefreshToken(client, body.text('refreshToken'));
        default:
          throw unsupportedGrant();
      }
    })(),
  );
}

function tokenAnswer({ accessToken, refreshToken, expiresIn }: Tokens): object {
  return { accessToken, tokenType: 'Bearer', expiresIn, ...(refreshToken && { refreshToken }) };
}
