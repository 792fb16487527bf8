import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LocalAws } from '../localAws.ts';
import type { SigningKeys } from '../sts/stsClient.ts';

/** A handmade request, which can have errors that AWS SDK clients never make. */
export type RawRequest = {
  readonly parameters: string;
  readonly method?: 'GET' | 'POST';
  /** If undefined, the request is not signed. */
  readonly keys?: SigningKeys;
  readonly region?: string;
  readonly service?: string;
  /** Changes the request after it is signed. */
  readonly tamper?: (request: HttpRequest) => void;
};

export type RawReply = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

export async function sendRaw(aws: LocalAws, raw: RawRequest): Promise<RawReply> {
  const request = raw.keys === undefined ? unsigned(aws, raw) : await sign(unsigned(aws, raw), raw, raw.keys);
  raw.tamper?.(request);
  const query = new URLSearchParams(
    Object.entries(request.query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const { host: _, ...headers } = request.headers;
  const response = await fetch(`${aws.url}/${query === '' ? '' : `?${query}`}`, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(request.method === 'POST' ? { body: String(request.body) } : {}),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

function unsigned(aws: LocalAws, { method = 'POST', parameters }: RawRequest): HttpRequest {
  const isGet = method === 'GET';
  return new HttpRequest({
    method,
    path: '/',
    query: isGet ? Object.fromEntries(new URLSearchParams(parameters)) : {},
    headers: {
      host: new URL(aws.url).host,
      ...(isGet ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: isGet ? undefined : parameters,
  });
}

async function sign(request: HttpRequest, raw: RawRequest, keys: SigningKeys): Promise<HttpRequest> {
  const signer = new SignatureV4({
    credentials: keys,
    region: raw.region ?? 'eu-central-1',
    service: raw.service ?? 'sts',
    sha256: Sha256,
  });
  return HttpRequest.clone(await signer.sign(request));
}
