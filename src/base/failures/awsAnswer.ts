import type { MetadataService } from './sourceFailure.ts';

/** AWS rejected a request, or could not be reached. */
export type AwsAnswer =
  | {
      readonly code: 'mfaRefused';
      readonly profile: string;
      readonly mfaSerial: string;
      /** The ARN of the user whose keys signed the call; undefined if AWS did not tell. */
      readonly user: string | undefined;
      /** Set when the code was sent with a role: AWS does not say which of the two it rejected. */
      readonly roleArn: string | undefined;
      readonly detail: string;
    }
  /** The device cannot belong to the user whose keys signed the call. */
  | {
      readonly code: 'foreignDevice';
      readonly profile: string;
      readonly mfaSerial: string;
      readonly user: string;
    }
  /** `GetSessionToken` is denied or not available, whatever the code. The next code goes to the role. */
  | (CodeSpent & { readonly code: 'mfaSessionDenied'; readonly roleArn: string; readonly detail: string })
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
      readonly demands?: readonly RoleDemand[];
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
  /** Node did not send the request, for example because of a character in it; `reason` is Node's error code. */
  | { readonly code: 'unsendable'; readonly profile: string; readonly host: string; readonly reason: string }
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
  | { readonly code: 'notAws'; readonly profile: string; readonly host: string; readonly status: number };

/** What the trust policy of a role must also allow, and the key or setting because of which it must. */
export interface RoleDemand {
  readonly action: 'sts:TagSession' | 'sts:SetSourceIdentity';
  readonly becauseOf: string;
}

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
  /** A session of `GetFederationToken` with this name. */
  | { readonly kind: 'federatedUser'; readonly of: Caller; readonly name: string }
  | { readonly kind: 'mfaSession'; readonly of: Caller }
  /** `arn` is the ARN of the role session, or `Role@123456789012` if only Identity Center knows the ARN. */
  | { readonly kind: 'role'; readonly arn: string };

/** What is wrong with a server certificate: its issuer, its validity period, or its host name. */
export type CertificateTrouble = 'issuer' | 'date' | 'name';
