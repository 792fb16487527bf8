import * as vscode from 'vscode';
import type { Failure, FailureOf, ValueTrouble } from '../../base/failure.ts';
import type { AlibabaFailure } from '../../base/failures/alibabaFailure.ts';
import type { ConsoleFailure } from '../../base/failures/consoleFailure.ts';
import { formatLabels } from '../../base/formatLabels.ts';
import type { Format } from '../../delivery/handover/credentialFormats.ts';
import { exampleFor } from '../../profiles/keys.ts';
import { describeAction } from './actionMessages.ts';
import { describeMalformedKey } from './keyMessages.ts';
import { describeReference } from './referenceMessages.ts';
import { describeStrayKey } from './strayKeyMessages.ts';

type ProfileFailure = Exclude<
  Failure,
  {
    code:
      | 'fileUnreadable'
      | 'brokenHeader'
      | 'noPrefix'
      | 'mistypedTitle'
      | 'titleOfConfigFile'
      | 'textAfterTitle'
      | 'notUtf8'
      | 'settingsUnwritable'
      | 'secretStorageFailed'
      | 'tookTooLong'
      | 'forbidden'
      | 'needsPerson'
      | 'unconfirmed'
      | 'ownTerminalsOnly'
      | 'productionByPolicy'
      | ConsoleFailure['code']
      | AlibabaFailure['code']
      | 'mcpServerUntrusted'
      | 'mcpServerWithoutProfile'
      | 'mcpServerDeclined'
      | 'forgotten'
      | 'unexpected';
  }
>;

/** Describes what is wrong with a profile as the files have it, or with using it. */
export function describeProfileFailure(failure: ProfileFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'noSuchProfile':
      return t('This profile is not in your AWS files.');
    case 'profileExists':
      return t('This profile is already in your AWS files. Choose another name.');
    case 'badName':
      return t(
        'This name cannot be used for a profile: some AWS tools would misread it. Choose another name.',
      );
    case 'missingSource':
    case 'missingSsoSession':
    case 'missingServices':
    case 'noSuchSection':
    case 'sectionExists':
    case 'badTitle':
    case 'ssoIncomplete':
    case 'servicesNotNested':
      return describeReference(failure);
    case 'sourceLoop':
      return t(
        'The source_profile chain is a loop: {0}. Add access keys to one of these profiles.',
        shortLoop(failure.loop),
      );
    case 'sourceWouldLoop':
      return t(
        'It cannot get its credentials from “{0}”, because the source_profile chain would be a loop: {1}. Choose another source profile. Nothing was changed.',
        failure.source,
        shortLoop(failure.loop),
      );
    case 'chainTooLong':
      return t('The source_profile chain has more than {0} profiles. Shorten the chain.', failure.most);
    case 'includesTooLong':
      return t('The include_profile chain has more than {0} profiles. Shorten the chain.', failure.most);
    case 'noSource':
      return failure.hasKeys
        ? t(
            'role_arn needs source_profile. Add source_profile = {0} to assume the role with the access keys in this profile. The AWS SDK for JavaScript would use only the access keys.',
            failure.profile,
          )
        : t('role_arn needs source_profile or credential_source. Add one of them.');
    case 'noRole':
      return t('A web identity token needs a role. Add role_arn.');
    case 'twoSources':
      return t('The profile has both source_profile and credential_source. Remove one of them.');
    case 'incompleteKeys':
      return t('{0} is missing. Add it next to the other key.', failure.missing);
    case 'noCredentials':
      return t('The profile has no credentials and no role. Add access keys or role_arn.');
    case 'malformedKey':
      return describeMalformedKey(failure);
    case 'strayKey':
      return describeStrayKey(failure);
    case 'invalidValue':
      return describeInvalidValue(failure);
    case 'unwritable':
      return t(
        'The value of {0} cannot be represented in the format {1}. Choose another format.',
        failure.name,
        formatLabels(t)[failure.format as Format],
      );
    case 'endless':
      return t(
        'The access keys have no known expiration, so Rolecall could not remove them later. Choose a role.',
      );
    case 'noEnvironmentKeys':
      return describeNoKeys(failure.present);
    case 'noEnvironmentRole':
      return t(
        'The web identity token in VS Code’s environment needs a role. Set AWS_ROLE_ARN and restart VS Code.',
      );
    case 'noContainer':
      return t('VS Code is not running in a container that has a role. Use another credential_source.');
    case 'metadataDisabled':
      return t('AWS_EC2_METADATA_DISABLED is set in VS Code’s environment. Unset it and restart VS Code.');
    case 'hardwareKey':
      return t(
        '{0} is a security key or passkey, which cannot generate MFA codes for AWS tools. Set mfa_serial to an authenticator app (a user can have several MFA devices), or sign in with IAM Identity Center.',
        failure.mfaSerial,
      );
    case 'notTemporary':
      return t(
        'The credentials have no session token or no known expiration, and a credential endpoint needs both. Use a role, or a profile with MFA.',
      );
    default:
      return describeAction(failure);
  }
}

function describeNoKeys(present: readonly string[] | undefined): string {
  const t = vscode.l10n.t;
  return present === undefined
    ? t(
        'VS Code’s environment has no complete access key. Start VS Code with both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      )
    : t(
        'VS Code’s environment has no complete access key, only {0}. Start VS Code with both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. To use the role of this machine, start it without any of these variables.',
        present.join(', '),
      );
}

/** The value is not shown: it may be a secret that belongs to another line. */
function describeInvalidValue({ key, why }: FailureOf<'invalidValue'>): string {
  const t = vscode.l10n.t;
  const example = exampleFor(key);
  const sentence = invalidValueSentence(key, why);
  const whole = isVariable(key)
    ? `${sentence} ${t('Then restart VS Code with the corrected variable.')}`
    : sentence;
  return example === undefined || why === 'session'
    ? whole
    : `${whole} ${t('Example: {0}', `${key} = ${example}`)}`;
}

function invalidValueSentence(key: string, why: ValueTrouble | undefined): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'empty':
      return t('{0} has no value. Write the value after “=” in the same line, or remove the key.', key);
    case 'quotes':
      return t(
        'The value of {0} is in quotation marks, which AWS tools take as part of it. Remove them.',
        key,
      );
    case 'session':
      return t(
        '{0} differs from the value in the [sso-session], which the AWS CLI rejects. Remove it from the profile.',
        key,
      );
    case undefined:
      return t('The value of {0} does not have the form that AWS requires. Correct it.', key);
  }
}

/** Whether a key is an environment variable, rather than a key of the AWS files. */
export function isVariable(key: string): boolean {
  return key.startsWith('AWS_');
}

/** Shortens a long loop to its beginning. */
function shortLoop(loop: readonly string[]): string {
  return (loop.length > 7 ? [...loop.slice(0, 6), '…'] : loop).join(' → ');
}
