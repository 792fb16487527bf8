/** Why the source of a plan yields no credentials. */
export type SourceFailure =
  | { readonly code: 'environmentExpired'; readonly profile: string }
  | { readonly code: 'untrusted'; readonly profile: string; readonly key: ProgramKey }
  | { readonly code: 'processBadCommand'; readonly profile: string; readonly key: ProgramKey }
  | ({
      readonly code: 'processNotStarted';
      readonly reason: string;
      /** What only a shell would have replaced at the start of the command, such as `~`; unset if there is none. */
      readonly sign?: string;
    } & FailedProgram)
  | ({
      readonly code: 'processFailed';
      /** The exit code, or the name of the signal that ended the process. */
      readonly exit: number | string;
      readonly isLogged: boolean;
    } & FailedProgram)
  | ({
      readonly code: 'processTimedOut';
      readonly seconds: number;
      readonly isLogged: boolean;
    } & FailedProgram)
  | ({
      readonly code: 'processBadOutput';
      readonly trouble: OutputTrouble;
      readonly isLogged: boolean;
    } & FailedProgram)
  | {
      readonly code: 'tokenFileUnreadable';
      readonly profile: string;
      /** The key or the variable that names the file. */
      readonly key: string;
      readonly path: string;
      readonly reason: string;
    }
  | { readonly code: 'webIdentityExpired'; readonly profile: string; readonly token: TokenOrigin }
  /** AWS rejects the token itself, or rejects it for this role. */
  | {
      readonly code: 'webIdentityRefused' | 'webRoleRefused';
      readonly profile: string;
      readonly roleArn: string;
      readonly token: TokenOrigin;
      readonly awsCode: string;
      readonly detail: string;
    }
  | { readonly code: 'identityProviderSilent'; readonly profile: string }
  | {
      readonly code: 'metadataUnreachable';
      readonly profile: string;
      readonly service: MetadataService;
      readonly host: string;
      readonly reason: string;
    }
  | {
      readonly code: 'metadataRefused';
      readonly profile: string;
      readonly service: MetadataService;
      readonly host: string;
      readonly status: number;
      readonly detail: string;
    }
  | {
      readonly code: 'metadataBadAnswer';
      readonly profile: string;
      readonly service: MetadataService;
      readonly host: string;
    }
  | { readonly code: 'metadataExpired'; readonly profile: string; readonly service: MetadataService }
  | { readonly code: 'noInstanceRole'; readonly profile: string }
  /** This machine is in another cloud, which has no roles of AWS. */
  | { readonly code: 'otherCloud'; readonly profile: string; readonly cloud: OtherCloud }
  | ConsoleSignInFailure
  | IdentityCenterFailure
  | { readonly code: 'mfaNeedsLongTermKeys'; readonly profile: string; readonly mfaSerial: string };

/** Why a sign-in with the AWS console yields no credentials. Sessions are ARNs, as in `login_session`. */
export type ConsoleSignInFailure =
  | { readonly code: 'loginNeeded'; readonly profile: string; readonly why: WhyNoLogin }
  /** AWS: `INSUFFICIENT_PERMISSIONS`. */
  | { readonly code: 'loginDenied'; readonly profile: string }
  /** AWS: `AUTHCODE_EXPIRED`. */
  | { readonly code: 'loginCodeExpired'; readonly profile: string }
  /** The user signed in as another identity than that of the profile. */
  | {
      readonly code: 'loginOtherIdentity';
      readonly profile: string;
      readonly expected: string;
      readonly got: string;
    }
  /** The profile has other credentials, because of `key`. */
  | { readonly code: 'loginProfileTaken'; readonly profile: string; readonly key: string };

/** There is no sign-in; it has ended, at the latest after twelve hours; or the user has another password since. */
export type WhyNoLogin = 'signedOut' | 'expired' | 'passwordChanged';

/**
 * Why IAM Identity Center yields no role credentials. `session` is the label of the sign-in. `profile` is empty when
 * the user signs in without using a profile.
 */
export type IdentityCenterFailure =
  | {
      readonly code: 'signInNeeded';
      readonly profile: string;
      readonly session: string;
      readonly why: WhyNoSignIn;
    }
  | { readonly code: 'signInDenied'; readonly profile: string; readonly session: string }
  | { readonly code: 'signInTimedOut'; readonly profile: string; readonly session: string }
  | {
      readonly code: 'startUrlRefused';
      readonly profile: string;
      readonly startUrl: string;
      readonly region: string;
    }
  /** AWS has no such region, so its host name does not resolve. */
  | { readonly code: 'noSuchRegion'; readonly profile: string; readonly region: string }
  | {
      readonly code: 'noAssignment';
      readonly profile: string;
      readonly accountId: string;
      readonly roleName: string;
    };

/** No token exists; the token has expired; or Identity Center rejects a token that has not expired. */
export type WhyNoSignIn = 'signedOut' | 'expired' | 'ended';

/** Where a web identity token comes from. */
export type TokenOrigin = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'program' };

/** The profile key or setting that names a program. */
export type ProgramKey =
  | 'credential_process'
  | 'web_identity_token_process'
  | 'mfa_process'
  | 'rolecall.mfa.process'
  /** Of the Alibaba Cloud CLI. */
  | 'process_command';

/** `isLogged`: whether the log contains output of the program. */
interface FailedProgram {
  readonly profile: string;
  readonly key: ProgramKey;
  /** The program's name without its arguments. */
  readonly program: string;
}

/**
 * What is wrong with a program's output: too long, malformed, a bad member, expired, empty, or not a six-digit code.
 */
export type OutputTrouble =
  | 'tooLong'
  | 'JSON'
  | 'Version'
  | 'AccessKeyId'
  | 'SecretAccessKey'
  | 'SessionToken'
  | 'Expiration'
  | 'mode'
  | 'access_key_id'
  | 'access_key_secret'
  | 'sts_token'
  | 'expiration'
  | 'expired'
  | 'nothing'
  | 'digits';

export type OtherCloud = 'Microsoft Azure' | 'Google Cloud';

/** The service that provides this machine's role. */
export type MetadataService = 'container' | 'instance';

/** Where a key or token comes from. Lines are counted from 1. */
export type KeyPlace =
  | { readonly kind: 'config' | 'credentials'; readonly line: number | undefined }
  | { readonly kind: 'environment' }
  | { readonly kind: 'program'; readonly key: ProgramKey; readonly program: string }
  | { readonly kind: 'file'; readonly path: string };

/** What is wrong with the form of a key or token. */
export type FormTrouble =
  | 'quotes'
  | 'invisible'
  | 'lineBreak'
  | 'space'
  | 'foreign'
  | 'placeholder'
  /** `aws_session_token=…` as the value of that key. */
  | 'ownName'
  /** A temporary access key without its session token. */
  | 'noToken'
  /** A session token beside a long-term access key. */
  | 'staleToken'
  /** The access key ID and the secret access key are in each other's place. */
  | 'swapped'
  /** The ID of a user, a role, or something else that is no access key. */
  | 'notKeyId';

/** Why a key or token cannot work as it is written. */
export interface BadForm {
  readonly trouble: FormTrouble;
  /** The character that does not belong there, as `U+200B`; empty if that does not matter. */
  readonly character: string;
}
