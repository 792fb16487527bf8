import { createHash } from 'node:crypto';
import { incompleteSignature, missingAuthenticationToken } from './refusals.ts';
import type { ServiceRequest } from './service.ts';

/** What a request says about its own signature. */
export type Authorization = {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The `X-Amz-Date` header, as it stands. */
  readonly date: string;
};

/** What the signing key is good for. */
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
    throw incompleteSignature(missing.join('') + dateComplaint(date) + hashed(header));
  }
  return {
    ...readCredential(fields.get('Credential') ?? ''),
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    date,
  };
}

/** The access key id in the header, for the record, however broken the rest. */
export function claimedAccessKeyId(request: ServiceRequest): string | undefined {
  return /Credential=(\w+)/.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The region that the request is signed for, to be believed once the signature has been checked. */
export function claimedRegion(request: ServiceRequest): string | undefined {
  return /Credential=\w+\/\d+\/([\w-]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
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

function dateComplaint(date: string | undefined): string {
  return date === undefined
    ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
    : '';
}

/** AWS repeats the header only as a digest. */
function hashed(header: string): string {
  const digest = createHash('sha256').update(header).digest('base64');
  return `(Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`;
}
