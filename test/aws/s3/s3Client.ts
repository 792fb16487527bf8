import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LocalAws } from '../localAws.ts';
import type { SigningKeys } from '../sts/stsClient.ts';

export type S3Request = {
  /** Default: GET. */
  readonly method?: string;
  /** `/bucket/key`, encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type S3Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/** Sends a request to Amazon S3 with the signature that it requires. */
export async function sendS3(aws: LocalAws, keys: SigningKeys, request: S3Request): Promise<S3Reply> {
  const { method = 'GET', path, query = {}, body } = request;
  const signer = new SignatureV4({
    credentials: keys,
    region: 'eu-central-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  });
  const headers = { host: new URL(aws.url).host, ...request.headers };
  const signed = await signer.sign(new HttpRequest({ method, path, query: { ...query }, headers, body }));
  const { host: _, ...sent } = signed.headers;
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${aws.url}${path}${search === '' ? '' : `?${search}`}`, {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** What may be tried with a bucket or an object (`bucket/key`). */
export type S3Attempt = 'list' | 'get' | 'put' | 'delete';

/** `allowed`, or the code and the message of the error, as `s3.mjs` prints them. */
export async function attempt(
  aws: LocalAws,
  keys: SigningKeys,
  what: S3Attempt,
  target = '',
): Promise<string> {
  const requests: Readonly<Record<S3Attempt, Omit<S3Request, 'path'>>> = {
    list: target === '' ? {} : { query: { 'list-type': '2' } },
    get: {},
    put: { method: 'PUT', body: 'written' },
    delete: { method: 'DELETE' },
  };
  const { status, body } = await sendS3(aws, keys, { path: `/${target}`, ...requests[what] });
  return status < 300 ? 'allowed' : `${element(body, 'Code')}: ${element(body, 'Message')}`;
}

/** The text of the first element with this name. */
export function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '';
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
