import * as vscode from 'vscode';
import type { Failure, FailureOf } from '../../base/failure.ts';
import { isAlibabaHost } from './alibabaMessages.ts';
import { describeMfaFailure, type MfaFailure } from './mfaMessages.ts';
import { describeRefusedCaller } from './refusalMessages.ts';

/** AWS rejected a request, or could not be reached. */
export type AwsFailure = Extract<
  Failure,
  {
    code:
      | MfaFailure['code']
      | 'notAuthorized'
      | 'roleRefused'
      | 'durationRefused'
      | 'expiredKeys'
      | 'invalidKeys'
      | 'wrongSecret'
      | 'refusedRequest'
      | 'regionDisabled'
      | 'throttled'
      | 'serviceFault'
      | 'network'
      | 'unsendable'
      | 'certificate'
      | 'caBundleUnreadable'
      | 'proxyRefused'
      | 'proxyUnusable'
      | 'notAws';
  }
>;

/** Describes a call to AWS that failed. */
export function describeAwsFailure(failure: AwsFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'mfaRefused':
    case 'foreignDevice':
    case 'mfaSessionDenied':
    case 'mfaReused':
    case 'mfaUnanswered':
      return describeMfaFailure(failure);
    case 'notAuthorized':
      return t(
        'AWS denied {0}. Check the policies that apply to these credentials. AWS says: {1}',
        failure.action,
        failure.detail,
      );
    case 'roleRefused':
    case 'expiredKeys':
    case 'invalidKeys':
    case 'wrongSecret':
      return describeRefusedCaller(failure);
    case 'durationRefused':
      return t(
        '{0} cannot be assumed for {1} seconds. Lower duration_seconds, or increase the role’s maximum session duration. AWS says: {2}',
        failure.roleArn,
        failure.durationSeconds,
        failure.detail,
      );
    case 'refusedRequest':
      return t('AWS rejected the request ({0}): {1}', failure.awsCode, failure.detail);
    case 'regionDisabled':
      return t(
        'AWS STS is not active in the region {0} for this account. Choose another region, or ask your administrator to activate it.',
        failure.region,
      );
    case 'throttled':
      return t('The service is throttling requests from this account. Try again in a moment.');
    case 'caBundleUnreadable':
      return describeCaBundle(failure);
    case 'serviceFault':
      return t('The service returned an internal error (HTTP {0}). Try again in a moment.', failure.status);
    default:
      return describeConnectionFailure(failure);
  }
}

/** Describes what blocked the connection to AWS. */
function describeConnectionFailure(
  failure: FailureOf<'network' | 'unsendable' | 'certificate' | 'proxyRefused' | 'proxyUnusable' | 'notAws'>,
): string {
  const t = vscode.l10n.t;
  const { host } = failure;
  switch (failure.code) {
    case 'network':
      return describeNetworkTrouble(failure);
    case 'unsendable':
      if (isAlibabaHost(host))
        return t(
          'The request to {0} could not be sent ({1}). Check the AccessKey pair and the security token for characters that do not belong there.',
          host,
          failure.reason,
        );
      return t(
        'The request to {0} could not be sent ({1}). Check the access key, the token, and endpoint_url for characters that do not belong there.',
        host,
        failure.reason,
      );
    case 'certificate':
      return describeCertificate(failure);
    case 'proxyRefused':
      return t(
        'A proxy refused the connection to {0} (HTTP {1}). Check VS Code’s proxy settings, including the user name and password.',
        host,
        failure.status,
      );
    case 'proxyUnusable':
      return describeUnusableProxy(failure);
    case 'notAws':
      return t(
        '{0} returned a response that is not from AWS (HTTP {1}). Check for a proxy or a sign-in page on your network.',
        host,
        failure.status,
      );
  }
}

function describeUnusableProxy({ host, setting }: FailureOf<'proxyUnusable'>): string {
  const t = vscode.l10n.t;
  switch (setting) {
    case 'http.proxy':
      return t(
        'The proxy in VS Code’s setting http.proxy cannot be used, so Rolecall did not connect to {0}. Enter an address such as http://proxy.example.com:8080.',
        host,
      );
    case 'http.proxySupport':
      return t(
        'The configured proxy cannot be used because of VS Code’s setting http.proxySupport, so Rolecall did not connect to {0}. Change the setting to “override”.',
        host,
      );
    default:
      return t(
        'The proxy in the environment variable {0} cannot be used, so Rolecall did not connect to {1}. Enter an address such as http://proxy.example.com:8080 in VS Code’s setting http.proxy, or restart VS Code with a correct variable.',
        setting,
        host,
      );
  }
}

function describeNetworkTrouble({ host, reason }: FailureOf<'network'>): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      if (isAlibabaHost(host))
        return t(
          'The host name {0} could not be resolved ({1}). Check the network and VPN, and check the region for typos.',
          host,
          reason,
        );
      return t(
        'The host name {0} could not be resolved ({1}). Check the network and VPN, and check the region or endpoint_url for typos.',
        host,
        reason,
      );
    case 'ECONNREFUSED':
      if (isOnThisMachine(host))
        return t(
          '{0} on this machine cannot be reached ({1}). Check that the program or service that should answer there is running.',
          host,
          reason,
        );
      return t('{0} cannot be reached ({1}). Check the network, VPN, or proxy.', host, reason);
    case 'ETIMEDOUT':
      return t('{0} did not respond in time ({1}). Check the network, VPN, or proxy.', host, reason);
    default:
      return t('{0} cannot be reached ({1}). Check the network, VPN, or proxy.', host, reason);
  }
}

/** The network has no part in such a failure. */
function isOnThisMachine(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(host);
}

function describeCertificate({ host, trouble, reason }: FailureOf<'certificate'>): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'issuer':
      if (isAlibabaHost(host))
        return t(
          'This machine does not trust the issuer of the certificate for {0} ({1}). If your company inspects network traffic, add the company’s CA certificates to those of the system, or name their file in NODE_EXTRA_CA_CERTS before VS Code starts.',
          host,
          reason,
        );
      return t(
        'This machine does not trust the issuer of the certificate for {0} ({1}). If your company inspects network traffic, set ca_bundle in the profile or AWS_CA_BUNDLE to the company’s CA certificates.',
        host,
        reason,
      );
    case 'date':
      return t(
        'The certificate for {0} has expired or is not valid yet ({1}). Check this machine’s clock.',
        host,
        reason,
      );
    case 'name':
      if (isAlibabaHost(host))
        return t(
          'The certificate that {0} sent is for another server ({1}). Check for a sign-in page on your network.',
          host,
          reason,
        );
      return t(
        'The certificate that {0} sent is for another server ({1}). Check endpoint_url, and check for a sign-in page on your network.',
        host,
        reason,
      );
  }
}

function describeCaBundle({ path, reason }: FailureOf<'caBundleUnreadable'>): string {
  const t = vscode.l10n.t;
  return reason === 'NO_CERTIFICATE'
    ? t('{0} does not contain a certificate. Set ca_bundle or AWS_CA_BUNDLE to a file in PEM format.', path)
    : t(
        'The CA certificates in {0} cannot be read ({1}). Set ca_bundle or AWS_CA_BUNDLE to a full path.',
        path,
        reason,
      );
}
