import { createHash } from 'node:crypto';
import type { ServiceRequest } from '../http/service.ts';
import { incompleteSignature, missingAuthenticationToken } from '../sts/refusals.ts';

/** The signature data in a request. */
export type Authorization = {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The `X-Amz-Date` header, unchanged. */
  readonly date: string;
};

/** The scope that the signing key is valid for. */
export type CredentialScope = {
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
};

const algorithm = 'AWS4-HMAC-SHA256';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-request */
export function readAuthorization(request: ServiceRequest): Authorization {
  const header = request.headers['authorization'];
  if (header === undefined || !header.startsWith(algorithm)) {
    throw missingAuthenticationToken();
  }
  const fields = readFields(header);
  const date = request.headers['x-amz-date'];
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !fields.has(name))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (missing.length > 0 || date === undefined) {
    throw incompleteSignature(missing.join('') + dateError(date) + hashed(header));
  }
  return {
    ...readCredential(fields.get('Credential') ?? ''),
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    date,
  };
}

/** The access key id in the header, for the record of requests, even if the rest of the header is invalid. */
export function claimedAccessKeyId(request: ServiceRequest): string | undefined {
  return /Credential=(\w+)/.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The region that the request is signed for. It can be trusted only after the signature is verified. */
export function claimedRegion(request: ServiceRequest): string | undefined {
  return /Credential=\w+\/\d+\/([\w-]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The service that the request is signed for. It can be trusted only after the signature is verified. */
export function claimedService(request: ServiceRequest): string | undefined {
  return /Credential=\w+\/\d+\/[\w-]+\/([\w-]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
}

function readFields(header: string): ReadonlyMap<string, string> {
  const pairs = header.slice(algorithm.length).matchAll(/(\w+)=([^,\s]+)/g);
  return new Map([...pairs].map(([, name = '', value = '']) => [name, value]));
}

function readCredential(credential: string): Pick<Authorization, 'accessKeyId' | 'scope'> {
  const [accessKeyId, day, region, service, terminator, ...rest] = credential.split('/');
  if (
    accessKeyId === undefined ||
    day === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined ||
    rest.length > 0
  ) {
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, scope: { day, region, service, terminator } };
}

function dateError(date: string | undefined): string {
  return date === undefined
    ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
    : '';
}

/** AWS quotes the header only as a digest. */
function hashed(header: string): string {
  const digest = createHash('sha256').update(header).digest('base64');
  return `(Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`;
}
