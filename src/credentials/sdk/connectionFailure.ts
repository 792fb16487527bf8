import type { CertificateTrouble, Failure } from '../../base/failure.ts';

/** Classifies a failure without a response by the error code from the system, Node or OpenSSL. */
export function connectionFailure(
  reason: string,
  { profile, host }: { readonly profile: string; readonly host: string },
): Failure {
  const trouble = certificateTroubles[reason];
  return trouble
    ? { code: 'certificate', profile, host, trouble, reason }
    : { code: 'network', profile, host, reason };
}

/**
 * Node's codes for OpenSSL certificate errors (Node.js documentation, "TLS", "X509 certificate error codes"). A company
 * that inspects TLS signs with its own authority, which only its machines trust.
 */
const certificateTroubles: Readonly<Record<string, CertificateTrouble>> = {
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
};
