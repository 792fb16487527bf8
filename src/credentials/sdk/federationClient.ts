import { HttpRequest } from '@smithy/protocol-http';
import type { RevealedCredentials } from '../credentials.ts';
import { httpHandler, type Connecting } from './clientConfig.ts';
import type { FederationEndpoint } from './federation.ts';
import { notFromAws } from './requestHandler.ts';

/** Part of the SDK bundle, because of its proxies, certificates, and limits. The SDK has no client for this service. */
export async function getSigninToken(
  { url }: FederationEndpoint,
  credentials: RevealedCredentials,
  sessionSeconds: number | undefined,
  signal: AbortSignal,
  connecting: Connecting,
): Promise<string | undefined> {
  const handler = httpHandler(connecting);
  try {
    const request = requestTo(new URL(url), formOf(credentials, sessionSeconds));
    const { response } = await handler.handle(request, { abortSignal: signal });
    const { statusCode } = response;
    // The page of a refusal tells no reason.
    if (statusCode === 400) return undefined;
    const token = statusCode === 200 ? tokenIn(response.body as Buffer) : undefined;
    if (token === undefined) throw notFromAws(statusCode);
    return token;
  } finally {
    handler.destroy();
  }
}

/** With `POST`, the keys are in no URL, which proxies write to their logs and limit in length. */
function requestTo({ protocol, hostname, port, pathname }: URL, body: string): HttpRequest {
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      accept: 'application/json',
    },
    body,
  });
}

function formOf(
  { accessKeyId, secretAccessKey, sessionToken }: RevealedCredentials,
  sessionSeconds: number | undefined,
): string {
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken };
  return new URLSearchParams({
    Action: 'getSigninToken',
    ...(sessionSeconds === undefined ? {} : { SessionDuration: String(sessionSeconds) }),
    Session: JSON.stringify(session),
  }).toString();
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const { SigninToken } = JSON.parse(body.toString('utf8')) as { readonly SigninToken?: unknown };
    return typeof SigninToken === 'string' && SigninToken !== '' ? SigninToken : undefined;
  } catch {
    return undefined;
  }
}
