import type { AccessFailure } from '../../base/failures/accessFailure.ts';
import type { Failure } from '../../base/failure.ts';
import type { SourceFailure } from '../../base/failures/sourceFailure.ts';
import { describeAccessFailure } from './accessMessages.ts';
import { type AwsFailure, describeAwsFailure } from './awsMessages.ts';
import { describeConsoleSignInTrouble } from './consoleSignInMessages.ts';
import { describeSourceTrouble } from './credentialSourceMessages.ts';
import { describeWriteTrouble } from './fileMessages.ts';
import { describeIdentityCenterTrouble } from './identityCenterMessages.ts';

type FileUnwritable = Extract<Failure, { code: 'fileUnwritable' }>;

/** Describes a call or a source that provided no credentials, or a file that was not written. */
export function describeAction(failure: AwsFailure | SourceFailure | AccessFailure | FileUnwritable): string {
  switch (failure.code) {
    case 'fileUnwritable':
      return describeWriteTrouble(failure.path, failure.reason);
    case 'environmentExpired':
    case 'untrusted':
    case 'processBadCommand':
    case 'processNotStarted':
    case 'processFailed':
    case 'processTimedOut':
    case 'processBadOutput':
    case 'tokenFileUnreadable':
    case 'webIdentityExpired':
    case 'webIdentityRefused':
    case 'webRoleRefused':
    case 'identityProviderSilent':
    case 'metadataUnreachable':
    case 'metadataRefused':
    case 'metadataBadAnswer':
    case 'metadataExpired':
    case 'noInstanceRole':
    case 'otherCloud':
    case 'mfaNeedsLongTermKeys':
      return describeSourceTrouble(failure);
    case 'loginNeeded':
    case 'loginDenied':
    case 'loginCodeExpired':
    case 'loginOtherIdentity':
    case 'loginProfileTaken':
      return describeConsoleSignInTrouble(failure);
    case 'signInNeeded':
    case 'signInDenied':
    case 'signInTimedOut':
    case 'startUrlRefused':
    case 'noSuchRegion':
    case 'noAssignment':
      return describeIdentityCenterTrouble(failure);
    case 'accessImpossible':
    case 'unknownAccess':
    case 'policyFileUnreadable':
    case 'policyFileInvalid':
    case 'policyWidens':
    case 'policyOnlyDenies':
    case 'policiesTooLong':
    case 'tooManyPolicies':
    case 'policyElsewhere':
    case 'packedPolicyTooLarge':
    case 'policyRefused':
    case 'agentsHaveNoAccess':
    case 'agentsUnlimited':
      return describeAccessFailure(failure);
    default:
      return describeAwsFailure(failure);
  }
}
