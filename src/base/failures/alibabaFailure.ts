/**
 * What goes wrong with credentials of Alibaba Cloud. `profile`: as in `alibabaName`. A network that fails has the same
 * failures as for AWS.
 */
export type AlibabaFailure =
  /** The setting `rolecall.alibabaCloud` is `off`. */
  | { readonly code: 'alibabaOff' }
  // Files and the environment
  /** The file is there, but it is not what its readers expect. `line` is counted from 1. */
  | { readonly code: 'alibabaFileInvalid'; readonly path: string; readonly line: number | undefined }
  | { readonly code: 'noAlibabaProfile'; readonly profile: string }
  /** A key of a profile, or a variable, without which it yields no credentials. */
  | { readonly code: 'alibabaKeyMissing'; readonly profile: string; readonly key: string }
  /** The value does not have the form that its readers or Alibaba Cloud demand. It is no fact. */
  | { readonly code: 'alibabaValueInvalid'; readonly profile: string; readonly key: string }
  /** Nothing knows this `type` or `mode`. */
  | { readonly code: 'alibabaModeUnknown'; readonly profile: string; readonly mode: string }
  /** Rolecall does not use this `type` or `mode`, such as `RsaKeyPair`, `Anonymous`, or `BearerToken`. */
  | { readonly code: 'alibabaModeUnsupported'; readonly profile: string; readonly mode: string }
  | { readonly code: 'alibabaSourceMissing'; readonly profile: string; readonly source: string }
  | { readonly code: 'alibabaSourceLoop'; readonly profile: string; readonly loop: readonly string[] }
  // Sources
  /** `ALIBABA_CLOUD_CREDENTIALS_URI` is not set, or not a URL: on PAI DSW, the instance has no RAM role. */
  | { readonly code: 'credentialsUriUnset' | 'credentialsUriInvalid'; readonly profile: string }
  /** The service at the URI answers with something else than credentials. `detail` is its own code or message. */
  | {
      readonly code: 'credentialsUriRefused';
      readonly profile: string;
      readonly host: string;
      readonly status: number;
      readonly detail: string;
    }
  /** `missing`: the first field that lacks or has no valid value. */
  | {
      readonly code: 'credentialsUriBadAnswer';
      readonly profile: string;
      readonly host: string;
      readonly missing: string;
    }
  | {
      readonly code: 'credentialsFileUnreadable';
      readonly profile: string;
      readonly path: string;
      /** The system's error code. */
      readonly reason: string;
    }
  | {
      readonly code: 'credentialsFileInvalid';
      readonly profile: string;
      readonly path: string;
      readonly missing: string;
    }
  /** The service or the file yields credentials that have ended already. */
  | { readonly code: 'alibabaSourceStale'; readonly profile: string }
  | { readonly code: 'ecsMetadataDisabled' | 'externalProcessDisabled'; readonly profile: string }
  /** Outside of ECS, nothing answers. */
  | {
      readonly code: 'ecsMetadataUnreachable';
      readonly profile: string;
      readonly host: string;
      readonly reason: string;
    }
  | {
      readonly code: 'ecsMetadataRefused';
      readonly profile: string;
      readonly host: string;
      readonly status: number;
    }
  | { readonly code: 'ecsMetadataBadAnswer'; readonly profile: string; readonly host: string }
  /** The instance has no RAM role, or not this one. */
  | { readonly code: 'ecsRoleMissing'; readonly profile: string; readonly roleName: string | undefined }
  | {
      readonly code: 'oidcTokenUnreadable';
      readonly profile: string;
      readonly path: string;
      /** The system's error code, or `EMPTY`. */
      readonly reason: string;
    }
  | {
      readonly code: 'oidcRefused';
      readonly profile: string;
      readonly roleArn: string;
      readonly alibabaCode: string;
      readonly detail: string;
    }
  /** The token that the CLI has left has ended, or there is none: the user signs in with the CLI. */
  | {
      readonly code: 'cliSignInNeeded';
      readonly profile: string;
      readonly mode: 'CloudSSO' | 'OAuth';
      readonly why: 'signedOut' | 'expired' | 'refused';
    }
  // Answers of STS
  /** Temporary keys have expired, and nothing renews them. */
  | { readonly code: 'alibabaKeysExpired'; readonly profile: string; readonly accessKeyId: string }
  | {
      readonly code: 'alibabaKeysRefused';
      readonly profile: string;
      readonly accessKeyId: string;
      readonly why: 'unknown' | 'inactive' | 'secret' | 'token' | 'noToken';
    }
  /** This machine's clock is wrong by so many minutes; positive: ahead. */
  | { readonly code: 'alibabaClockWrong'; readonly profile: string; readonly minutes: number }
  /**
   * `NoPermission`: either the caller may not assume the role, or its trust policy does not allow it. `isRoot`: the
   * keys belong to the account itself, which may assume no role. `callerArn`: for the administrator; undefined if STS
   * does not tell it.
   */
  | {
      readonly code: 'ramRoleRefused';
      readonly profile: string;
      readonly roleArn: string;
      readonly accessKeyId: string;
      readonly callerArn?: string;
      readonly isRoot: boolean;
    }
  | { readonly code: 'ramRoleMissing'; readonly profile: string; readonly roleArn: string }
  | {
      readonly code: 'ramParameterRefused';
      readonly profile: string;
      readonly parameter: 'RoleArn' | 'RoleSessionName' | 'DurationSeconds' | 'ExternalId' | 'Policy';
      readonly detail: string;
    }
  /** Alibaba Cloud denies the call, such as `GetSigninToken`. */
  | {
      readonly code: 'alibabaRequestRefused';
      readonly profile: string;
      readonly action: string;
      readonly alibabaCode: string;
      readonly detail: string;
    }
  /** The host answers, but not as Alibaba Cloud does: a proxy or a sign-in page of a network. */
  | { readonly code: 'notAlibaba'; readonly profile: string; readonly host: string; readonly status: number }
  /** Readers of a credentials URI accept only keys with a security token, and these are long-term keys. */
  | { readonly code: 'credentialsUriNeedsToken'; readonly profile: string }
  /** Only temporary credentials open the console. */
  | { readonly code: 'ramConsoleImpossible'; readonly profile: string };
