import * as vscode from 'vscode';
import type { AccessFailure, Unlimited } from '../../base/failures/accessFailure.ts';

/** Describes why a session cannot have the access that was asked for. */
export function describeAccessFailure(failure: AccessFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'accessImpossible':
      return `${cannotLimit(failure.why)} ${wayOutFor(failure.why)}`;
    case 'unknownAccess':
      return t(
        'The setting {0} has the value “{1}”, which is no access. Use a level such as readOnly, the ARN of a managed policy, or the path of a policy file.',
        failure.setting,
        failure.value,
      );
    case 'policyFileUnreadable':
      return describeUnreadable(failure.path, failure.reason);
    case 'policyFileInvalid':
      return failure.line === undefined
        ? t(
            'The policy file {0} is not a policy that AWS accepts. Open it to see the problems.',
            failure.path,
          )
        : t(
            'The policy file {0} is not a policy that AWS accepts: see line {1}.',
            failure.path,
            failure.line,
          );
    case 'policyWidens':
      return t(
        'The policy in {0} allows something, and AWS unites all policies of a session, so it would add access to the managed policy beside it. Leave only statements with "Effect": "Deny" in it, or use it alone.',
        failure.path,
      );
    case 'policyOnlyDenies':
      return t(
        'The policy in {0} only denies, so the session would be allowed nothing. Name a managed policy beside it, such as readOnly.',
        failure.path,
      );
    case 'policiesTooLong':
      return t(
        'The session policies have {0} characters together, and AWS accepts {1}. Shorten the policy file, or use managed policies.',
        failure.length,
        failure.most,
      );
    case 'tooManyPolicies':
      return t(
        'There are {0} managed policies, and AWS accepts {1} for a session.',
        failure.count,
        failure.most,
      );
    case 'policyElsewhere':
      return t(
        'The policy {0} is in another account or partition than the role. AWS accepts only its own managed policies and those of the role’s account.',
        failure.policyArn,
      );
    default:
      return describeRefusedPolicy(failure);
  }
}

/** `reason`: an error code of the system, or `unread` while the file is being read for the first time. */
function describeUnreadable(path: string, reason: string): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'unread':
      return t('Rolecall is still reading the policy file {0}. Try again.', path);
    case 'ENOENT':
    case 'ENOTDIR':
      return t('The policy file {0} does not exist. Create it, or name another one.', path);
    default:
      return t(
        'The policy file {0} could not be read ({1}). Check that it is a file and that you may read it.',
        path,
        reason,
      );
  }
}

type RefusedPolicy = Extract<
  AccessFailure,
  { code: 'packedPolicyTooLarge' | 'policyRefused' | 'agentsHaveNoAccess' | 'agentsUnlimited' }
>;

function describeRefusedPolicy(failure: RefusedPolicy): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'packedPolicyTooLarge':
      return failure.hasTags
        ? t(
            'The session policies and session tags are too large together for AWS. Use fewer policies or tags, or a shorter policy file. AWS says: {0}',
            failure.detail,
          )
        : t(
            'The session policies are too large together for AWS. Use fewer policies, or a shorter policy file. AWS says: {0}',
            failure.detail,
          );
    case 'policyRefused':
      return failure.policies.length === 0
        ? t('AWS did not accept the policy of the session. AWS says: {0}', failure.detail)
        : t(
            'AWS did not accept the policies of the session. Check that {0} exists in the account of the role. AWS says: {1}',
            failure.policies.join(', '),
            failure.detail,
          );
    case 'agentsHaveNoAccess':
      return t(
        'AI agents get no AWS access here, because of the setting {0}. The user can run “Rolecall: Let Agents Write…” in VS Code.',
        'rolecall.agents.access',
      );
    case 'agentsUnlimited':
      return t(
        '{0} AI agents get less access than the user (setting {1}), so they get none with this profile. The user can choose a profile for agents (setting {2}), or run “Rolecall: Let Agents Write…” in VS Code.',
        cannotLimit(failure.why),
        'rolecall.agents.access',
        'rolecall.agents.profile',
      );
  }
}

function cannotLimit(why: Unlimited): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'identityCenter':
      return t('AWS cannot limit a session of IAM Identity Center: its permission set decides.');
    case 'temporaryKeys':
      return t('AWS cannot limit temporary keys that exist already.');
    case 'machineRole':
      return t('AWS cannot limit the role of this machine.');
    case 'program':
      return t('AWS cannot limit the credentials that a credential process prints.');
    case 'login':
      return t('AWS cannot limit a sign-in with the AWS console.');
    case 'ownPolicy':
      return t('AWS cannot combine the policy of this session with the access of AI agents.');
  }
}

function wayOutFor(why: Unlimited): string {
  const t = vscode.l10n.t;
  return why === 'identityCenter'
    ? t('Use a permission set with less access, or a role that this profile assumes.')
    : t('Use a role that this profile assumes.');
}
