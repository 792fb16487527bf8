import { createHash, createHmac } from 'node:crypto';

/** The keys that sign a request. */
export interface RamSigner {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The security token of temporary keys. */
  readonly sessionToken: string | undefined;
}

/** A `POST` request of an RPC-style service, whose parameters are in the query. */
export interface RpcRequest {
  /** As in the `Host` header. */
  readonly host: string;
  readonly action: string;
  /** The version of the API, a date. */
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SignedRequest {
  /** The query as it was signed. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The hash in the string to sign: a service that computes another signature names its own. */
  readonly requestHash: string;
}

/**
 * Signs a request without a body. `time`: milliseconds since the epoch; a `nonce` is used once.
 *
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function signRequest(
  { host, action, version, parameters }: RpcRequest,
  { accessKeyId, secretAccessKey, sessionToken }: RamSigner,
  time: number,
  nonce: string,
): SignedRequest {
  const query = canonicalQuery(parameters);
  // In the order of their names, in which they are signed.
  const signed = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': utcSeconds(time),
    ...(sessionToken === undefined ? {} : { 'x-acs-security-token': sessionToken }),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value.trim()}\n`);
  const requestHash = sha256(['POST', '/', query, lines.join(''), names, sha256('')].join('\n'));
  const signature = createHmac('sha256', secretAccessKey)
    .update(`${algorithm}\n${requestHash}`)
    .digest('hex');
  const authorization = `${algorithm} Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`;
  return { query, headers: { ...signed, authorization }, requestHash };
}

const algorithm = 'ACS3-HMAC-SHA256';

/** The parameters by name, encoded by RFC 3986. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `2026-01-31T23:59:59Z` */
export function utcSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
