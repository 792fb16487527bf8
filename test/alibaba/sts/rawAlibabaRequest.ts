import { createHash, createHmac, randomUUID } from 'node:crypto';
import { isoSeconds } from '../../aws/clock.ts';
import type { AlibabaKeys, SignatureKind } from './alibabaClient.ts';

/** The answer of STS: its status, its members, and the same without a parser. */
export type RawAnswer = {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What the SDK never does. Undefined leaves something out. */
export type RawOptions = {
  readonly kind?: SignatureKind;
  readonly method?: string;
  readonly version?: string;
  /** The time that the request claims, in milliseconds since the epoch, or as a text. */
  readonly time?: number | string;
  readonly nonce?: string | undefined;
  /** Sent instead of the right signature. */
  readonly signature?: string;
  /** Headers that are sent but not signed (only for signature 3). */
  readonly unsigned?: Readonly<Record<string, string>>;
  /** The body of the request, whose hash stays that of an empty body (only for signature 3). */
  readonly body?: string;
};

export type RawParameters = Readonly<Record<string, string>>;

/** Signs and sends a request to STS in any way that one might get wrong. */
export async function sendRawSts(
  url: string,
  keys: AlibabaKeys,
  action: string,
  parameters: RawParameters = {},
  options: RawOptions = {},
): Promise<RawAnswer> {
  const { kind = 'acs3' } = options;
  const request = kind === 'acs3' ? acs3 : rpc;
  const response = await request(url, keys, action, parameters, options);
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  const { Code, Message } = body;
  return {
    status: response.status,
    code: typeof Code === 'string' ? Code : undefined,
    message: typeof Message === 'string' ? Message : '',
    body,
  };
}

type Send = (
  url: string,
  keys: AlibabaKeys,
  action: string,
  parameters: RawParameters,
  options: RawOptions,
) => Promise<Response>;

const acs3: Send = async (url, keys, action, parameters, options) => {
  const { method = 'POST', version = '2015-04-01', time = Date.now(), unsigned, body } = options;
  const emptyHash = createHash('sha256').update('').digest('hex');
  const nonce = 'nonce' in options ? options.nonce : randomUUID();
  const signed: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': action,
    'x-acs-content-sha256': emptyHash,
    'x-acs-date': typeof time === 'string' ? time : isoSeconds(time),
    ...(keys.securityToken === undefined ? {} : { 'x-acs-security-token': keys.securityToken }),
    ...(nonce === undefined ? {} : { 'x-acs-signature-nonce': nonce }),
    'x-acs-version': version,
  };
  const names = Object.keys(signed).toSorted();
  const query = encoded(parameters);
  const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const canonical = `${method}\n/\n${query}\n${lines}\n${names.join(';')}\n${emptyHash}`;
  const toSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`;
  const right = createHmac('sha256', keys.accessKeySecret).update(toSign).digest('hex');
  const signature = options.signature ?? right;
  const { host: _, ...headers } = signed;
  return fetch(`${url}/?${query}`, {
    method,
    headers: {
      ...headers,
      ...unsigned,
      Authorization: `ACS3-HMAC-SHA256 Credential=${keys.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`,
    },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  });
};

const rpc: Send = async (url, keys, action, parameters, options) => {
  const { method = 'POST', version = '2015-04-01', time = Date.now() } = options;
  const nonce = 'nonce' in options ? options.nonce : randomUUID();
  const all = encoded({
    ...parameters,
    Action: action,
    Version: version,
    Format: 'JSON',
    AccessKeyId: keys.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    Timestamp: typeof time === 'string' ? time : isoSeconds(time),
    ...(keys.securityToken === undefined ? {} : { SecurityToken: keys.securityToken }),
    ...(nonce === undefined ? {} : { SignatureNonce: nonce }),
  });
  const toSign = `${method}&%2F&${rfc3986(all)}`;
  const right = createHmac('sha1', `${keys.accessKeySecret}&`).update(toSign).digest('base64');
  const signed = `${all}&Signature=${rfc3986(options.signature ?? right)}`;
  return method === 'GET'
    ? fetch(`${url}/?${signed}`)
    : fetch(url, {
        method,
        body: signed,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
};

function encoded(parameters: RawParameters): string {
  return Object.keys(parameters)
    .toSorted()
    .map((name) => `${rfc3986(name)}=${rfc3986(parameters[name] ?? '')}`)
    .join('&');
}

/** `encodeURIComponent` leaves five characters that RFC 3986 reserves. */
function rfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
