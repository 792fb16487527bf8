/** What keeps the first credentials of a plan from coming. */
export type SourceFailure =
  | { readonly code: 'environmentExpired'; readonly profile: string }
  | { readonly code: 'untrusted'; readonly profile: string; readonly key: ProgramKey }
  | { readonly code: 'processBadCommand'; readonly profile: string; readonly key: ProgramKey }
  | ({ readonly code: 'processNotStarted'; readonly reason: string } & FailedProgram)
  | ({
      readonly code: 'processFailed';
      /** The exit code, or the signal that ended it. */
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
      readonly path: string;
      readonly reason: string;
    }
  | { readonly code: 'webIdentityExpired'; readonly profile: string; readonly token: TokenOrigin }
  /** AWS does not take the token, or not for this role. */
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
  | { readonly code: 'loginNeeded'; readonly profile: string }
  | IdentityCenterFailure
  | { readonly code: 'mfaNeedsLongTermKeys'; readonly profile: string; readonly mfaSerial: string };

/**
 * What keeps a role of IAM Identity Center from coming. `session`: what people call the sign-in. `profile` is empty where
 * somebody signs in for the sake of that.
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
  /** The region of the sign-in is none that AWS has: nobody answers there. */
  | { readonly code: 'noSuchRegion'; readonly profile: string; readonly region: string }
  | {
      readonly code: 'noAssignment';
      readonly profile: string;
      readonly accountId: string;
      readonly roleName: string;
    };

/** Nobody has signed in; the time is over; Identity Center takes the token no more, though its time is not over. */
export type WhyNoSignIn = 'signedOut' | 'expired' | 'ended';

/** Where the token of a web identity is from. */
export type TokenOrigin = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'program' };

/** What names a program: a key of a profile, or a setting. */
export type ProgramKey =
  'credential_process' | 'web_identity_token_process' | 'mfa_process' | 'rolecall.mfa.process';

/** Where it says `isLogged`, the log has what the program said. */
interface FailedProgram {
  readonly profile: string;
  readonly key: ProgramKey;
  /** Its name, without its arguments. */
  readonly program: string;
}

/** What is wrong with what a program printed: its length, its form, a member of it, its time, or that it is nothing or no code. */
export type OutputTrouble =
  | 'tooLong'
  | 'JSON'
  | 'Version'
  | 'AccessKeyId'
  | 'SecretAccessKey'
  | 'SessionToken'
  | 'Expiration'
  | 'expired'
  | 'nothing'
  | 'digits';

/** Who gives a machine its role. */
export type MetadataService = 'container' | 'instance';
