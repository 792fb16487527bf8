import type { AccessFailure } from './failures/accessFailure.ts';
import type { AlibabaFailure } from './failures/alibabaFailure.ts';
import type { AwsAnswer } from './failures/awsAnswer.ts';
import type { ConsoleFailure } from './failures/consoleFailure.ts';
import type { McpFailure } from './failures/mcpFailure.ts';
import type { FileTrouble, WriteTrouble } from './fileTrouble.ts';
import type { Forbiddable } from './policy.ts';
import { publicFacts } from './publicFacts.ts';
import type { BadForm, KeyPlace, SourceFailure } from './failures/sourceFailure.ts';

export type { Caller, CertificateTrouble, CodeSpent } from './failures/awsAnswer.ts';
export type { FileTrouble, WriteTrouble } from './fileTrouble.ts';
export type { KeyPlace } from './failures/sourceFailure.ts';

/**
 * The catalog of everything that can go wrong. A failure consists of a code and facts, never of a sentence or a secret;
 * `host/messages/` turns it into text and buttons. Code decides by `code` only. The facts pass `publicFacts` where a
 * failure comes into being: in `FailureError`, and where `plan/` and `profiles/` return one.
 */
export type Failure =
  // Files
  | { readonly code: 'fileUnreadable'; readonly path: string; readonly reason: FileTrouble }
  /** Lines, counted from 1, that are meant as headers but are not valid. The lines after them belong to no section. */
  | { readonly code: 'brokenHeader'; readonly path: string; readonly lines: readonly number[] }
  /** AWS's tools may reject the file, or read other characters. */
  | { readonly code: 'notUtf8'; readonly path: string }
  /** A header in the config file that defines no profile because it lacks the `profile` prefix. */
  | { readonly code: 'noPrefix'; readonly path: string; readonly line: number; readonly title: string }
  /** A header whose title no tool reads as the user must have meant it. `meant` is the right title. */
  | {
      readonly code: 'mistypedTitle';
      readonly path: string;
      readonly line: number;
      readonly title: string;
      readonly meant: string;
    }
  /**
   * `titleOfConfigFile`: a header in the credentials file that AWS's tools read only in the config file;
   * `textAfterTitle`: text follows a header, which only the CLI ignores.
   */
  | {
      readonly code: 'titleOfConfigFile' | 'textAfterTitle';
      readonly path: string;
      readonly line: number;
      readonly title: string;
    }
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
  /** `near` is the most similar name that exists. */
  | {
      readonly code: 'missingSource';
      readonly profile: string;
      readonly source: string;
      readonly near?: string;
    }
  | { readonly code: 'sourceLoop'; readonly profile: string; readonly loop: readonly string[] }
  /** A rename of `[sso-session x]` or `[services x]`: it is missing, the new title exists, or tools misread it. */
  | { readonly code: 'noSuchSection' | 'sectionExists' | 'badTitle'; readonly title: string }
  /** A change that the user wants would lead to a loop. */
  | {
      readonly code: 'sourceWouldLoop';
      readonly profile: string;
      readonly source: string;
      readonly loop: readonly string[];
    }
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
  /** A key that speaks of credentials in a profile without any. The role of the machine must not take their place. */
  | {
      readonly code: 'strayKey';
      readonly profile: string;
      readonly key: string;
      readonly why: Exclude<StrayReason, 'empty'>;
      /** The key, or the title, that the user may have meant. */
      readonly meant: string | undefined;
      /** The key that this one is indented below. */
      readonly above: string | undefined;
      readonly place: KeyPlace;
    }
  /** A key or token whose form tells that it cannot work; `name` is what the user has written for it. */
  | (BadForm & {
      readonly code: 'malformedKey';
      readonly profile: string;
      readonly name: string;
      readonly place: KeyPlace;
    })
  | {
      readonly code: 'missingSsoSession';
      readonly profile: string;
      readonly session: string;
      readonly near?: string;
    }
  /** `inSession`: the `[sso-session]` has the key, but the profile must have it, too. */
  | {
      readonly code: 'ssoIncomplete';
      readonly profile: string;
      readonly missing: string;
      readonly inSession?: true;
    }
  | {
      readonly code: 'missingServices';
      readonly profile: string;
      readonly services: string;
      readonly near?: string;
    }
  /** A key of a `[services]` section that is not in the block of a service. */
  | {
      readonly code: 'servicesNotNested';
      readonly profile: string;
      readonly key: string;
      readonly place: KeyPlace;
    }
  /** The value is no fact: a secret in the wrong line fails the form of its key. */
  | {
      readonly code: 'invalidValue';
      readonly profile: string;
      readonly key: string;
      readonly why?: ValueTrouble;
    }
  | { readonly code: 'hardwareKey'; readonly profile: string; readonly mfaSerial: string }
  /** `present`: the variables that speak of credentials all the same. */
  | { readonly code: 'noEnvironmentKeys'; readonly profile: string; readonly present?: readonly string[] }
  | { readonly code: 'noEnvironmentRole'; readonly profile: string }
  | { readonly code: 'noContainer'; readonly profile: string }
  | { readonly code: 'metadataDisabled'; readonly profile: string }
  | SourceFailure
  | AwsAnswer
  | AccessFailure
  | ConsoleFailure
  | McpFailure
  | AlibabaFailure
  // Handover to programs
  | { readonly code: 'unwritable'; readonly profile: string; readonly name: string; readonly format: string }
  | { readonly code: 'endless'; readonly profile: string }
  | { readonly code: 'notTemporary'; readonly profile: string }
  | { readonly code: 'tookTooLong'; readonly profile: string }
  /** `rolecall.policy.forbid` contains `action`. */
  | { readonly code: 'forbidden'; readonly action: Forbiddable }
  /** `rolecall.policy.production` says so, and the user's own settings make no exceptions to it. */
  | { readonly code: 'productionByPolicy'; readonly profile: string }
  // Ended early
  | { readonly code: 'needsPerson'; readonly profile: string }
  /** The policy or the guard requires that the user confirms this profile, or another session of it. */
  | {
      readonly code: 'unconfirmed';
      readonly profile: string;
      readonly reason: 'policy' | 'guard' | 'renewal';
    }
  /** `rolecall.guard` keeps the profile out of windows and folders. */
  | { readonly code: 'ownTerminalsOnly'; readonly profile: string }
  | { readonly code: 'forgotten'; readonly profile: string }
  | { readonly code: 'unexpected'; readonly profile: string; readonly reason: string };

/** Why a value cannot work, if that is more than its form: it contradicts that of its `[sso-session]`. */
export type ValueTrouble = 'empty' | 'quotes' | 'session';

/**
 * Why a key that speaks of credentials leads to none:
 *
 * - `misspelled`: it is a known key but for a few letters; `unknown`: it only sounds like credentials;
 * - `comment`: it is behind what begins a comment elsewhere, but not in these files;
 * - `nested`: it is in the block of another key; `noSeparator`: there is no `=` after it;
 * - `title`: it is in a section whose title is not that of the profile; `noSection`: it is above all titles;
 * - `lostTitle`: it is below a line that must be meant as a title;
 * - `empty`: it has no value; `alone`: it needs other keys.
 */
export type StrayReason =
  | 'misspelled'
  | 'comment'
  | 'nested'
  | 'noSeparator'
  | 'title'
  | 'noSection'
  | 'lostTitle'
  | 'empty'
  | 'unknown'
  | 'alone';

export type FailureCode = Failure['code'];
/** The failures with one of these codes. */
export type FailureOf<Code extends FailureCode> = Extract<Failure, { readonly code: Code }>;

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
