import { createHash, createHmac } from 'node:crypto';
import { incompleteSignature, missing } from './alibabaRefusals.ts';
import type { SignedRequest } from './alibabaAuthentication.ts';
import { canonicalQuery, type RpcRequest } from './rpcRequest.ts';

const algorithm = 'ACS3-HMAC-SHA256';

/**
 * Signature 3, as in the document "V3 request structure and signature". `host`, `content-type`, and all headers that
 * begin with `x-acs-` must be signed if they are there.
 *
 * @throws Refusal if something that each such request has is missing, or if the body has another hash
 */
export function readAcs3Signature({ http }: RpcRequest): SignedRequest {
  const { method, path, query, headers, bytes } = http;
  const { accessKeyId, signedHeaders, signature } = readAuthorization(headers['authorization'] ?? '');
  const need = (name: string, parameter: string): string => {
    const value = headers[name] ?? '';
    if (value === '') throw missing(parameter);
    return value;
  };
  const bodyHash = sha256(bytes);
  if (need('x-acs-content-sha256', 'ContentSha256') !== bodyHash)
    throw incompleteSignature('x-acs-content-sha256 is wrong');
  const mustBeSigned = Object.keys(headers).filter((name) => /^(?:host|content-type|x-acs-.*)$/u.test(name));
  const unsigned = mustBeSigned.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) throw incompleteSignature(`${unsigned} is not signed`);
  if (signedHeaders.join() !== signedHeaders.toSorted().join()) throw incompleteSignature('SignedHeaders');
  const canonicalRequest = [
    method,
    path,
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
  const toSign = `${algorithm}\n${sha256(canonicalRequest)}`;
  return {
    accessKeyId,
    securityToken: headers['x-acs-security-token'] || undefined,
    nonce: need('x-acs-signature-nonce', 'SignatureNonce'),
    time: need('x-acs-date', 'Timestamp'),
    toSign,
    matches: (secret) => createHmac('sha256', secret).update(toSign).digest('hex') === signature,
  };
}

function readAuthorization(header: string): {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
} {
  const found = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/u.exec(
    header,
  );
  if (found === null) throw incompleteSignature('Authorization');
  const [, accessKeyId = '', names = '', signature = ''] = found;
  return { accessKeyId, signedHeaders: names.split(';'), signature };
}

/** The key that the header names, valid or not, for the record of requests. */
export function claimedAcs3Key(authorization: string): string | undefined {
  return /Credential=([^,]+)/u.exec(authorization)?.[1];
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
