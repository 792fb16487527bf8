import type { ServiceRequest } from '../../aws/http/service.ts';

export type RpcParameters = ReadonlyMap<string, string>;

/** A request to an API in the RPC style, whatever way it is signed in. */
export type RpcRequest = {
  readonly http: ServiceRequest;
  readonly action: string;
  readonly version: string;
  /** Those of the query string and of the form. */
  readonly parameters: RpcParameters;
  /** Signature 3 names the action in a header, and so do the SDKs for requests without a signature. */
  readonly signature: 'acs3' | 'rpc' | undefined;
};

export function readRpcRequest(http: ServiceRequest): RpcRequest {
  const isForm = http.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const parameters = new Map<string, string>();
  for (const [name, value] of [...http.query, ...new URLSearchParams(isForm ? http.body : '')])
    if (!parameters.has(name)) parameters.set(name, value);
  return {
    http,
    parameters,
    action: http.headers['x-acs-action'] ?? parameters.get('Action') ?? '',
    version: http.headers['x-acs-version'] ?? parameters.get('Version') ?? '',
    signature: signatureOf(http, parameters),
  };
}

function signatureOf({ headers }: ServiceRequest, parameters: RpcParameters): RpcRequest['signature'] {
  if (headers['authorization']?.startsWith('ACS3-')) return 'acs3';
  return parameters.has('Signature') || parameters.has('AccessKeyId') ? 'rpc' : undefined;
}

/** RFC 3986, in which only letters, digits, and `-_.~` stand for themselves. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~-]/u.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** The parameters in the order of their names, by code units. */
export function canonicalQuery(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
