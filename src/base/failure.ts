import type { MetadataService, SourceFailure } from './sourceFailure.ts';

/**
 * The one catalogue of what can go wrong. A failure is a code and facts, never a sentence and never a secret;
 * `host/messages.ts` turns it into words and ways out. Code decides by `code` alone.
 */
export type Failure =
  // The files
  | { readonly code: 'fileUnreadable'; readonly path: string; readonly reason: FileTrouble }
  /** Lines that begin like a header and are none, counted from 1: what follows them is in no section. */
  | { readonly code: 'brokenHeader'; readonly path: string; readonly lines: readonly number[] }
  /** A header of the config file that makes no profile for lack of `profile`, and what would mend it. */
  | { readonly code: 'noPrefix'; readonly path: string; readonly line: number; readonly title: string }
  | { readonly code: 'fileUnwritable'; readonly path: string; readonly reason: WriteTrouble }
  | {
      readonly code: 'settingsUnwritable';
      /** A folder, or the whole workspace. */
      readonly place: string;
      readonly detail: string;
    }
  // What a profile says
  | { readonly code: 'noSuchProfile'; readonly profile: string }
  | { readonly code: 'profileExists'; readonly profile: string }
  | { readonly code: 'badName'; readonly profile: string }
  | { readonly code: 'missingSource'; readonly profile: string; readonly source: string }
  | { readonly code: 'sourceLoop'; readonly profile: string; readonly loop: readonly string[] }
  | { readonly code: 'chainTooLong'; readonly profile: string; readonly most: number }
  | {
      readonly code: 'noSource';
      readonly profile: string;
      /** Whether it has access keys, which would do as a source if it named itself. */
      readonly hasKeys: boolean;
    }
  | { readonly code: 'noRole'; readonly profile: string }
  | { readonly code: 'twoSources'; readonly profile: string }
  | { readonly code: 'incompleteKeys'; readonly profile: string; readonly missing: string }
  | { readonly code: 'noCredentials'; readonly profile: string }
  | { readonly code: 'missingSsoSession'; readonly profile: string; readonly session: string }
  | { readonly code: 'ssoIncomplete'; readonly profile: string; readonly missing: string }
  | { readonly code: 'invalidValue'; readonly profile: string; readonly key: string; readonly value: string }
  | { readonly code: 'hardwareKey'; readonly profile: string; readonly mfaSerial: string }
  | { readonly code: 'noEnvironmentKeys'; readonly profile: string }
  | { readonly code: 'noContainer'; readonly profile: string }
  | { readonly code: 'metadataDisabled'; readonly profile: string }
  | SourceFailure
  // What AWS answers
  | {
      readonly code: 'mfaRefused';
      readonly profile: string;
      readonly mfaSerial: string;
      /** Set when the code came with a role: AWS does not tell apart which of the two it refused. */
      readonly roleArn: string | undefined;
      readonly detail: string;
    }
  | (CodeSpent & { readonly code: 'mfaReused' })
  | (CodeSpent & { readonly code: 'mfaUnanswered'; readonly detail: string })
  | {
      readonly code: 'notAuthorized';
      readonly profile: string;
      readonly action: string;
      readonly detail: string;
    }
  | {
      readonly code: 'roleRefused';
      readonly profile: string;
      readonly roleArn: string;
      /** Of the credentials with which it was asked for. */
      readonly accessKeyId: string;
      readonly caller: Caller;
      readonly hasExternalId: boolean;
      /** With an MFA session that was there already: its code may be too old for the role, or the session revoked. */
      readonly withEarlierCode: boolean;
      readonly detail: string;
    }
  | {
      readonly code: 'durationRefused';
      readonly profile: string;
      readonly roleArn: string;
      readonly durationSeconds: number;
      readonly detail: string;
    }
  | {
      readonly code: 'expiredKeys' | 'invalidKeys';
      readonly profile: string;
      readonly accessKeyId: string;
      readonly caller: Caller;
    }
  | {
      readonly code: 'wrongSecret';
      readonly profile: string;
      readonly accessKeyId: string;
      readonly caller: Caller;
      /** How far this machine's clock is ahead of AWS's; 0 where it is right to a minute. */
      readonly clockAheadMinutes: number;
    }
  | {
      readonly code: 'refusedRequest';
      readonly profile: string;
      readonly awsCode: string;
      readonly detail: string;
    }
  | { readonly code: 'regionDisabled'; readonly profile: string; readonly region: string }
  | { readonly code: 'throttled'; readonly profile: string }
  | { readonly code: 'serviceFault'; readonly profile: string; readonly status: number }
  | { readonly code: 'network'; readonly profile: string; readonly host: string; readonly reason: string }
  | {
      readonly code: 'certificate';
      readonly profile: string;
      readonly host: string;
      readonly trouble: CertificateTrouble;
      /** The code of OpenSSL or Node. */
      readonly reason: string;
    }
  | {
      readonly code: 'caBundleUnreadable';
      readonly profile: string;
      readonly path: string;
      /** The system's error code, or `NO_CERTIFICATE`. */
      readonly reason: string;
    }
  | {
      readonly code: 'proxyRefused';
      readonly profile: string;
      readonly host: string;
      readonly status: number;
    }
  | { readonly code: 'notAws'; readonly profile: string; readonly host: string; readonly status: number }
  // Handing out
  | { readonly code: 'unwritable'; readonly profile: string; readonly name: string; readonly format: string }
  | { readonly code: 'endless'; readonly profile: string }
  | { readonly code: 'notTemporary'; readonly profile: string }
  | { readonly code: 'tookTooLong'; readonly profile: string }
  // How far we went
  | { readonly code: 'needsPerson'; readonly profile: string }
  | { readonly code: 'forgotten'; readonly profile: string }
  | { readonly code: 'unexpected'; readonly profile: string; readonly reason: string };

