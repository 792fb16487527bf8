import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, timingSafeEqual } from 'node:crypto';
import { basicIso } from '../clock.ts';
import type { ServiceRequest } from '../http/service.ts';
import { incompleteSignature, signatureDoesNotMatch } from '../sts/refusals.ts';
import type { Authorization } from './authorization.ts';

// The errors of STS say "15 min." Many other services say 5.
const toleranceMinutes = 15;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
export function checkDate({ date }: Authorization, now: number): void {
  if (!/^\d{8}T\d{6}Z$/.test(date)) {
    throw incompleteSignature(`Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  }
  const tolerance = toleranceMinutes * 60_000;
  const earliest = basicIso(now - tolerance);
  const latest = basicIso(now + tolerance);
  // Dates in this format can be compared as text.
  if (date < earliest) {
    throw signatureDoesNotMatch(
      `Signature expired: ${date} is now earlier than ${earliest} (${basicIso(now)} - ${toleranceMinutes} min.)`,
    );
  }
  if (date > latest) {
    throw signatureDoesNotMatch(
      `Signature not yet current: ${date} is still later than ${latest} (${basicIso(now)} + ${toleranceMinutes} min.)`,
    );
  }
}

/** One message reports all errors in the scope. The spaces at its ends are AWS's. */
export function checkScope({ scope, date }: Authorization, service: string): void {
  const errors: string[] = [];
  // This server represents STS in every region, so any region is valid.
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(scope.region)) {
    errors.push('Credential should be scoped to a valid region. ');
  }
  if (scope.service !== service) {
    errors.push(`Credential should be scoped to correct service: '${service}'. `);
  }
  if (scope.terminator !== 'aws4_request') {
    errors.push(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'. `,
    );
  }
  if (scope.day !== date.slice(0, 8)) {
    errors.push(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${scope.day}' != '${date.slice(0, 8)}', from '${date}'. `,
    );
  }
  if (errors.length > 0) {
    throw signatureDoesNotMatch(errors.join(''));
  }
}

/** Signs the request again with the secret that the server knows, and compares the signatures. */
export async function checkSignature(
  request: ServiceRequest,
  authorization: Authorization,
  secretAccessKey: string,
): Promise<void> {
  if (!authorization.signedHeaders.includes('host')) {
    throw signatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const { accessKeyId, scope, date } = authorization;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: scope.region,
    service: scope.service,
    sha256: Sha256,
    applyChecksum: false,
    // S3 signs paths as they are sent. Other services encode them once more.
    uriEscapePath: scope.service !== 's3',
  });
  const signed = await signer.sign(signedPart(request, authorization), {
    signingDate: parseBasicIso(date),
    signableHeaders: new Set(authorization.signedHeaders),
  });
  const expected = /Signature=(\w+)/.exec(signed.headers['authorization'] ?? '')?.[1] ?? '';
  if (!equal(expected, authorization.signature)) {
    throw signatureDoesNotMatch();
  }
}

function signedPart(request: ServiceRequest, { signedHeaders, scope }: Authorization): HttpRequest {
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = request.headers[name];
    if (value !== undefined) {
      headers[name] = value;
    }
  }
  // The signer uses this header as the digest of the body. The sender sets it, so it cannot be trusted. S3 compares it
  // with the body itself, because it can also say that the body is not signed.
  if (headers['x-amz-content-sha256'] !== undefined && scope.service !== 's3') {
    headers['x-amz-content-sha256'] = createHash('sha256').update(request.body).digest('hex');
  }
  return new HttpRequest({
    method: request.method,
    path: request.path,
    query: queryBag(request.query),
    headers,
    body: request.body,
  });
}

function queryBag(query: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

function parseBasicIso(date: string): Date {
  return new Date(date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
