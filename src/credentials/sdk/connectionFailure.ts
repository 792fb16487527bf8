import type { CertificateTrouble, Failure } from '../../base/failure.ts';

/** What went wrong before there was any answer, by the code of the system, of Node or of OpenSSL. */
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
 * Node's names for what OpenSSL finds wrong with a certificate (Node.js documentation, "TLS", "X509 certificate error
 * codes"). A company that looks into TLS signs with an authority of its own, which only its machines know.
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