/** A code is good for nothing any more. */
export interface CodeSpent {
  readonly profile: string;
  readonly mfaSerial: string;
  /** When the device shows another, by this machine's clock, in milliseconds since the epoch. */
  readonly nextCodeAt: number;
}

/** Whose credentials AWS was asked with: what a person can look at where it refuses them. */
export type Caller =
  | {
      readonly kind: 'keys';
      /** The one that holds or names them. */
      readonly profile: string;
      readonly accessKeyId: string;
      readonly place: 'config' | 'credentials' | 'environment';
    }
  | { readonly kind: 'process' | MetadataService; readonly profile: string }
  | { readonly kind: 'login'; readonly profile: string; readonly arn: string }
  | { readonly kind: 'mfaSession'; readonly of: Caller }
  /** `arn`: of the role session; `Role@123456789012` where Identity Center alone knows it. */
  | { readonly kind: 'role'; readonly arn: string };

export type FailureCode = Failure['code'];
/** The failures with one of these codes. */
export type FailureOf<Code extends FailureCode> = Extract<Failure, { readonly code: Code }>;

/** Why a server is not believed to be AWS: by whom it is vouched for, since when, or for which name. */
export type CertificateTrouble = 'issuer' | 'date' | 'name';

/** Why a file could not be read, decided from the system's error code or from its bytes. */
export type FileTrouble =
  | 'directory'
  | 'special'
  | 'permission'
  | 'notUtf8'
  | 'binary'
  | 'tooLarge'
  | 'danglingLink'
  | 'linkLoop'
  | 'nameTooLong'
  | 'notInFolder'
  | 'other';

/** Why a file could not be written. It is as it was, unless the change is `halfMade`. */
export type WriteTrouble =
  | 'permission'
  | 'readOnly'
  | 'unsaved'
  | 'diskFull'
  | 'notAFile'
  | 'danglingLink'
  | 'linkLoop'
  | 'nameTooLong'
  | 'notInFolder'
  | 'sameFile'
  | 'noBackup'
  | 'busy'
  | 'inUse'
  | 'halfMade'
  | 'other';

/** An expected failure on its way to a person. Its `message` is the code alone, so that logging it leaks nothing. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** The person changed their mind. Not an error: nothing is shown and nothing is logged as one. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Whether a session with another MFA code may be accepted where this one was not. */
export function takesNewCode(failure: Failure): boolean {
  return failure.code === 'roleRefused' && failure.withEarlierCode;
}

/** The failure inside any thrown value; what nobody expected becomes `unexpected` (its stack belongs in the log). */
export function failureOf(error: unknown, profile: string): Failure {
  if (error instanceof FailureError) return error.failure;
  return { code: 'unexpected', profile, reason: error instanceof Error ? error.name : typeof error };
}
