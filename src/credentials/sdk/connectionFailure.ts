import type { CertificateTrouble, Failure } from '../../base/failure.ts';

/** Classifies a failure without a response by the error code from the system, Node or OpenSSL. */
export function connectionFailure(
  reason: string,
  { profile, host }: { readonly profile: string; readonly host: string },
): Failure {
  const trouble = certificateTroubles.get(reason);
  if (trouble) return { code: 'certificate', profile, host, trouble, reason };
  if (isNetworkCode(reason)) return { code: 'network', profile, host, reason };
  return reason.startsWith('ERR_')
    ? { code: 'unsendable', profile, host, reason }
    : { code: 'unexpected', profile, reason };
}

/**
 * Whether an error code tells that a connection failed. Node's own codes (Node.js documentation, "Node.js error codes")
 * mostly tell that a request was not made, and some of the system's that this machine lacks something.
 */
export function isNetworkCode(code: string): boolean {
  return code.startsWith('ERR_') ? networkErrors.test(code) : !localErrors.has(code);
}

const networkErrors = /^ERR_(?:HTTP2|PROXY|QUIC|SOCKET|SSL|STREAM|TLS)_/u;
/** Too many open files, and no memory. */
const localErrors: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Node's codes for OpenSSL certificate errors (Node.js documentation, "TLS", "X509 certificate error codes"). A company
 * that inspects TLS signs with its own authority, which only its machines trust.
 */
const certificateTroubles = new Map<string, CertificateTrouble>(
  Object.entries({
    SELF_SIGNED_CERT_IN_CHAIN: 'issuer',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'issuer',
    UNABLE_TO_GET_ISSUER_CERT: 'issuer',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer',
    CERT_SIGNATURE_FAILURE: 'issuer',
    CERT_UNTRUSTED: 'issuer',
    CERT_REJECTED: 'issuer',
    INVALID_CA: 'issuer',
    CERT_HAS_EXPIRED: 'date',
    CERT_NOT_YET_VALID: 'date',
    ERR_TLS_CERT_ALTNAME_INVALID: 'name',
    HOSTNAME_MISMATCH: 'name',
  } as const),
);
