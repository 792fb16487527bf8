import * as vscode from 'vscode';
import type { Failure } from '../failure.ts';
import { shorten, withoutLinks } from '../plainText.ts';
import type { describeAction } from './actionMessages.ts';
import { describeFileTrouble, describeOversight } from './fileMessages.ts';
import { isVariable } from './variable.ts';

/** The sentences for failures. Those of calls and writing come with what does that, and nobody can need them before. */
export class Messages {
  #describeAction: typeof describeAction | undefined;

  learn(aboutActions: typeof describeAction): void {
    this.#describeAction = aboutActions;
  }

  /** The sentence for a failure: what happened, to which profile, and the way out. */
  readonly describe = (failure: Failure): string => {
    const reason = this.describeReason(failure);
    if (!('profile' in failure)) return reason;
    if (failure.profile === '') return withoutLinks(vscode.l10n.t('IAM Identity Center: {0}', reason));
    return withoutLinks(vscode.l10n.t('Profile “{0}”: {1}', failure.profile, reason));
  };

  /** The same without the profile, for where its name stands beside it. */
  readonly describeReason = (failure: Failure): string =>
    withoutLinks(reasonOf(failure, this.#describeAction ?? unexpected));
}

/** What a program in a terminal is told after the person closed the box for the code. */
export function describeRefusal(profile: string): string {
  return vscode.l10n.t(
    'Profile “{0}”: the box for the MFA code was closed. Try again in a moment, or renew the session in VS Code.',
    profile,
  );
}

function reasonOf(failure: Failure, aboutAction: typeof describeAction): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'fileUnreadable':
      return describeFileTrouble(failure.path, failure.reason);
    case 'brokenHeader':
    case 'noPrefix':
      return describeOversight(failure);
    case 'settingsUnwritable':
      return t('VS Code could not write the settings of {0}: {1}', failure.place, failure.detail);
    case 'noSuchProfile':
      return t('it is not in your AWS files.');
    case 'profileExists':
      return t('it is already in your AWS files. Choose another name.');
    case 'badName':
      return t('this cannot be the name of a profile: some AWS tools would misread it. Choose another name.');
    case 'missingSource':
      return t('source_profile “{0}” does not exist. Add it, or name another.', failure.source);
    case 'sourceLoop':
      return t(
        'source_profile leads in a circle, {0}. Give one of them access keys.',
        shortLoop(failure.loop),
      );
    case 'chainTooLong':
      return t('source_profile leads through more than {0} profiles. Make the chain shorter.', failure.most);
    case 'noSource':
      return failure.hasKeys
        ? t(
            'role_arn without source_profile. Add source_profile = {0} to assume the role with the keys beside it, which the AWS SDK for JavaScript would use alone.',
            failure.profile,
          )
        : t('role_arn without source_profile or credential_source. Add one.');
    case 'noRole':
      return t('web_identity_token_file without role_arn. Add one.');
    case 'twoSources':
      return t('both source_profile and credential_source. Remove one of them.');
    case 'incompleteKeys':
      return t('{0} is missing. Add it next to the other key.', failure.missing);
    case 'noCredentials':
      return t('no credentials and no role. Add access keys or a role_arn.');
    case 'invalidValue':
      return describeInvalidValue(failure);
    case 'unwritable':
      return t('{0} cannot be written for {1} as it is. Choose another form.', failure.name, failure.format);
    case 'endless':
      return t('its keys have no known end, so nothing would take them out again. Choose a role.');
    case 'noEnvironmentKeys':
      return t(
        'VS Code must be started with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment.',
      );
    case 'missingSsoSession':
      return t(
        'there is no [sso-session {0}] in your config file. Add it, or name another.',
        failure.session,
      );
    case 'ssoIncomplete':
      return t('{0} is missing for the sign-in to IAM Identity Center. Add it.', failure.missing);
    case 'noContainer':
      return t('VS Code does not run in a container that has a role. Choose another credential_source.');
    case 'metadataDisabled':
      return t('AWS_EC2_METADATA_DISABLED is set in VS Code’s environment. Unset it and restart VS Code.');
    case 'hardwareKey':
      return t(
        '{0} is a security key or passkey, which gives no codes for AWS tools. Name an authenticator app in mfa_serial (a user can have several devices), or sign in with Identity Center.',
        failure.mfaSerial,
      );
    case 'notTemporary':
      return t(
        'its credentials have no session token or no known end, and a credential endpoint must give both. Use a role, or a profile with MFA.',
      );
    case 'tookTooLong':
      return t('its session is still being made. Try again in a moment.');
    case 'needsPerson':
      return t('an MFA code is needed. Choose the profile again to enter one.');
    case 'forgotten':
      return t('its session was forgotten. Choose the profile again to get a new one.');
    case 'unexpected':
      return unexpected({ code: failure.reason });
    default:
      return aboutAction(failure);
  }
}

function unexpected({ code }: { readonly code: string }): string {
  return vscode.l10n.t('something unexpected happened ({0}). The log has the details.', code);
}

function describeInvalidValue({ key, value }: Extract<Failure, { code: 'invalidValue' }>): string {
  const t = vscode.l10n.t;
  // The address of a proxy or an endpoint may have a password in it.
  const shown = shorten(value.replace(/(?<=:\/+)[^/]*@/u, '…@'));
  return isVariable(key)
    ? t(
        'AWS does not accept {0} = {1} of VS Code’s environment. Correct it there, and restart VS Code.',
        key,
        shown,
      )
    : t('AWS does not accept {0} = {1}. Correct the value.', key, shown);
}

/** A long circle by its beginning. */
function shortLoop(loop: readonly string[]): string {
  return (loop.length > 7 ? [...loop.slice(0, 6), '…'] : loop).join(' → ');
}
