import { existsSync } from 'node:fs';
import type { Environment } from '../../base/environment.ts';
import { caBundleName, isBlank } from '../handover/credentialVariables.ts';

/** Where Linux distributions and macOS keep the certificate authorities that they trust. */
const places = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The file with the certificate authorities of the system, if `AWS_CA_BUNDLE` is blank: with an empty value, the AWS
 * CLI trusts every server. Undefined if no such file is needed, or if there is none.
 */
export function systemCaBundle(environment: Environment): string | undefined {
  return isBlank(environment[caBundleName]) ? places.find((path) => existsSync(path)) : undefined;
}
