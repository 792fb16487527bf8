import type { FileTrouble, WriteTrouble } from './fileTrouble.ts';
import type { Forbiddable } from './policy.ts';
import { publicFacts } from './publicFacts.ts';
import type { MetadataService, SourceFailure } from './sourceFailure.ts';

export type { FileTrouble, WriteTrouble } from './fileTrouble.ts';

/**
 * The catalog of everything that can go wrong. A failure consists of a code and facts, never of a sentence or a secret;
 * `host/messages/` turns it into text and buttons. Code decides by `code` only. The facts pass `publicFacts` where a
 * failure comes into being: in `FailureError`, and where `plan/` and `profiles/` return one.
 */
export type Failure =
  // Files
  | { readonly code: 'fileUnreadable'; readonly path: string; readonly reason: FileTrouble }
  /**
   * Lines, counted from 1, that start like a section header but are not valid. The lines after them belong to no
   * section.
   */
  | { readonly code: 'brokenHeader'; readonly path: string; readonly lines: readonly number[] }
  /** A header in the config file that defines no profile because it lacks the `profile` prefix. */
  | { readonly code: 'noPrefix'; readonly path: string; readonly line: number; readonly title: string }
  | { readonly code: 'fileUnwritable'; readonly path: string; readonly reason: WriteTrouble }
  | {
      readonly code: 'settingsUnwritable';
      /** The name of a folder, or the whole workspace. */
      readonly place: string;
      readonly detail: string;
    }
  /** Secret storage does not respond. It may still contain sessions that were to be forgotten. */
  | { readonly code: 'secretStorageFailed' }
  // Contents of a profile
  | { readonly code: 'noSuchProfile'; readonly profile: string }
  | { readonly code: 'profileExists'; readonly profile: string }
  | { readonly code: 'badName'; readonly profile: string }
  | { readonly code: 'missingSource'; readonly profile: string; readonly source: string }
  | { readonly code: 'sourceLoop'; readonly profile: string; readonly loop: readonly string[] }
  | { readonly code: 'chainTooLong' | 'includesTooLong'; readonly profile: string; readonly most: number }
  | {
      readonly code: 'noSource';
      readonly profile: string;
      /** Whether the profile has access keys and could therefore name itself as its source. */
      readonly hasKeys: boolean;
    }
  | { readonly code: 'noRole'; readonly profile: string }
  | { readonly code: 'twoSources'; readonly profile: string }
  | { readonly code: 'incompleteKeys'; readonly profile: string; readonly missing: string }
  | { readonly code: 'noCredentials'; readonly profile: string }
  | { readonly code: 'missingSsoSession'; readonly profile: string; readonly session: string }
  | { readonly code: 'ssoIncomplete'; readonly profile: string; readonly missing: string }
  /** The value is no fact: a secret in the wrong line fails the form of its key. */
  | { readonly code: 'invalidValue'; readonly profile: string; readonly key: string }
  | { readonly code: 'hardwareKey'; readonly profile: string; readonly mfaSerial: string }
  | { readonly code: 'noEnvironmentKeys'; readonly profile: string }
  | { readonly code: 'noEnvironmentRole'; readonly profile: string }
  | { readonly code: 'noContainer'; readonly profile: string }
  | { readonly code: 'metadataDisabled'; readonly profile: string }
  | SourceFailure
  // Answers from AWS
  | {
      readonly code: 'mfaRefused';
      readonly profile: string;
      readonly mfaSerial: string;
      /** Set when the code was sent with a role: AWS does not say which of the two it rejected. */
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
      /** The access key ID that signed the request. */
      readonly accessKeyId: string;
      readonly caller: Caller;
      readonly hasExternalId: boolean;
      /**
       * Whether an existing MFA session signed the call. The role may require a more recent code, or the session may be
       * revoked.
       */
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
      /** How many minutes this machine's clock is ahead of AWS's; 0 if they differ by less than a minute. */
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
      /** The error code from OpenSSL or Node. */
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
  | {
      readonly code: 'proxyUnusable';
      readonly profile: string;
      readonly host: string;
      /** `http.proxy`, `http.proxySupport`, or the name of the environment variable. */
      readonly setting: string;
    }
  | { readonly code: 'notAws'; readonly profile: string; readonly host: string; readonly status: number }
  // Handover to programs
  | { readonly code: 'unwritable'; readonly profile: string; readonly name: string; readonly format: string }
  | { readonly code: 'endless'; readonly profile: string }
  | { readonly code: 'notTemporary'; readonly profile: string }
  | { readonly code: 'tookTooLong'; readonly profile: string }
  /** `rolecall.policy.forbid` contains `action`. */
  | { readonly code: 'forbidden'; readonly action: Forbiddable }
  // Ended early
  | { readonly code: 'needsPerson'; readonly profile: string }
  /** `rolecall.policy.confirmProduction` is on, and the user has not confirmed this production profile yet. */
  | { readonly code: 'unconfirmed'; readonly profile: string }
  | { readonly code: 'forgotten'; readonly profile: string }
  | { readonly code: 'unexpected'; readonly profile: string; readonly reason: string };

/** The MFA code cannot be used again. */
export interface CodeSpent {
  readonly profile: string;
  readonly mfaSerial: string;
  /** When the device shows the next code, in milliseconds since the epoch, by this machine's clock. */
  readonly nextCodeAt: number;
}

/** The credentials that signed a rejected call, described so that the user can find them. */
export type Caller =
  | {
      readonly kind: 'keys';
      /** The profile that contains or refers to the keys. */
      readonly profile: string;
      readonly accessKeyId: string;
      readonly place: 'config' | 'credentials' | 'environment';
    }
  | { readonly kind: 'process' | MetadataService; readonly profile: string }
  | { readonly kind: 'login'; readonly profile: string; readonly arn: string }
  | { readonly kind: 'mfaSession'; readonly of: Caller }
  /** `arn` is the ARN of the role session, or `Role@123456789012` if only Identity Center knows the ARN. */
  | { readonly kind: 'role'; readonly arn: string };

export type FailureCode = Failure['code'];
/** The failures with one of these codes. */
export type FailureOf<Code extends FailureCode> = Extract<Failure, { readonly code: Code }>;

/** What is wrong with a server certificate: its issuer, its validity period, or its host name. */
export type CertificateTrouble = 'issuer' | 'date' | 'name';

/**
 * An expected failure to be shown to the user. Its `message` is only the code, and `failure` has only facts that may be
 * shown, so logging either leaks nothing.
 */
export class FailureError extends Error {
  readonly failure: Failure;
  readonly #accessKeyId: string | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.name = 'FailureError';
    this.failure = publicFacts(failure);
    this.#accessKeyId = 'accessKeyId' in failure ? failure.accessKeyId : undefined;
  }

  /** The access key ID that signed the rejected request, also if it may not be shown. */
  get accessKeyId(): string | undefined {
    return this.#accessKeyId;
  }
}

/** The user canceled. This is not an error: it is neither shown nor logged. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Whether a session with a newer MFA code might be accepted. */
export function mayNeedNewCode(failure: Failure): boolean {
  return failure.code === 'roleRefused' && failure.withEarlierCode;
}

/** The failure inside any thrown value. An unexpected error becomes `unexpected`; its stack belongs in the log. */
export function failureOf(error: unknown, profile: string): Failure {
  if (error instanceof FailureError) return error.failure;
  const reason = error instanceof Error ? error.name : typeof error;
  return publicFacts({ code: 'unexpected', profile, reason });
}
