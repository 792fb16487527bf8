import type { SourceFailure } from '../sourceFailure.ts';
import { type AwsFailure, describeAwsFailure } from './awsMessages.ts';
import { describeIdentityCenterTrouble } from './identityCenterMessages.ts';
import { describeSourceTrouble } from './sourceMessages.ts';

/** The sentence for credentials that a call or a source did not give. */
export function describeCall(failure: AwsFailure | SourceFailure): string {
  switch (failure.code) {
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
    case 'loginNeeded':
    case 'mfaNeedsLongTermKeys':
      return describeSourceTrouble(failure);
    case 'signInNeeded':
    case 'signInDenied':
    case 'signInTimedOut':
    case 'startUrlRefused':
    case 'noSuchRegion':
    case 'noAssignment':
      return describeIdentityCenterTrouble(failure);
    default:
      return describeAwsFailure(failure);
  }
}
