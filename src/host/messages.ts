import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../contributions.ts';
import type { Failure, FileTrouble } from '../failure.ts';

/** The sentence for a failure: what happened, to which profile, and the way out. */
export function describeFailure(failure: Failure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'fileUnreadable':
      return describeFileTrouble(shortPath(failure.path), failure.reason);
    case 'noSuchProfile':
      return t('There is no profile “{0}” in your AWS files.', failure.profile);
    case 'missingSource':
      return t(
        'Profile “{0}”: its source_profile “{1}” does not exist. Add it, or name another.',
        failure.profile,
        failure.source,
      );
    case 'sourceLoop':
      return t(
        'Profile “{0}” refers back to itself: {1}. Give one of these profiles access keys.',
        failure.profile,
        failure.loop.join(' → '),
      );
    case 'noSource':
      return t(
        'Profile “{0}” has a role_arn but no source_profile or credential_source. Add one.',
        failure.profile,
      );
    case 'twoSources':
      return t(
        'Profile “{0}” has both source_profile and credential_source. Remove one of them.',
        failure.profile,
      );
    case 'incompleteKeys':
      return t('Profile “{0}” has no {1}. Add it next to the other key.', failure.profile, failure.missing);
    case 'noCredentials':
      return t(
        'Profile “{0}” has neither credentials nor a role. Add access keys or a role_arn.',
        failure.profile,
      );
    case 'unsupportedSource':
      return t(
        'Profile “{0}” uses {1}, which Rolecall cannot use yet. Use the AWS CLI for it.',
        failure.profile,
        failure.source,
      );
    case 'invalidValue':
      return t(
        'Profile “{0}”: AWS does not accept {1} = {2}. Correct the value.',
        failure.profile,
        failure.key,
        shorten(failure.value),
      );
    case 'noEnvironmentKeys':
      return t(
        'Profile “{0}” needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment that VS Code is started from.',
        failure.profile,
      );
    case 'mfaRefused':
      return t('AWS refused the MFA code: {0}', failure.detail);
    case 'mfaReused':
      return t('AWS accepts each code only once. Wait for the next one.');
    case 'mfaUnanswered':
      return t('AWS did not answer ({0}). Wait for the next code and try again.', failure.detail);
    case 'notAuthorized':
      return t(
        'Profile “{0}”: AWS refused {1}. Check the role’s trust policy, the external ID and whether MFA is required. AWS says: {2}',
        failure.profile,
        failure.action,
        failure.detail,
      );
    case 'expiredKeys':
      return t(
        'Profile “{0}”: the temporary keys {1} have expired. Put fresh ones in, or choose another profile.',
        failure.profile,
        failure.accessKeyId,
      );
    case 'invalidKeys':
      return t(
        'Profile “{0}”: AWS does not know the access key {1}. It may be deleted, inactive or mistyped.',
        failure.profile,
        failure.accessKeyId,
      );
    case 'wrongSecret':
      return t(
        'Profile “{0}”: the secret access key does not belong to the access key {1}. Correct aws_secret_access_key.',
        failure.profile,
        failure.accessKeyId,
      );
    case 'refusedRequest':
      return t(
        'Profile “{0}”: AWS refused the request ({1}): {2}',
        failure.profile,
        failure.awsCode,
        failure.detail,
      );
    case 'regionDisabled':
      return t(
        'Profile “{0}”: STS is not active in the region {1} for this account. Choose another region, or ask an administrator to activate it.',
        failure.profile,
        failure.region,
      );
    case 'throttled':
      return t(
        'Profile “{0}”: AWS is throttling requests from this account. Try again in a moment.',
        failure.profile,
      );
    case 'serviceFault':
      return t(
        'Profile “{0}”: AWS had an internal error (HTTP {1}). Try again in a moment.',
        failure.profile,
        failure.status,
      );
    case 'network':
      return t(
        'Profile “{0}”: {1} cannot be reached ({2}). Check the network, VPN or proxy.',
        failure.profile,
        failure.host,
        failure.reason,
      );
    case 'notAws':
      return t(
        'Profile “{0}”: {1} answered, but not as AWS does (HTTP {2}). Is a proxy or a sign-in page in between?',
        failure.profile,
        failure.host,
        failure.status,
      );
    case 'needsPerson':
      return t('Profile “{0}” needs an MFA code. Choose the profile again to enter one.', failure.profile);
    case 'unexpected':
      return t(
        'Profile “{0}”: something unexpected happened ({1}). The log has the details.',
        failure.profile,
        failure.reason,
      );
  }
}

function describeFileTrouble(path: string, reason: FileTrouble): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'directory':
      return t('{0} is a folder, not a file.', path);
    case 'permission':
      return t('You do not have permission to read {0}. Check its owner and mode.', path);
    case 'notUtf8':
      return t('{0} is not UTF-8 text (UTF-16 comes from PowerShell’s “>”). Save it as UTF-8.', path);
    case 'binary':
      return t('{0} is not a text file.', path);
    case 'tooLarge':
      return t('{0} is too large to be an AWS config file.', path);
    case 'other':
      return t('{0} cannot be read.', path);
  }
}

export interface WayOut {
  readonly title: string;
  readonly command: CommandId;
}

/** What a person can do about a failure at the press of a button. */
export function waysOut(failure: Failure): readonly WayOut[] {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'missingSource':
    case 'sourceLoop':
    case 'noSource':
    case 'twoSources':
    case 'noCredentials':
    case 'invalidValue':
    case 'notAuthorized':
      return [{ title: t('Open Config File'), command: commandIds.openConfigFile }];
    case 'incompleteKeys':
    case 'expiredKeys':
    case 'invalidKeys':
    case 'wrongSecret':
      return [{ title: t('Open Credentials File'), command: commandIds.openCredentialsFile }];
    case 'unexpected':
      return [{ title: t('Show Log'), command: commandIds.showLog }];
    default:
      return [];
  }
}

/** Tells of a failure, with buttons for the ways out. Nobody waits for the answer. */
export function showFailure(failure: Failure): void {
  const ways = waysOut(failure);
  const chosen = vscode.window.showErrorMessage(
    describeFailure(failure),
    ...ways.map(({ title, command }) => ({ title, command })),
  );
  void chosen.then((way) => way && vscode.commands.executeCommand(way.command));
}

/** Says once in a window that the clock is wrong: Rolecall copes, but other programs may not. */
export function createSkewWarning(): (minutes: number) => void {
  let said = false;
  return (minutes) => {
    if (said) return;
    said = true;
    const t = vscode.l10n.t;
    void vscode.window.showWarningMessage(
      minutes > 0
        ? t(
            'This machine’s clock is {0} min ahead of AWS’s. Rolecall allows for it, but other AWS tools may be refused. Set the clock.',
            minutes,
          )
        : t(
            'This machine’s clock is {0} min behind AWS’s. Rolecall allows for it, but other AWS tools may be refused. Set the clock.',
            -minutes,
          ),
    );
  };
}

function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

function shortPath(path: string): string {
  const home = homedir();
  return path.startsWith(home) ? `~${path.slice(home.length)}` : path;
}
