import * as vscode from 'vscode';
import type { Failure } from '../failure.ts';
import { describeRefusedCaller } from './refusalMessages.ts';

/** What AWS answered, or what kept it from answering. */
export type AwsFailure = Extract<
  Failure,
  {
    code:
      | 'mfaRefused'
      | 'mfaReused'
      | 'mfaUnanswered'
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
      | 'certificate'
      | 'caBundleUnreadable'
      | 'proxyRefused'
      | 'notAws';
  }
>;

/** The sentence for a call to AWS that failed. */
export function describeAwsFailure(failure: AwsFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'mfaRefused':
      return failure.roleArn === undefined
        ? t(
            'AWS refused the MFA code. Type the next one of this device; if that is refused too, set the device’s clock. AWS says: {0}',
            failure.detail,
          )
        : t(
            'AWS refused the MFA code or the role {0}. Type the next code of this device; if that is refused too, check the role’s trust policy and the device’s clock. AWS says: {1}',
            failure.roleArn,
            failure.detail,
          );
    case 'mfaReused':
      return `${t('AWS accepts each code only once.')} ${anotherCode(failure.nextCodeAt)}`;
    case 'mfaUnanswered':
      return `${t('AWS did not answer ({0}).', failure.detail)} ${anotherCode(failure.nextCodeAt)}`;
    case 'notAuthorized':
      return t(
        'AWS refused {0}. Check the policies that apply to whoever asks. AWS says: {1}',
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
        '{0} cannot be had for {1} seconds. Lower duration_seconds, or have the role’s maximum session duration raised. AWS says: {2}',
        failure.roleArn,
        failure.durationSeconds,
        failure.detail,
      );
    case 'refusedRequest':
      return t('AWS refused the request ({0}): {1}', failure.awsCode, failure.detail);
    case 'regionDisabled':
      return t(
        'STS is not active in the region {0} for this account. Choose another region, or ask an administrator to activate it.',
        failure.region,
      );
    case 'throttled':
      return t('AWS is throttling requests from this account. Try again in a moment.');
    case 'caBundleUnreadable':
      return describeCaBundle(failure);
    case 'serviceFault':
      return t('AWS had an internal error (HTTP {0}). Try again in a moment.', failure.status);
    default:
      return describeBrokenWay(failure);
  }
}

/** To be said anew each second. */
function anotherCode(at: number): string {
  const t = vscode.l10n.t;
  const seconds = Math.ceil((at - Date.now()) / 1000);
  return seconds > 0 ? t('The next one appears in {0} s.', seconds) : t('Enter the one that is shown now.');
}

type Told<Code extends Failure['code']> = Extract<Failure, { code: Code }>;

/** What stood between this machine and AWS. */
function describeBrokenWay(
  failure: Told<'network'> | Told<'certificate'> | Told<'proxyRefused'> | Told<'notAws'>,
): string {
  const t = vscode.l10n.t;
  const { host } = failure;
  switch (failure.code) {
    case 'network':
      return describeNetworkTrouble(failure);
    case 'certificate':
      return describeCertificate(failure);
    case 'proxyRefused':
      return t(
        'a proxy on the way to {0} refused (HTTP {1}). Check VS Code’s proxy settings, and the user name and password in them.',
        host,
        failure.status,
      );
    case 'notAws':
      return t(
        '{0} answered, but not as AWS does (HTTP {1}). Is a proxy or a sign-in page in between?',
        host,
        failure.status,
      );
  }
}

function describeNetworkTrouble({ host, reason }: Told<'network'>): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return t(
        'there is no address for {0} ({1}). Check the network and VPN, and the region or endpoint_url for typing errors.',
        host,
        reason,
      );
    case 'ETIMEDOUT':
      return t('{0} did not answer in time ({1}). Check the network, VPN or proxy.', host, reason);
    default:
      return t('{0} cannot be reached ({1}). Check the network, VPN or proxy.', host, reason);
  }
}

function describeCertificate({ host, trouble, reason }: Told<'certificate'>): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'issuer':
      return t(
        'this machine does not trust who issued the certificate of {0} ({1}). If your company inspects traffic, set ca_bundle in the profile, or AWS_CA_BUNDLE, to its CA certificates.',
        host,
        reason,
      );
    case 'date':
      return t(
        'the certificate of {0} is not valid at this time ({1}). Check this machine’s clock.',
        host,
        reason,
      );
    case 'name':
      return t(
        '{0} shows a certificate of somebody else ({1}). Check endpoint_url, and whether a sign-in page is in between.',
        host,
        reason,
      );
  }
}

function describeCaBundle({ path, reason }: Told<'caBundleUnreadable'>): string {
  const t = vscode.l10n.t;
  return reason === 'NO_CERTIFICATE'
    ? t('there is no certificate in {0}. Correct ca_bundle or AWS_CA_BUNDLE: it names a file in PEM.', path)
    : t(
        'the CA certificates in {0} cannot be read ({1}). Correct ca_bundle or AWS_CA_BUNDLE: it takes a full path.',
        path,
        reason,
      );
}
