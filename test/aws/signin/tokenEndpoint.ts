import type { Clock } from '../clock.ts';
import type { Answer, Service, ServiceRequest } from '../http/service.ts';
import { json } from '../machineRoles/containerAgents.ts';
import { Refusal } from '../sts/refusals.ts';
import type { IdentityProvider } from '../webIdentity/identityProvider.ts';
import type { DpopProofs } from './dpopProof.ts';
import { type SigninAddress, signinAddress } from './signinAddress.ts';
import { invalidRequest, serverError, SigninRefusal, tooManyRequests } from './signinRefusals.ts';
import { clientKind, type Requester, type SignIns, type Tokens } from './signIns.ts';

export type TokenParts = {
  readonly signIns: SignIns;
  readonly proofs: DpopProofs;
  readonly idTokens: IdentityProvider;
  readonly clock: Clock;
};

/**
 * CreateOAuth2Token: issues credentials for an authorization code or a refresh token. Its requests are not signed.
 *
 * @see https://docs.aws.amazon.com/signin/latest/APIReference/API_dataplane-signin_CreateOAuth2Token.html
 */
export function createTokenEndpoint(parts: TokenParts): Service {
  return {
    open: (request) => {
      const address = signinAddress(request);
      if (request.method !== 'POST' || address.path !== '/v1/token') return undefined;
      return {
        action: 'CreateOAuth2Token',
        parameters: recorded(request, address),
        accessKeyId: undefined,
        answer: async () => {
          try {
            return { reply: json(200, createToken(parts, request, address)), outcome: 'OK' };
          } catch (error) {
            if (error instanceof Refusal) return refuse(error);
            throw error;
          }
        },
        refuse,
      };
    },
  };
}

function createToken(
  { signIns, proofs, idTokens, clock }: TokenParts,
  request: ServiceRequest,
  address: SigninAddress,
) {
  const fields = readFields(request);
  const client = clientKind(field(fields, 'clientId', 2048));
  if (!client) throw invalidRequest('The client is not known.');
  const grant = field(fields, 'grantType', 100);
  const key = proofs.verify(request.headers['dpop'], address);
  const requester: Requester = { client, region: address.region, key };
  switch (grant) {
    case 'authorization_code': {
      const verifier = field(fields, 'codeVerifier', 128);
      if (!/^[\w.~-]{43,}$/u.test(verifier)) throw invalidRequest('The code verifier is not valid.');
      const [code, redirectUri] = [field(fields, 'code', 512), field(fields, 'redirectUri', 2048)];
      const tokens = signIns.byCode(requester, code, redirectUri, verifier);
      const idToken = idTokens.signToken({ sub: tokens.arn, aud: fields['clientId'] ?? '' });
      return { ...tokenAnswer(tokens, clock), idToken };
    }
    case 'refresh_token':
      return tokenAnswer(signIns.byRefreshToken(requester, field(fields, 'refreshToken', 2048)), clock);
    default:
      throw invalidRequest('The grant type is not supported.');
  }
}

function tokenAnswer({ session, refreshToken }: Tokens, clock: Clock): object {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session;
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn: Math.max(1, Math.round((expiration - clock.now()) / 1000)),
    refreshToken,
  };
}

type Fields = Readonly<Record<string, string>>;

/** The body is JSON, or a form with the names of OAuth. */
function readFields({ headers, body }: ServiceRequest): Fields {
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type === 'application/json') return textsOf(parseJson(body));
  if (type !== 'application/x-www-form-urlencoded')
    throw invalidRequest('The content type is not supported.');
  return Object.fromEntries([...new URLSearchParams(body)].map(([name, value]) => [camelCase(name), value]));
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest('The body is no JSON.');
  }
}

function textsOf(value: unknown): Fields {
  const entries = Object.entries(Object(value) as object);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function field(fields: Fields, name: string, longest: number): string {
  const value = fields[name] ?? '';
  if (value === '' || value.length > longest) throw invalidRequest(`${name} is missing or too long.`);
  return value;
}

/** The part of a request that is recorded: never a code, a verifier, or a token. */
function recorded(request: ServiceRequest, { region }: SigninAddress): Readonly<Record<string, string>> {
  const { grantType, clientId } = safeFields(request);
  return {
    ...(grantType === undefined ? {} : { grantType }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(region === undefined ? {} : { region }),
  };
}

function safeFields(request: ServiceRequest): Fields {
  try {
    return readFields(request);
  } catch {
    return {};
  }
}

function refuse(refusal: Refusal): Answer {
  const { status, code, error, message } = inWordsOfSignin(refusal);
  const reply = json(status, { error, message });
  return {
    reply: { ...reply, headers: { ...reply.headers, 'x-amzn-ErrorType': code } },
    outcome: error,
  };
}

/** Faults come in the words of STS. */
function inWordsOfSignin(refusal: Refusal): SigninRefusal {
  if (refusal instanceof SigninRefusal) return refusal;
  if (refusal.status >= 500) return serverError(refusal.status);
  return refusal.code === 'Throttling' ? tooManyRequests() : invalidRequest(refusal.message);
}
